"""Headings of days and places: what stands under `Monday, 21 March` is on that day, what follows `Riga:` there."""

from collections.abc import Sequence

from services.enrich.extract.dates import DateMention, Form, Tense, find_dates
from services.enrich.extract.document import Document
from services.enrich.extract.gazetteer import Entity
from services.enrich.extract.mentions import PERSONS
from services.enrich.extract.scene import Clause, DateRange, Scene
from services.enrich.extract.when import day_of_mention, sentence_dates
from services.enrich.text.lexicon import Match
from services.enrich.text.sentences import Sentence

_FEWEST = 2
"""So many lines that are nothing but a day make headings: a single one is the release's date."""
_LONGEST = 14
_PLACE_LINE = 8
_UNKNOWN = 3
_DAYS = (Form.DAY, Form.RANGE, Form.WEEKDAY)
_BULLETS = frozenset("•*·▪◦–—-")
_COLON = ":"


def open_headings(scene: Scene, headline: Document) -> None:
    """Find the lines that head a day; the first and the last of a release carry its own."""
    days = (line for line in scene.doc.sentences[1:-1] if _is_short(line) and _is_day(scene, line))
    found = frozenset(line.first for line in days)
    scene.headings = found if len(found) >= _FEWEST else frozenset()
    spoken = [day_of_mention(scene, day, Tense.FUTURE) for day in find_dates(headline.text, language=headline.language)]
    begins = next((day[0] for day in spoken if day and day[0]), None)
    scene.plans = begins is not None and scene.anchor is not None and begins >= scene.anchor


def _is_short(sentence: Sentence) -> bool:
    return sentence.opens_line and sentence.last - sentence.first <= _LONGEST


def _is_day(scene: Scene, sentence: Sentence) -> bool:
    """Whether a line names a day and nothing else but a place."""
    dates = [mention for mention in sentence_dates(scene, sentence) if mention.form in _DAYS]
    return bool(dates) and all(_is_spare(scene, i, dates) for i in range(sentence.first, sentence.last))


def _is_spare(scene: Scene, index: int, dates: Sequence[DateMention]) -> bool:
    token, words = scene.doc.tokens[index], scene.pack.words
    if not token.is_word or index in scene.doc.entities or any(m.start <= token.start < m.end for m in dates):
        return True
    return token.folded in words["stop_links"] | words["places_in"] | words["date_links"]


def read_heading(scene: Scene, clause: Clause) -> bool:
    """Whether a line heads a day or, in a diary, a place, which those under it have."""
    if clause.first in scene.headings:
        _begin(scene, clause)
        return True
    if scene.heading is not None:
        _end_list(scene, clause)
    return bool(scene.diary) and _is_place(scene, clause)


def _begin(scene: Scene, clause: Clause) -> None:
    tense = Tense.FUTURE if scene.plans or scene.diary else Tense.PAST
    told = [day_of_mention(scene, mention, tense) for mention in sentence_dates(scene, clause.sentence)]
    days = [day for span in told if span for day in span if day]
    begin_day(scene, (min(days), max(days)) if days else None)
    place = next((scene.doc.entities[i] for i in range(clause.first, clause.last) if i in scene.doc.entities), None)
    if place is not None or (scene.plans and not scene.diary):
        scene.headed_place = _name(scene, place) if place else scene.city
        scene.move_to(scene.headed_place)


def begin_day(scene: Scene, days: DateRange | None) -> None:
    """What follows is on these days."""
    first, last = days or (None, None)
    scene.heading, scene.listed_day = days, None
    scene.turn_to(first if first == last else None, fresh=True)
    scene.stay = first, last


def _end_list(scene: Scene, clause: Clause) -> None:
    """Where a heading is followed by bullets, a line without one is no longer under it."""
    if not clause.sentence.opens_line:
        return
    marked = scene.doc.tokens[clause.first].text in _BULLETS
    scene.listed_day = marked if scene.listed_day is None else scene.listed_day
    if scene.listed_day and not marked:
        scene.heading = None
    elif scene.plans and not scene.diary and _has_doer(clause):
        scene.move_to(scene.headed_place)


def _has_doer(clause: Clause) -> bool:
    """Whether a line tells of someone of its own: where the line before took place says nothing about that."""
    return any(m.kind in PERSONS and m.first - clause.first <= _UNKNOWN for m in clause.mentions)


def _is_place(scene: Scene, clause: Clause) -> bool:
    """`Astana`, `Brussels (Belgium)` on a line of a diary."""
    if not clause.sentence.opens_line or clause.first in scene.diary:
        return False
    length = clause.last - clause.first
    place = scene.doc.entities.get(clause.first)
    if place is not None and place.value.place and length <= _PLACE_LINE and clause.first not in scene.doc.cues:
        scene.move_to(place.value.place)
        return True
    if clause.last in scene.diary and _is_proper(scene, clause):
        one_word = " " not in scene.doc.span(clause.first, clause.last)
        scene.move_to(scene.doc.span(clause.first, clause.last) if one_word else None)
        return True
    return False


def _is_proper(scene: Scene, clause: Clause) -> bool:
    """A short line in capitals above an hour: a place that is not known, or a region."""
    tokens = scene.doc.tokens[clause.first : clause.last]
    return len(tokens) <= _UNKNOWN and all(token.is_capitalised or token.joined for token in tokens)


def place_before(scene: Scene, first: int) -> tuple[str, int] | None:
    """The place that a line under a heading begins with, and the token after its colon: `Riga: meets Minister X`."""
    match = scene.doc.entities.get(first)
    if match is None or match.value.category not in ("city", "state") or scene.doc.folded(match.last) != _COLON:
        return None
    return _name(scene, match), match.last + 1


def _name(scene: Scene, match: Match[Entity]) -> str:
    return match.value.place or scene.doc.span(match.first, match.last)
