"""Diaries: a day, a city, and under them `15.00 Meeting with X`; what has an hour is an event of the diary's owner."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from services.enrich.extract.attendance import numbers
from services.enrich.extract.dates import Tense, find_dates
from services.enrich.extract.document import Document
from services.enrich.extract.gatherings import draft_gathering
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.objects import chain
from services.enrich.extract.occasions import occasions_in
from services.enrich.extract.scene import Clause, DateRange, Draft, Scene
from services.enrich.extract.standing import tense_of
from services.enrich.extract.when import day_of_mention, sentence_dates

_CLOCK = r"\d{1,2}(?:\s?h(?:\s?\d{2})?\b|[:.]\d{2}\b|(?=\s?[ap]\.?m\b))(?:\s?[ap]\.?m\b\.?)?"
_HOUR = re.compile(rf"(?:[•*–—-]\s*)?(?:[àa]t?\s)?{_CLOCK}(?:\s?[–—-]\s?{_CLOCK})?", re.IGNORECASE)
"""`10.00`, `9:15 a.m.`, `13 h 30`, `3 p.m. – 4 p.m.` at the head of a line."""
_FEWEST = 2
"""So many lines with an hour make a diary."""
_HEADING = 8
_UNKNOWN = 3


def open_diary(scene: Scene, headline: Document, named: Sequence[Mention]) -> None:
    """See whether the release is a diary; then the person of its headline owns it, and the day there is its first."""
    entries = _entries(scene.doc)
    if len(entries) < _FEWEST:
        return
    scene.diary = entries
    owners = numbers(scene, [mention for mention in named if mention.kind in PERSONS and not mention.plural])
    if owners:
        scene.cast.protagonist = owners[0]
    days = find_dates(headline.text, language=headline.language)
    if len(days) == 1:
        _begin_day(scene, day_of_mention(scene, days[0], Tense.FUTURE))


def _entries(doc: Document) -> Mapping[int, int]:
    """By the first token of a sentence with an hour, or after one: the first token of what is told."""
    found: dict[int, int] = {}
    pending = False
    for sentence in doc.sentences:
        hour = _HOUR.match(doc.text, sentence.start, sentence.end) if sentence.opens_line else None
        if hour is not None:
            told = (
                i
                for i in range(sentence.first, sentence.last)
                if doc.tokens[i].start >= hour.end() and doc.tokens[i].is_word
            )
            first = next(told, None)
            pending = first is None
            if first is not None:
                found[sentence.first] = first
        elif pending:
            found[sentence.first], pending = sentence.first, False
    return found


def read_heading(scene: Scene, clause: Clause) -> bool:
    """Whether a line of a diary is the heading of a day or a place, which those under it have."""
    if not scene.diary or not clause.sentence.opens_line or clause.first in scene.diary:
        return False
    dates = sentence_dates(scene, clause.sentence)
    if dates and dates[0].start == clause.sentence.start and dates[-1].end >= clause.sentence.end - 1:
        _begin_day(scene, day_of_mention(scene, dates[0], Tense.FUTURE) if len(dates) == 1 else None)
        return True
    length = clause.last - clause.first
    place = scene.doc.entities.get(clause.first)
    if place is not None and place.value.place and length <= _HEADING and clause.first not in scene.doc.cues:
        scene.move_to(place.value.place)
        return True
    if clause.last in scene.diary and _is_proper(scene, clause):
        scene.move_to(scene.doc.span(clause.first, clause.last) if _is_one_word(scene, clause) else None)
        return True
    return False


def _begin_day(scene: Scene, day: DateRange | None) -> None:
    first = day[0] if day and day[0] == day[1] else None
    scene.turn_to(first, fresh=True)
    scene.stay = (first, first)


def _is_proper(scene: Scene, clause: Clause) -> bool:
    """A short line in capitals above an hour: a place that is not known, or a region."""
    tokens = scene.doc.tokens[clause.first : clause.last]
    return len(tokens) <= _UNKNOWN and all(token.is_capitalised or token.joined for token in tokens)


def _is_one_word(scene: Scene, clause: Clause) -> bool:
    return " " not in scene.doc.span(clause.first, clause.last)


def entry_of(scene: Scene, clause: Clause) -> Clause | None:
    """What an entry tells, without its hour; None where a sentence is no entry."""
    first = scene.diary.get(clause.first)
    if first is None:
        return None
    return replace(clause, first=first, mentions=[m for m in clause.mentions if m.first >= first])


def draft_entry(scene: Scene, entry: Clause) -> list[Draft]:
    """The gathering or the talks of an entry that no verb tells: `10.00 Sea summit`, `16.30 Mme X, Ministre de Y`."""
    owner = scene.cast.protagonist
    if owner is None:
        return []
    persons = [m for m in entry.mentions if m.kind in PERSONS and _is_sure(scene, m)]
    occasion = next(occasions_in(scene, entry), None)
    if occasion is not None:
        owned = any(scene.doc.folded(m.first - 1) in scene.pack.words["genitive"] for m in persons[:1])
        members = (*(() if owned else (owner,)), *numbers(scene, persons))
        tense = tense_of(scene, entry, occasion.noun)
        return draft_gathering(scene, entry, occasion.noun, occasion, members, tense) if members else []
    led = persons and (persons[0].first == entry.first or _with(scene, persons[0]))
    others = numbers(scene, chain(scene, persons)) if led else ()
    return [_talks(scene, entry, owner, others)] if set(others) - {owner} else []


def date_entry(scene: Scene, drafts: Iterable[Draft]) -> None:
    """What an entry tells is on the day and at the place above it, and is nothing that another entry tells."""
    for draft in drafts:
        draft.entry = True
        if draft.days[0] is None and scene.day is not None:
            draft.days, draft.rules["start"] = (scene.day, scene.day), "diary-day"
        if draft.kind != "call":
            draft.place = draft.place or scene.place


def _is_sure(scene: Scene, mention: Mention) -> bool:
    """`Lunch` at the head of an entry is written as a name is."""
    members = scene.cast.resolve(mention)
    return bool(members) and all(scene.cast.members[number].sure for number in members)


def _with(scene: Scene, mention: Mention) -> bool:
    return scene.doc.folded(mention.first - 1) in scene.pack.words["link_with"]


def _talks(scene: Scene, clause: Clause, owner: int, others: Sequence[int]) -> Draft:
    kind = "call" if scene.doc.has(scene.pack.phrases["remote"], clause.first, clause.last) else "meeting"
    days = (scene.day, scene.day)
    over = scene.day is not None and scene.anchor is not None and scene.day < scene.anchor
    rules = {"kind": "diary", "participants": "diary", "start": "diary-day", "place": "diary-place"}
    place = scene.place if kind == "meeting" else None
    members = tuple(dict.fromkeys((owner, *others)))
    return Draft(kind, "held" if over else "planned", days, place, None, members, clause.sentence, rules)
