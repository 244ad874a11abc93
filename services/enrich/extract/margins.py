"""The occasion of talks: the gathering on whose margins they are held: here, in a lead-in or in the title."""

from collections.abc import Sequence
from dataclasses import replace

from services.enrich.extract.document import Document
from services.enrich.extract.namesakes import fold_name
from services.enrich.extract.occasions import occasion_name
from services.enrich.extract.scene import Clause, Draft, Scene

_REACH = 10
"""How many tokens after `on the margins of` the noun of the gathering may stand."""
_LONGEST = 8
"""How many tokens a name without such a noun may have (`the G7 in Hiroshima` has one)."""


def head_margins(scene: Scene, title: Document) -> None:
    """`Readouts of meetings on the margins of X` as title: all talks of the release are. X is known from then on."""
    told = title.has(scene.pack.phrases["margins"], 0, len(title.words))
    if not told and not any(cue.value.family == "gathering" for cue in title.cues.values()):
        return
    titled = replace(scene, doc=title, dates=(), mentions=())
    for sentence in title.sentences:
        clause = Clause(sentence, sentence.first, sentence.last, ())
        scene.margins = scene.margins or _named(titled, clause)
        scene.margins_place = scene.place
        nouns = title.cues_in(clause.first, clause.last)
        names = (occasion_name(titled, clause, noun) for noun in nouns if noun.value.family == "gathering")
        scene.headed_gatherings = (*scene.headed_gatherings, *(name for name in names if name))


def set_beside(scene: Scene, clause: Clause, found: Sequence[Draft]) -> None:
    """Give the sentence's talks the gathering beside which they are; a lead-in without partners gives it to the next.

    A lead-in (`On the margins of the summit she met a number of leaders.`) holds as long as the place does.
    """
    own = _named(scene, clause)
    talks = [draft for draft in found if draft.kind in ("meeting", "call")]
    if own is not None and not any(len(draft.members) > 1 for draft in talks):
        scene.margins, scene.margins_place = own, scene.place
    for draft in talks:
        held = scene.margins if draft.place in (scene.margins_place, None) else None
        draft.occasion = draft.occasion or own or (held if draft.kind == "meeting" else None)


def _named(scene: Scene, clause: Clause) -> str | None:
    """The gathering after a phrase for margins, by its full name where the release has told it."""
    match = next(scene.doc.find(scene.pack.phrases["margins"], clause.first, clause.last), None)
    at = match.last if match else clause.last
    while at < clause.last and scene.doc.folded(at) in scene.pack.words["determiners"]:
        at += 1
    return _in_full(scene, _name_at(scene, clause, at)) if at < clause.last else None


def _name_at(scene: Scene, clause: Clause, at: int) -> str | None:
    noun = next(iter(scene.doc.cues_in(at, min(clause.last, at + _REACH))), None)
    if noun is not None and noun.value.family == "gathering" and _leads_to(scene, at, noun.first):
        return occasion_name(scene, clause, noun)
    last = at
    while last < min(clause.last, at + _LONGEST) and scene.doc.tokens[last].is_capitalised:
        last += 1
    return scene.doc.span(at, last) or scene.doc.folded(at)


def _leads_to(scene: Scene, first: int, last: int) -> bool:
    """Whether only words of a name stand before its noun."""
    words = scene.pack.words
    stops = words["relatives|occasion_stops"] | {",", ";", ":"}
    return not scene.doc.says(stops, first, last)


def _in_full(scene: Scene, name: str | None) -> str | None:
    """`the summit`, `la cérémonie`: the last gathering told whose name has the word, if any."""
    if name is None:
        return None
    words = set(fold_name(name))
    told = next((full for full in _told(scene) if words <= set(fold_name(full))), None)
    return told or (name if any(letter.isupper() for letter in name) or len(words) > 1 else None)


def _told(scene: Scene) -> list[str]:
    """The names of the gatherings told so far, the last one first, then those of the title."""
    return [*(draft.occasion for draft in reversed(scene.gatherings) if draft.occasion), *scene.headed_gatherings]
