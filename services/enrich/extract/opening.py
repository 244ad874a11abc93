"""Where and when a release begins, by its title and its dateline."""

from services.enrich.extract.dates import DateMention, Tense, find_dates, resolve
from services.enrich.extract.document import Document
from services.enrich.extract.gazetteer import Entity
from services.enrich.extract.scene import Scene
from services.enrich.text.lexicon import Match

_OPENING = 4
"""A dateline names its city within so many tokens."""
_BESIDE = 6
"""`à Riga, le 15 septembre`: so many characters at most stand between the city and the day of a speech."""
_PLACES = ("city", "seat")


def open_at(scene: Scene, title: Document) -> None:
    """Set the scene: the visit that the title announces, the city and day of a speech, else a city named first."""
    visits = [cue.last for cue in title.cues.values() if cue.value.family == "visit"]
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
    elif cities := [city for city in cities if not _is_subject(scene, title, city)] or _dateline(scene.doc):
        _begin(scene, cities[0])
    if cities and cities[0] in title.entities.values():
        scene.headed_city = cities[0].value.place if cities[0].value.category == "city" else None
        scene.headed_to = any(0 <= cities[0].first - last <= 1 for last in visits)


def _is_subject(scene: Scene, title: Document, city: Match[Entity]) -> bool:
    """`Déclaration sur l'explosion à Beyrouth`: what is spoken of, and not where."""
    return title.has(scene.pack.phrases["title_subject"], 0, city.first)


def _begin(scene: Scene, city: Match[Entity]) -> None:
    scene.move_to(city.value.place)
    scene.city = city.value.place
    scene.country = scene.city_country = city.value.id


def _dateline(doc: Document) -> list[Match[Entity]]:
    first = doc.sentences[:1]
    opening = [i for s in first for i in range(s.first, min(s.last, s.first + _OPENING)) if i in doc.entities]
    return [doc.entities[i] for i in opening if doc.entities[i].value.category in _PLACES][:1]


def _spoken_at(title: Document, cities: list[Match[Entity]]) -> tuple[Match[Entity], DateMention] | None:
    """`Discours de M. X sur la paix à Oslo, à Riga le 15 septembre 2020`: the city beside the day."""
    days = find_dates(title.text, language=title.language) if cities else []
    beside = (
        (city, day) for city in cities for day in days if 0 <= day.start - title.tokens[city.last - 1].end <= _BESIDE
    )
    return next(beside, None)
