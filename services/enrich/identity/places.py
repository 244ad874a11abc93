"""Cities, and the buildings that stand for them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NotRequired, TypedDict

from services.enrich.identity.model import Language, Place
from services.enrich.identity.store import LANGUAGES, countries, lineage, organisations, read
from services.enrich.text.tokens import folded_words

_ARTICLE = "Le "


class _City(TypedDict):
    id: str
    country: str
    names: Mapping[Language, str]
    variants: NotRequired[list[str]]


def place_entries(language: Language) -> Iterator[tuple[str, Place]]:
    """Cities by their names in both languages, that of `language` first, then buildings and seats.

    Releases of one language often write the other's name (`Kyiv`, `Beijing`).
    """
    for city in _cities().values():
        yield from _named(city, language)
    for building in read("buildings.json"):
        for written in building["names"][language]:
            yield written, _place(_cities()[building["city"]], written, is_building=True)


@cache
def _cities() -> Mapping[str, _City]:
    return {row["id"]: row for row in read("cities.json")}


def _named(city: _City, language: Language) -> Iterator[tuple[str, Place]]:
    names = city["names"]
    other = next(each for each in LANGUAGES if each != language)
    for written in dict.fromkeys((names[language], names[other], *city.get("variants", ()))):
        place = _place(city, _shortest(written, names.values()))
        yield written, place
        if written.startswith(_ARTICLE):  # `au Caire`
            yield written.removeprefix(_ARTICLE), place


def _shortest(written: str, names: Iterable[str]) -> str:
    """`Washington` for `Washington, D.C.`: a variant that only adds to a city's name stands for that name."""
    return next((name for name in names if written.startswith((f"{name} ", f"{name},"))), written)


def _place(city: _City, written: str, *, is_building: bool = False) -> Place:
    return Place(city["id"], city["country"], city["names"], written, is_building)


@cache
def _places_by_key() -> Mapping[tuple[str, ...], Place]:
    found: dict[tuple[str, ...], Place] = {}
    for language in LANGUAGES:
        for written, place in place_entries(language):
            found.setdefault(folded_words(written), place)
    return found


@cache
def _countries_by_key() -> Mapping[tuple[str, ...], str]:
    names = ((name, country["id"]) for country in countries() for each in LANGUAGES for name in country["names"][each])
    return {folded_words(name): country for name, country in names}


def place_named(name: str) -> Place | None:
    """The city or building of this name, in either language, without its article."""
    return _places_by_key().get(folded_words(name))


def place_id(name: str) -> str | None:
    """`city:…` for a city or building, else `country:XX` or `territory:…`; `None` for a place that is not known."""
    place = place_named(name)
    return place.id if place else _countries_by_key().get(folded_words(name))


def country_of(name: str) -> str | None:
    """The state or territory of a place, or that a place is."""
    place = place_named(name)
    return place.country if place else _countries_by_key().get(folded_words(name))


def capital_of(country: str, language: Language) -> str | None:
    """The capital of a `country:XX` or `territory:…` as `language` writes it, where it has one."""
    capitals = (each.get("capital") for each in countries() if each["id"] == country)
    return next((capital[language] for capital in capitals if capital), None)


def city_of(building: str, language: Language) -> str | None:
    """The city of a building or seat as `language` writes it (siège de l'OTAN → Bruxelles)."""
    place = place_named(building)
    return place.city[language] if place and place.is_building else None


def seat_of(owner: str, language: Language) -> str | None:
    """The city where a state, territory or organisation has its seat; `owner` is its id, or an organisation's name."""
    if owner.startswith(("country:", "territory:")):
        return capital_of(owner, language)
    known = organisations()
    body = owner if owner in known else _bodies_by_key().get(folded_words(owner), "")
    seat = next((known[each].seat for each in lineage(body) if each in known and known[each].seat), None)
    place = place_named(seat) if seat else None
    return place.city[language] if place else None


@cache
def _bodies_by_key() -> Mapping[tuple[str, ...], str]:
    named = ((name, body.id) for body in organisations().values() for each in LANGUAGES for name in body.names[each])
    found: dict[tuple[str, ...], str] = {}
    for name, body in named:
        found.setdefault(folded_words(name), body)
    return found
