"""Diaries: each case is one way in which an office lists what its head will do."""

from datetime import date

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)  # a Thursday

Entry = tuple[str, str | None, str | None, set[str]]

CASES: list[tuple[str, str, str, list[Entry]]] = [
    # a day, a city, hours; talks without a verb, a call, a gathering
    (
        "en",
        "Weekly schedule of President Ann Borg",
        (
            "Monday 25 January\nRiga\n10.00 Phone call with Prime Minister Otto Klee\n"
            "12.30 Lunch with Bob Cole, President of Latvia\nTallinn\n18.00 Sea Forum\n"
        ),
        [
            ("call", "2021-01-25", None, {"Ann Borg", "Otto Klee"}),
            ("meeting", "2021-01-25", "Riga", {"Ann Borg", "Bob Cole"}),
            ("gathering", "2021-01-25", "Tallinn", {"Ann Borg"}),
        ],
    ),
    # names alone; the day before holds until the next
    (
        "fr",
        "Agenda de la présidente Ann Borg",
        (
            "Lundi 25 janvier\nRiga\n13 h 30 : M. Otto Klee, Premier ministre de Lettonie\n"
            "Mardi 26 janvier\n9h00 – Entretien avec Mme Zita Cole, présidente du Bénin\n"
        ),
        [
            ("meeting", "2021-01-25", "Riga", {"Ann Borg", "Otto Klee"}),
            ("meeting", "2021-01-26", "Riga", {"Ann Borg", "Zita Cole"}),
        ],
    ),
    # whole sentences, the day in the title; the same partner twice is met twice
    (
        "en",
        "Itinerary for Minister Ann Borg, Friday, January 22, 2021",
        (
            "Riga\n9:15 a.m. The Minister will meet with President Bob Cole.\nClosed to media\n"
            "3 p.m. The Minister will meet with President Bob Cole and Prime Minister Otto Klee.\n"
        ),
        [
            ("meeting", "2021-01-22", "Riga", {"Ann Borg", "Bob Cole"}),
            ("meeting", "2021-01-22", "Riga", {"Ann Borg", "Bob Cole", "Otto Klee"}),
        ],
    ),
]


@pytest.mark.parametrize(("language", "title", "body", "expected"), CASES)
def test_what_has_an_hour_is_an_event_of_the_owner(language: str, title: str, body: str, expected: list[Entry]) -> None:
    events = extract(a_release(title=title, body=body, language=language, published_at=ANCHOR)).events
    found = [(e.kind, str(e.start), e.place, {p.name for p in e.participants}) for e in events]
    assert found == expected


def test_an_hour_in_a_text_makes_no_diary() -> None:
    body = "Doors open early.\n\n10.30 is when the hall opens. Minister Ann Borg met President Bob Cole in Riga."
    (event,) = extract(a_release(title="Talks", body=body, language="en", published_at=ANCHOR)).events
    assert event.rules["kind"] == "met"
