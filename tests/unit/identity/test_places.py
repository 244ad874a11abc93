"""Places over languages, and buildings that stand for their city."""

import pytest

from services.enrich.identity.model import Language
from services.enrich.identity.places import city_of, place_entries, place_id
from services.enrich.identity.store import LANGUAGES, countries, country_ids


@pytest.mark.parametrize(
    ("french", "english", "identifier"),
    [
        ("Bruxelles", "Brussels", "city:brussels"),
        ("Pékin", "Beijing", "city:beijing"),
        ("Kiev", "Kyiv", "city:kyiv"),
        ("Le Caire", "Cairo", "city:cairo"),
        ("La Haye", "The Hague", "city:the-hague"),
        ("Washington, D.C.", "Washington", "city:washington"),
        ("Charm el-Cheikh", "Sharm El-Sheikh", "city:sharm-el-sheikh"),
        ("Oulan-Bator", "Ulaanbaatar", "city:ulaanbaatar"),
        ("Géorgie", "Georgia", "country:GE"),
    ],
)
def test_a_place_has_one_id_over_languages(french: str, english: str, identifier: str) -> None:
    assert (place_id(french), place_id(english)) == (identifier, identifier)


@pytest.mark.parametrize(
    ("building", "language", "city"),
    [
        ("siège de l'OTAN", "fr", "Bruxelles"),
        ("NATO Headquarters", "en", "Brussels"),
        ("Kremlin", "fr", "Moscou"),
        ("Élysée", "fr", "Paris"),
        ("White House", "en", "Washington"),
        ("Great Hall of the People", "en", "Beijing"),
    ],
)
def test_a_building_stands_for_its_city(building: str, language: Language, city: str) -> None:
    assert city_of(building, language) == city


def test_a_city_is_no_building_and_an_unknown_place_has_no_id() -> None:
    assert city_of("Paris", "fr") is None
    assert place_id("Ruritania") is None


def test_every_place_lies_in_a_known_country() -> None:
    for language in LANGUAGES:
        assert {place.country for _, place in place_entries(language)} <= country_ids()


def test_every_capital_is_a_city_of_its_country() -> None:
    for country in countries():
        if "capital" in country:
            places = [place for written, place in place_entries("en") if written == country["capital"]["en"]]
            assert country["id"] in {place.country for place in places}


def test_no_city_id_is_given_twice() -> None:
    owners: dict[str, str] = {}
    for _, place in place_entries("en"):
        assert owners.setdefault(place.id, place.country) == place.country
