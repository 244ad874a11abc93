"""Who takes part: each case is one construction, named by its comment, in sentences that no release has."""

from datetime import date

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

Who = tuple[str, str | None, str | None]
"""Name, role and affiliation of one participant."""


def who(language: str, body: str, *, source: str, title: str = "", day: date = date(2021, 1, 21)) -> list[set[Who]]:
    """The participants of each event."""
    release = a_release(title=title, body=body, language=language, source=source, published_at=day)
    return [{(p.name, p.role, p.affiliation) for p in event.participants} for event in extract(release).events]


BARE_OFFICES = [
    # the one known to have held the office on the day, by surname or by full name
    (
        "en",
        "state.gov",
        "Secretary Blinken spoke by telephone with Chancellor Merkel and President Moon on Monday.",
        [
            ("Blinken", "Secretary", "country:US"),
            ("Merkel", "Chancellor", "country:DE"),
            ("Moon", "President", "country:KR"),
        ],
    ),
    (
        "fr",
        "nato.int",
        "Le secrétaire général a rencontré lundi le président Macron.",
        [("secrétaire général", "secrétaire général", "org:nato"), ("Macron", "président", "country:FR")],
    ),
    # nobody known: a minister speaks for the source's state
    (
        "en",
        "canada.ca",
        "Minister of Fisheries Ida Ott met in Halifax on Monday with Swedish Trade Minister Otto Klee.",
        [("Ida Ott", "Minister of Fisheries", "country:CA"), ("Otto Klee", "Trade Minister", "country:SE")],
    ),
    # ... a commissioner for an organisation, and no prime minister does
    (
        "en",
        "au.int",
        "Commissioner for Trade Ida Ott met on Monday with Prime Minister Otto Klee.",
        [("Ida Ott", "Commissioner for Trade", "org:au"), ("Otto Klee", "Prime Minister", None)],
    ),
]


@pytest.mark.parametrize(("language", "source", "body", "expected"), BARE_OFFICES)
def test_a_bare_office_belongs_to_whom_its_holder_is_known_to_serve_or_to_the_source(
    language: str, source: str, body: str, expected: list[Who]
) -> None:
    assert who(language, body, source=source) == [set(expected)]


ORGANS = [
    # an organ is part of the office, and whose organ it is is not
    (
        "fr",
        "La présidente de la Commission de l'Union africaine, Mme Ida Ott, a rencontré le roi Otto Klee lundi.",
        "présidente de la Commission",
        "org:au",
    ),
    (
        "en",
        "President of the ECOWAS Commission Ida Ott met King Otto Klee on Monday.",
        "President of the Commission",
        "org:ecowas",
    ),
    ("en", "ECOWAS Commission President Ida Ott met King Otto Klee on Monday.", "Commission President", "org:ecowas"),
    ("en", "European Council President Ida Ott met King Otto Klee on Monday.", "European Council President", "org:eu"),
    (
        "en",
        "Ida Ott, President of the UN Security Council, met King Otto Klee on Monday.",
        "President of the Security Council",
        "org:un",
    ),
]


@pytest.mark.parametrize(("language", "body", "role", "affiliation"), ORGANS)
def test_an_organ_is_part_of_its_office_without_its_owner(
    language: str, body: str, role: str, affiliation: str
) -> None:
    assert ("Ida Ott", role, affiliation) in who(language, body, source="example.org")[0]
