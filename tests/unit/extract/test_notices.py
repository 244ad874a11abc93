"""Gatherings that a line announces without a verb, as calendars and forward looks do."""

from datetime import date

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2026, 3, 5)


def told(language: str, body: str) -> list[tuple[object, ...]]:
    release = a_release(title="", body=body, language=language, source="a.example", published_at=ANCHOR)
    return [
        (e.kind.value, e.status.value, e.start, e.end, e.place, e.occasion, {p.name for p in e.participants})
        for e in extract(release).events
    ]


@pytest.mark.parametrize(
    ("language", "line", "days", "place", "name", "who"),
    [
        ("en", "Sea Affairs Council, Luxembourg, 13 March", (13, 13), "Luxembourg", "Sea Affairs Council", True),
        ("en", "- 12 March, Riga: Sea Summit", (12, 12), "Riga", "Sea Summit", False),
        ("en", "Port Committee – Oslo – 19–20 March", (19, 20), "Oslo", "Port Committee", True),
        ("en", "* 16 March (Lima): Conference on Arctic Ports", (16, 16), "Lima", "Conference on Arctic Ports", False),
        ("fr", "Conseil des gens de mer, Riga, 13 mars", (13, 13), "Riga", "Conseil des gens de mer", True),
        ("fr", "12 mars, Oslo : Sommet de la mer", (12, 12), "Oslo", "Sommet de la mer", False),
        ("fr", "• 16 mars, Lima : Séance inaugurale du Forum", (16, 16), "Lima", "Séance inaugurale du Forum", False),
    ],
)  # fmt: skip
def test_a_line_with_a_name_a_city_and_a_day_is_a_gathering(
    language: str, line: str, days: tuple[int, int], place: str, name: str, *, who: bool
) -> None:
    start, end = (date(2026, 3, day) for day in days)
    assert told(language, line) == [("gathering", "planned", start, end, place, name, {name} if who else set())]


@pytest.mark.parametrize(
    ("language", "body", "who"),
    [
        ("en", "Sea Summit, Riga, 13 March\nPresident Ida Ott will chair.", {"Ida Ott"}),
        ("en", "* 13 March: Opening session of the Sea Forum. Town Hall. Minister Ida Ott (Trade)", {"Ida Ott"}),
        ("fr", "Sommet de la mer, Riga, 13 mars\nLa présidente Ida Ott présidera.", {"Ida Ott"}),
        (
            "fr",
            "* 13 mars : Signature de la convention avec le ministre Ben Olsen. Mme Ida Ott",
            {"Ben Olsen", "Ida Ott"},
        ),
    ],
)
def test_who_is_named_in_it_on_its_line_or_as_its_chair_takes_part(language: str, body: str, who: set[str]) -> None:
    ((*_, found),) = told(language, body)
    assert found == who


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "The Council was founded in Riga on 13 March."),
        ("en", "Declaration of the Sea Summit of 13 March 2024 in Riga."),
        ("en", "Trade Committee, third floor"),
        ("fr", "Le Conseil compte douze membres depuis le 13 mars."),
        ("fr", "Comité du commerce, troisième étage"),
    ],
)
def test_a_sentence_or_a_line_without_a_day_announces_none(language: str, body: str) -> None:
    assert told(language, body) == []
