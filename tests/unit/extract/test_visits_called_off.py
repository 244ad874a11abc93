"""Visits that are told by what becomes of them: each case is one construction, in both languages."""

from datetime import date

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)  # a Thursday
BORG, KLEE = ["Ann Borg"], ["Otto Klee"]

CASES = [
    # who was to travel will not
    ("en", "Minister Ann Borg will not travel to Riga on 25 January.", "cancelled", "2021-01-25", "Riga", BORG),
    ("fr", "La ministre Ann Borg ne se rendra pas à Riga le 25 janvier.", "cancelled", "2021-01-25", "Riga", BORG),
    ("fr", "La ministre Ann Borg ne visitera finalement pas Riga lundi.", "cancelled", "2021-01-25", "Riga", BORG),
    # the visit that someone was to make, before or after its verb
    (
        "en",
        "The visit that President Otto Klee was to make to Riga on Monday has been postponed.",
        "cancelled",
        "2021-01-25",
        "Riga",
        KLEE,
    ),
    (
        "fr",
        "La visite que M. Otto Klee, président du Bénin, devait effectuer à Riga le 25 janvier est reportée.",
        "cancelled",
        "2021-01-25",
        "Riga",
        KLEE,
    ),
    (
        "fr",
        "La visite que devait effectuer à Riga, lundi, le président Otto Klee est annulée.",
        "cancelled",
        "2021-01-25",
        "Riga",
        KLEE,
    ),
    # the visit is the subject, its traveller the one that the release is about
    (
        "en",
        "Minister Ann Borg is ill. Her visit to Riga will now take place on 25 January.",
        "planned",
        "2021-01-25",
        "Riga",
        BORG,
    ),
    (
        "fr",
        "La ministre Ann Borg est souffrante. La visite à Riga aura plutôt lieu le 25 janvier.",
        "planned",
        "2021-01-25",
        "Riga",
        BORG,
    ),
]


@pytest.mark.parametrize(("language", "body", "status", "day", "place", "names"), CASES)
def test_a_visit_is_told_by_what_becomes_of_it(  # noqa: PLR0917 - the fields of a visit
    language: str, body: str, status: str, day: str, place: str, names: list[str]
) -> None:
    (visit,) = extract(a_release(title="News", body=body, language=language, published_at=ANCHOR)).events
    found = (visit.kind, visit.status, str(visit.start), visit.place, [p.name for p in visit.participants])
    assert found == ("visit", status, day, place, names)


def test_what_will_not_be_talked_of_calls_nothing_off() -> None:
    body = "Minister Ann Borg met President Otto Klee on Monday. She will not comment on it."
    (meeting,) = extract(a_release(title="News", body=body, language="en", published_at=ANCHOR)).events
    assert meeting.status == "held"
