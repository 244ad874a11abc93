"""Where and when a release begins, by its title and its dateline."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from services.enrich.extract.dates import DateMention, HeaderDate, HeaderKind, Tense, find_dates, resolve
from services.enrich.extract.document import Document
from services.enrich.extract.gazetteer import Entity
from services.enrich.extract.scene import Scene
from services.enrich.text.lexicon import Match

_OPENING = 4
"""A dateline names its city within so many tokens."""
_TOP = 400
"""A dateline stands within so many characters; a later one is a signature's."""
_LINES = 8
"""Among so many sentences a city that opens a line may be the release's."""
_WORDS = 3
"""A city that no list has is of so many words at most."""
_BESIDE = 6
"""`à Riga, le 15 septembre`: so many characters at most stand between the city and the day of a speech."""
_PLACES = ("city", "seat")
_LIGHT = "visit-light"
"""`clôt à Riga une tournée`: the city is not where the journey goes, but where it ends."""


def open_at(scene: Scene, title: Document, headers: Iterable[HeaderDate]) -> None:
    """Set the scene: the visit that the title announces, the city and day of a speech, else the city of a dateline."""
    visits = [cue.last for cue in title.cues.values() if cue.value.family == "visit" and cue.value.rule != _LIGHT]
    cities = [match for match in title.entities.values() if match.value.category in _PLACES]
    lands = (match.value.id for match in title.entities.values() if match.value.category in ("state", *_PLACES))
    scene.headed_visit = bool(visits)
    scene.headed_lands = frozenset(land for land in lands if land)
    if (spoken := _spoken_at(title, cities)) is not None:
        city, mention = spoken
        _begin(scene, city)
        day = resolve(mention, anchor=scene.anchor, tense=Tense.PAST)
        if scene.day is None and day is not None and day.tells_the_day and day.start == day.end:
            scene.turn_to(day.end, fresh=False)
    elif cities := [city for city in cities if not _is_subject(scene, title, city)] or _dateline(scene.doc, headers):
        _begin(scene, cities[0])
    elif (name := next((n for header in headers if (n := _unknown(scene, header))), None)) is not None:
        scene.move_to(name)
    if cities and cities[0] in title.entities.values():
        scene.headed_city = cities[0].value.place if cities[0].value.category == "city" else None
        scene.headed_to = any(0 <= cities[0].first - last <= 1 for last in visits)


def _is_subject(scene: Scene, title: Document, city: Match[Entity]) -> bool:
    """`Déclaration sur l'explosion à Beyrouth`: what is spoken of, and not where."""
    return title.has(scene.pack.phrases["title_subject"], 0, city.first)


def _begin(scene: Scene, city: Match[Entity]) -> None:
    scene.move_to(city.value.place)
    scene.city = city.value.place


def _dateline(doc: Document, headers: Iterable[HeaderDate]) -> list[Match[Entity]]:
    """The city at the head of the text, or before the day of a line of its own."""
    opening = [range(s.first, min(s.last, s.first + _OPENING)) for s in doc.sentences[:1]]
    named = [s.first for s in doc.sentences[:_LINES] if s.opens_line and _is_parted(doc, s.first)]
    heads = (*opening, *_heads(doc, headers), *(range(first, first + 1) for first in named))
    found = [doc.entities[i] for part in heads for i in part if i in doc.entities]
    return [match for match in found if match.value.category in _PLACES][:1]


def _is_parted(doc: Document, first: int) -> bool:
    """`Windhoek: The Prime Minister …`, `ALGER – Le Secrétaire général …`: a city and a sign at the head of a line."""
    match = doc.entities.get(first)
    return match is not None and doc.folded(match.last) in {":", "–", "—", "-"}


def _heads(doc: Document, headers: Iterable[HeaderDate]) -> Iterator[range]:
    """The tokens before the day of each dateline."""
    starts = [token.start for token in doc.tokens]
    for header in headers:
        if header.kind is HeaderKind.DATELINE and header.start < _TOP:
            line = doc.text.rfind("\n", 0, header.start) + 1
            yield range(bisect_left(starts, line), bisect_left(starts, header.start))


def _unknown(scene: Scene, header: HeaderDate) -> str | None:
    """A name before the day of a dateline that no list has: `Baabda, jeudi 5 septembre 2019`."""
    doc, words = scene.doc, scene.pack.words
    for head in _heads(doc, [header]):
        end = next((i for i in head if doc.folded(i) == ","), head.start)
        inside = range(head.start, end)
        proper = all(doc.tokens[i].is_capitalised and doc.folded(i) not in words["things"] for i in inside)
        free = not any(i in doc.entities or i in doc.cues or scene.pack.offices.match_at(doc.words, i) for i in inside)
        if 0 < len(inside) <= _WORDS and proper and free and not doc.has(scene.pack.phrases["seats"], head.start, end):
            return doc.span(head.start, end)
    return None


def _spoken_at(title: Document, cities: list[Match[Entity]]) -> tuple[Match[Entity], DateMention] | None:
    """`Discours de M. X sur la paix à Oslo, à Riga le 15 septembre 2020`: the city beside the day."""
    days = find_dates(title.text, language=title.language) if cities else []
    beside = (
        (city, day) for city in cities for day in days if 0 <= day.start - title.tokens[city.last - 1].end <= _BESIDE
    )
    return next(beside, None)
