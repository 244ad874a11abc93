"""Sides that a verb of any kind joins, beside words for being together: `took X through the plan over tea`.

Whoever did something with, to or for somebody by telephone, over a meal or in private met or called that person. So the
verb is open; what is listed is verbs that say nothing to anybody (`praised`, `appointed`).
"""

from collections.abc import Sequence

from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.doers import Sides, is_governed, postposed, subjects_of
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.objects import acts, chain, linked
from services.enrich.extract.scene import Clause, Scene
from services.enrich.text.lexicon import Match

_NEAR = 10
"""How many tokens before its object a verb may stand: `asked on Monday X`."""
_BOUNDS = frozenset(",;:.()")
_NO_VERBS = ("determiners", "and", "relatives", "complementizers", "unaddressed")
_PRONOUNS = ("he", "they", "other")


def sides_beside(scene: Scene, clause: Clause, trigger: Match[Cue]) -> Sides:
    """The two sides around words for being together; none where these belong to a noun, as in `over tea exports`."""
    people = [m for m in clause.mentions if _is_someone(scene, m)] if _stands_alone(scene, trigger) else []
    for number, mention in enumerate(people):
        if not is_addressed(scene, mention, clause.first, trigger):
            continue
        group = tuple(chain(scene, people[number:])) if number else (mention,)
        behind = [m for m in people[number:] if m not in group]
        subjects = subjects_of(scene, people[:number]) or postposed(scene, behind, (group,), trigger)
        return Sides(subjects, (group,) if subjects else (), frame=Frame.WITH)
    return Sides(_both(scene, people), (), frame=Frame.WITH)


def _is_someone(scene: Scene, mention: Mention) -> bool:
    """Somebody known to be one, or a pronoun; `himself` is whoever does it."""
    if mention.kind in _PRONOUNS:
        return scene.doc.folded(mention.first) not in scene.pack.words["selves"]
    known = scene.cast.known(mention) if mention.kind == "person" and not mention.named else None
    return mention.kind in PERSONS and (known is None or scene.cast.members[known].sure)


def _both(scene: Scene, people: Sequence[Mention]) -> tuple[Mention, ...]:
    """`Over dinner A and B went into the details`; of `A or B` nobody knows."""
    subjects = subjects_of(scene, people[:2])
    either = any(scene.doc.folded(m.first - 1) in scene.pack.words["or"] for m in subjects)
    return () if either or any(m.kind in _PRONOUNS for m in people[:2]) else subjects


def _stands_alone(scene: Scene, trigger: Match[Cue]) -> bool:
    """Whether no further noun follows that the words would only describe."""
    doc, words, at = scene.doc, scene.pack.words, trigger.last
    following = doc.folded(at)
    if at >= len(doc.tokens) or not doc.tokens[at].is_word or doc.tokens[at].is_capitalised:
        return True
    small = ("prepositions", "determiners", "relatives", "object_adverbs", "finite", "he", "complementizers")
    return any(following in words[slot] for slot in small) or following.endswith(scene.pack.endings["adverb_endings"])


def is_addressed(scene: Scene, mention: Mention, floor: int, trigger: Match[Cue]) -> bool:
    """Whether somebody is the object of a verb from token `floor` on; not `praised B`, `told B's aide`."""
    doc, words = scene.doc, scene.pack.words
    if doc.folded(mention.last) in ("'s", "'") or acts(scene, mention):
        return False
    if linked(scene, mention, Frame.BESIDE, 0):
        return True
    if is_governed(doc, scene.pack, mention):
        return False
    verb = _verb_before(scene, mention, floor, trigger)
    return verb is not None and not any(doc.folded(verb) in words[slot] for slot in _NO_VERBS)


def _verb_before(scene: Scene, mention: Mention, floor: int, trigger: Match[Cue]) -> int | None:
    """The nearest small word before somebody, past the trigger, days and places: `asked in Riga on Monday X`."""
    doc, words = scene.doc, scene.pack.words
    for index in range(mention.first - 1, max(mention.first - _NEAR, floor) - 1, -1):
        if trigger.first <= index < trigger.last:
            continue
        token = doc.tokens[index]
        if token.text in _BOUNDS:
            return None
        small = doc.folded(index) in words["prepositions"] or doc.folded(index) in words["object_adverbs"]
        if token.is_word and not token.is_capitalised and not small:
            return index
    return None
