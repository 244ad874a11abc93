"""Bodies in session, told by a verb: `The Council met today`, `The ministers will meet in Riga`."""

from services.enrich.extract.assemblies import is_of_name, is_sitting_body, name_end, seat
from services.enrich.extract.attendance import beside
from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.dates import Tense
from services.enrich.extract.gatherings import draft_gathering
from services.enrich.extract.occasions import occasions_in
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.when import sentence_dates
from services.enrich.text.lexicon import Match

_OPENING = 8
"""A sentence names its body within so many tokens."""
_LONGEST = 24
"""A body has a name of so many tokens at most."""
_ASIDE = 9
"""How many tokens may stand between its name and its verb: a day, an acronym in brackets."""
_CUE = Cue("gathering", "body-in-session", Frame.NOUN, "gathering", "present")


def draft_session(scene: Scene, clause: Clause) -> list[Draft]:
    """The session of a body or of ministers that a sentence with a day tells; a body takes part as such."""
    if clause.first in scene.doc.quoted or not sentence_dates(scene, clause.sentence):
        return []
    head = _head(scene, clause)
    if head is None:
        return []
    last, verb = _verb(scene, clause, head)
    if verb is None or _has_partner(scene, verb):
        return []
    background = scene.pack.phrases["past_background"]
    if scene.doc.has(background, clause.first, clause.last) or scene.doc.has(
        scene.pack.phrases["unreal"], head, verb.first
    ):
        return []
    body = () if scene.doc.folded(head) in scene.pack.words["ministers"] else (_member(scene, clause, head, last),)
    occasion = next((o for o in occasions_in(scene, clause) if o.first >= verb.first), None)
    ahead = any(scene.doc.has(scene.pack.phrases[slot], head, verb.last) for slot in ("future", "sits_ahead"))
    tense = Tense.FUTURE if ahead else Tense.PAST
    trigger = Match(verb.first, verb.last, _CUE)
    members = (*body, *beside(scene, clause, clause.first, "presided"))
    drafts = draft_gathering(scene, clause, trigger, occasion, members, tense)
    for draft in drafts:
        draft.occasion = draft.occasion if occasion else None
    return drafts


def _head(scene: Scene, clause: Clause) -> int | None:
    """The word for a body, or for ministers, that heads the subject."""
    words = scene.pack.words
    presided = scene.pack.phrases["presided"].match_at(scene.doc.words, clause.first, clause.last)
    commas = (i + 1 for i in range(presided.last, clause.last) if scene.doc.folded(i) == ",") if presided else iter(())
    first = next(commas, clause.first)  # `Chaired by X, the Cabinet met`
    for index in range(first, min(clause.last, first + _OPENING)):
        word = scene.doc.folded(index)
        if word in words["prepositions"] and index > first:
            return None
        if word in words["ministers"] or is_sitting_body(scene, index):
            return index
    return None


def _verb(scene: Scene, clause: Clause, head: int) -> tuple[int, Match[str] | None]:
    """Where the name of the body ends, and the verb of its session."""
    last = head + 1
    for index in range(head + 1, min(clause.last, head + _LONGEST + _ASIDE)):
        sits = scene.pack.phrases["sits"].match_at(scene.doc.words, index, clause.last)
        verb = sits or _its_own(scene, clause, index)
        if verb is not None and scene.doc.folded(verb.last) not in scene.pack.words["link_by"]:
            return last, verb if index - last <= _ASIDE else None
        named = index == last and index - head < _LONGEST and is_of_name(scene, index)
        last = index + 1 if named else last
        cue = scene.doc.cues.get(index)
        aside = cue is not None and scene.doc.folded(cue.last) in scene.pack.words["link_by"]  # `, chaired by X,`
        if cue is not None and cue.value.family != "gathering" and not aside:
            return last, None
    return last, None


def _its_own(scene: Scene, clause: Clause, index: int) -> Match[str] | None:
    """`concluded this afternoon its 23rd session`, `a achevé hier à Riga sa session`."""
    words = scene.pack.words
    if scene.doc.folded(index) not in words["session_verbs"]:
        return None
    near = range(index + 1, min(clause.last, index + _ASIDE))
    own = next((i for i in near if scene.doc.folded(i) in words["own_session"]), None)
    told = own is not None and any(own < o.noun.last <= own + _ASIDE for o in occasions_in(scene, clause))
    return Match(index, own + 1, "its-own") if own is not None and told else None


def _has_partner(scene: Scene, verb: Match[str]) -> bool:
    """`The Council met with President X` are talks."""
    return scene.doc.folded(verb.last) in scene.pack.words["link_with"]


def _member(scene: Scene, clause: Clause, head: int, last: int) -> int:
    """The body at the head of the clause, by its whole name."""
    first = head
    while first > clause.first and scene.doc.tokens[first - 1].is_capitalised and first - 1 > clause.first:
        first -= 1
    return seat(scene, clause, first, name_end(scene, head, last))
