"""Diaries: a day, a city, and under them `15.00 Meeting with X`; what has an hour is an event of the diary's owner."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from services.enrich.extract.attendance import numbers
from services.enrich.extract.dates import Tense, find_dates
from services.enrich.extract.document import Document
from services.enrich.extract.gatherings import draft_gathering
from services.enrich.extract.headings import begin_day, place_before
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.objects import chain
from services.enrich.extract.occasions import occasions_in
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.standing import tense_of
from services.enrich.extract.when import day_of_mention
from services.enrich.identity import country_of

_CLOCK = r"\d{1,2}(?:\s?h(?:\s?\d{2})?\b|[:.]\d{2}\b|(?=\s?[ap]\.?m\b))(?:\s?[ap]\.?m\b\.?)?"
_HOUR = re.compile(rf"(?:[•*–—-]\s*)?(?:[àa]t?\s)?{_CLOCK}(?:\s?[–—-]\s?{_CLOCK})?(?![.:/]?\d)", re.IGNORECASE)
"""`10.00`, `9:15 a.m.`, `13 h 30`, `3 p.m. – 4 p.m.` at the head of a line."""
_FEWEST = 2
"""So many lines with an hour make a diary."""


def open_diary(scene: Scene, headline: Document, named: Sequence[Mention]) -> None:
    """See whether the release is a diary; then the person of its headline owns it, and the day there is its first."""
    hours = _entries(scene.doc)
    entries = {**hours, **_places(scene)} if scene.headings else hours
    if len(entries) + bool(scene.headings and hours) < _FEWEST:
        return
    scene.diary = entries
    owners = numbers(scene, [mention for mention in named if mention.kind in PERSONS and not mention.plural])
    if owners:
        scene.cast.protagonist = owners[0]
    days = find_dates(headline.text, language=headline.language)
    if len(days) == 1 and not scene.headings:
        begin_day(scene, day_of_mention(scene, days[0], Tense.FUTURE))


def _places(scene: Scene) -> Mapping[int, int]:
    """The lines that begin with a place: `Riga: meets Minister X`."""
    lines = [sentence.first for sentence in scene.doc.sentences if sentence.opens_line]
    return {first: there[1] for first in lines if (there := place_before(scene, first))}


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


def entry_of(scene: Scene, clause: Clause) -> Clause | None:
    """What an entry tells, without its hour or place; None where a sentence is no entry."""
    first = scene.diary.get(clause.first)
    if first is None or first >= clause.last:
        return None
    there = place_before(scene, clause.first) if scene.headings else None
    if there is not None:
        scene.move_to(there[0])
    return replace(clause, first=first, mentions=[m for m in clause.mentions if m.first >= first])


def draft_entry(scene: Scene, entry: Clause) -> list[Draft]:
    """The gathering or the talks of an entry that no verb tells: `10.00 Sea summit`, `16.30 Mme X, Ministre de Y`."""
    owner = scene.cast.protagonist
    if owner is None:
        return []
    if (stay := _stay(scene, entry, owner)) is not None:
        return [stay]
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


def _stay(scene: Scene, entry: Clause, owner: int) -> Draft | None:
    """`Skopje: official visit`."""
    there = place_before(scene, entry.sentence.first)
    if there is None or not scene.doc.has(scene.pack.light.nouns, entry.first, entry.last):
        return None
    days = scene.heading or (None, None)
    rules = {"kind": "diary", "participants": "diary", "start": "heading", "place": "heading"}
    draft = Draft("visit", "planned", days, there[0], None, (owner,), entry.sentence, rules, land=country_of(there[0]))
    scene.tour = [draft]
    return draft


def date_entry(scene: Scene, entry: Clause, drafts: Iterable[Draft]) -> None:
    """What an entry tells is on the day and at the place above it, and is nothing that another entry tells."""
    for draft in drafts:
        draft.entry = True
        if draft.days[0] is None and scene.day is not None:
            draft.days, draft.rules["start"] = (scene.day, scene.day), "diary-day"
        if draft.status == "held" and not _is_over(scene, entry, draft):
            draft.status = "planned"
        if draft.kind != "call":
            draft.place = draft.place or scene.place


def _is_over(scene: Scene, entry: Clause, draft: Draft) -> bool:
    """A diary tells what is to come, unless its day is past or a verb says so."""
    cues = (scene.doc.cues[i].value for i in range(entry.first, entry.last) if i in scene.doc.cues)
    day = draft.days[0]
    return day is None or scene.anchor is None or day < scene.anchor or any(cue.tense == "past" for cue in cues)


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
