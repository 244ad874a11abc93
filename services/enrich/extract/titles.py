"""When a meeting is a gathering: `weekly Cabinet meeting`, `G20 meeting`, `meeting of the Sea Group`."""

from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.scene import Clause, Scene
from services.enrich.text.lexicon import Match

_BEFORE = 6
"""How many tokens before its noun a kind or name of a meeting may stand."""
_LONGEST = 8
TITLED = Cue("gathering", "titled-meeting", Frame.NOUN, "gathering", "present")


def titled_meeting(scene: Scene, clause: Clause, index: int) -> Match[Cue] | None:
    """The word for a meeting at `index` where a kind, a name or its members make it one of many sides."""
    words = scene.pack.words
    if scene.doc.folded(index) in words["meeting_plurals"]:
        return Match(index, index + 1, TITLED) if _is_series(scene, clause, index) else None
    if scene.doc.folded(index) not in words["meeting_nouns"]:
        return None
    if scene.doc.folded(index + 1) in words["link_noun"]:
        many = _has_kind(scene, clause, index, "many_sided")
    else:
        many = _is_of_many(scene, clause, index) or _has_kind(scene, clause, index, "meeting_kinds")
    return Match(index, index + 1, TITLED) if many else None


def _is_series(scene: Scene, clause: Clause, index: int) -> bool:
    """`the annual meetings of the Bank`, `réunions de printemps du Fonds`: several sessions under one name."""
    words, doc = scene.pack.words, scene.doc
    if doc.folded(index + 1) in words["link_noun"]:
        return False
    linked = scene.pack.phrases["genitive"].match_at(doc.words, index + 1, clause.last)
    beside = {doc.folded(index - 1), doc.folded(linked.last if linked else index + 1)}
    return not beside.isdisjoint(words["meeting_series"])


def _has_kind(scene: Scene, clause: Clause, index: int, kinds: str) -> bool:
    """`annual meeting`, `G20 meeting`, `réunion ministérielle`; a `bilateral meeting` is none."""
    words = scene.pack.words
    if scene.doc.folded(index + 1) in words[kinds]:
        return True
    for at in range(index - 1, max(clause.first - 1, index - _BEFORE), -1):
        word = scene.doc.folded(at)
        cue = scene.doc.cues.get(at)
        verb = cue is not None and cue.value.family in ("talks", "attend") and cue.value.frame is not Frame.NOUN
        if verb or any(word in words[slot] for slot in ("determiners", "prepositions", "few_sided", "finite")):
            return False
        if word in words[kinds] or (at > clause.first and _is_title(scene, clause, at)):
            return True
    return False


def _is_title(scene: Scene, clause: Clause, at: int) -> bool:
    """A word in capitals that belongs to no person and no place."""
    token = scene.doc.tokens[at]
    if not token.is_capitalised or any(m.first <= at < m.last and _is_person(scene, m) for m in clause.mentions):
        return False
    known = next(
        (scene.doc.entities[i] for i in range(at, max(at - 3, clause.first) - 1, -1) if i in scene.doc.entities), None
    )
    return known is None or at >= known.last or known.value.category in ("organisation", "organ")


def _is_person(scene: Scene, mention: Mention) -> bool:
    """Whether capitals are somebody's: those of `the Deep Sea` and of a `Sea Group` are not."""
    words = scene.pack.words
    if mention.named or mention.kind != "person":
        return mention.kind in PERSONS
    body = scene.doc.says(words["bodies"], mention.first, mention.last)
    article = {scene.doc.folded(mention.first), scene.doc.folded(mention.first - 1)} & words["determiners"]
    return not body and not article


def _is_of_many(scene: Scene, clause: Clause, index: int) -> bool:
    """`meeting of foreign ministers`, `meeting of the Sea Group`, `réunion du comité`."""
    words = scene.pack.words
    link = scene.pack.phrases["genitive"].match_at(scene.doc.words, index + 1, clause.last)
    if link is None:
        return False
    at = link.last + (scene.doc.folded(link.last) in words["determiners"])
    if at >= clause.last or any(m.first <= at < m.last and m.kind == "person" and m.named for m in clause.mentions):
        return False  # `meeting of Sea Council President X with`
    office = scene.pack.offices.match_at(scene.doc.words, at)
    plural = office is not None and office.value.startswith("plural:")
    return plural or _is_title(scene, clause, at) or _is_body(scene, clause, at)


def _is_body(scene: Scene, clause: Clause, at: int) -> bool:
    """`committee`, `U.S.-Japan Policy Committee`: a word for a body, or a run of capitals that has one."""
    last = at
    while last < min(clause.last, at + _LONGEST) and scene.doc.tokens[last].is_capitalised:
        last += 1
    return scene.doc.says(scene.pack.words["bodies"], at, max(last, at + 1))
