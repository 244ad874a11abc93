"""Gatherings that a line announces without a verb: `Sea Council, Riga, 13 October`, `13 October, Riga: Sea Summit`."""

from collections.abc import Iterator

from services.enrich.extract.assemblies import is_sitting_body
from services.enrich.extract.attendance import numbers
from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.dates import Tense
from services.enrich.extract.gatherings import VAGUE, draft_gathering
from services.enrich.extract.gazetteer import Entity
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.occasions import occasions_in
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.standing import is_cancelled
from services.enrich.extract.when import sentence_dates
from services.enrich.text.lexicon import Match

_LONGEST = 30
_FEWEST = 2
"""The tokens of a name: `Council` alone names none."""
_JOINTS = frozenset(",:;–—-()|•*")
_PLACES = ("city", "seat", "state")
_CUE = Cue("gathering", "notice", Frame.NOUN, "gathering", "present")


def draft_notice(scene: Scene, clause: Clause) -> list[Draft]:
    """The gathering that a line of its own names, with its day or as called off; a body sits with itself."""
    if (told := _told_on_this_line(scene, clause)) is not None:
        told.join(numbers(scene, [m for m in clause.mentions if m.kind in PERSONS]), "notice")
    if not _is_notice(scene, clause):
        return []
    named = next((named for part in _parts(scene, clause) if (named := _gathering(scene, clause, *part))), None)
    if named is None:
        return []
    first, last = named
    present = numbers(scene, [m for m in clause.mentions if m.kind in PERSONS and not first <= m.first < last])
    members = present or _body(scene, first, last)
    drafts = draft_gathering(scene, clause, Match(first, last, _CUE), None, members, Tense.FUTURE)
    for draft in drafts:
        draft.occasion = scene.doc.span(first, last)
        draft.place = _city(scene, clause, named) or draft.place
    return drafts


def _city(scene: Scene, clause: Clause, name: tuple[int, int]) -> str | None:
    """The city that stands for itself between the marks of a line."""
    small = scene.pack.words["determiners|genitive"]
    free = (i for i in range(clause.first, clause.last) if scene.doc.folded(i - 1) not in small)
    outside = (i for i in free if not name[0] <= i < name[1])
    named = [scene.doc.entities[i] for i in outside if i in scene.doc.entities]
    places = sorted((match for match in named if match.value.category in _PLACES), key=_is_state)
    return next((match.value.place or scene.doc.span(match.first, match.last) for match in places), None)


def _is_state(match: Match[Entity]) -> bool:
    return match.value.category == "state"


def _told_on_this_line(scene: Scene, clause: Clause) -> Draft | None:
    """The notice before `Town Hall, Main Room. Mr X (Trade)` on the same line."""
    told = scene.last
    if told is None or told.rules["participants"] != _CUE.rule or clause.sentence.opens_line:
        return None
    between = scene.doc.text[told.sentence.end : clause.sentence.start]
    verbs = scene.doc.says(scene.pack.words["finite"], clause.first, clause.last)
    cues = scene.doc.cues_in(clause.first, clause.last)
    return None if "\n" in between or verbs or cues else told


def _is_notice(scene: Scene, clause: Clause) -> bool:
    """A short line without a verb and a full stop, and with a day."""
    line = clause.sentence
    if not line.opens_line or line.last - line.first > _LONGEST or clause.first in scene.doc.quoted:
        return False
    if scene.doc.tokens[line.last - 1].text == "." and scene.doc.tokens[line.first].is_word:
        return False
    words = scene.pack.words
    if any(cue.value.family != "gathering" for cue in scene.doc.cues_in(line.first, line.last)):
        return False
    if any(scene.doc.says(words[slot], line.first, line.last) for slot in ("finite", "relatives")):
        return False
    return any(day.form not in VAGUE for day in sentence_dates(scene, line)) or is_cancelled(scene, clause)


def _parts(scene: Scene, clause: Clause) -> Iterator[tuple[int, int]]:
    """The stretches between the commas, dashes and brackets of a line; a hyphen within a word parts nothing."""
    first = clause.first
    for index in range(clause.first, clause.last + 1):
        if index == clause.last or (scene.doc.tokens[index].text in _JOINTS and not _is_hyphen(scene, index)):
            if index - first >= _FEWEST:
                yield first, index
            first = index + 1


def _is_hyphen(scene: Scene, index: int) -> bool:
    token, text = scene.doc.tokens[index], scene.doc.text
    return token.text == "-" and not text[token.start - 1 : token.start].isspace()


def _gathering(scene: Scene, clause: Clause, first: int, last: int) -> tuple[int, int] | None:
    """The name in a part of a line: of a gathering at its head, or of a body that sits, written as a name."""
    for occasion in occasions_in(scene, clause):
        if first <= occasion.first <= first + 1 and occasion.noun.first < last:
            return occasion.first, _end(scene, clause, occasion.noun.last, last)
    return (first, last) if any(is_sitting_body(scene, index) for index in range(first, last)) else None


def _end(scene: Scene, clause: Clause, noun: int, last: int) -> int:
    """Where a name ends: before `with X`, else where its part of the line does."""
    small = scene.pack.words["determiners|prepositions"] | {"."}
    at = next((m.first for m in clause.mentions if _is_someone(m) and noun <= m.first < last), last)
    while at > noun and scene.doc.folded(at - 1) in small:
        at -= 1
    return at


def _is_someone(mention: Mention) -> bool:
    return mention.kind in PERSONS and (mention.named or mention.kind != "person")


def _body(scene: Scene, first: int, last: int) -> tuple[int, ...]:
    """The body whose session it is; a `Conference on …` is what it is."""
    heads = [scene.doc.folded(index) for index in range(first, last) if is_sitting_body(scene, index)]
    sits = bool(heads) and heads[0] not in scene.pack.words["taken_up"]
    return (scene.cast.seated(scene.doc.span(first, last), kind="organisation"),) if sits else ()
