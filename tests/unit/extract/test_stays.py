"""Stays told by light verbs, by where one is, and by a sentence around them: each case is one construction."""

from datetime import date

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)  # a Thursday

Visit = tuple[str, str | None, str | None, str]


def _visits(language: str, body: str) -> list[Visit]:
    release = a_release(title="News", body=body, language=language, source="x.example", published_at=ANCHOR)
    drawn = [event for event in extract(release).events if event.kind == "visit"]
    return [(e.status.value, _written(e.start), _written(e.end), e.place or "") for e in drawn]


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


LIGHT = [
    (
        "en",
        "Minister Ann Borg kicked off a four-nation tour in Riga today.",
        ("held", "2021-01-21", "2021-01-21", "Riga"),
    ),
    ("en", "Minister Ann Borg makes a stop in Riga on Sunday.", ("planned", "2021-01-24", "2021-01-24", "Riga")),
    (
        "en",
        "Minister Ann Borg paid, on Monday, a brief visit to Latvia.",
        ("held", "2021-01-18", "2021-01-18", "Latvia"),
    ),
    (
        "en",
        "Minister Ann Borg wrapped up a two-day stay in Riga on Tuesday.",
        ("held", "2021-01-18", "2021-01-19", "Riga"),
    ),
    (
        "fr",
        "La ministre Ann Borg conclut aujourd'hui une mission de trois jours en Lettonie.",
        ("held", "2021-01-19", "2021-01-21", "Lettonie"),
    ),
    (
        "fr",
        "La ministre Ann Borg a effectué, les 18 et 19 janvier, un séjour à Riga.",
        ("held", "2021-01-18", "2021-01-19", "Riga"),
    ),
    (
        "fr",
        "La ministre Ann Borg a entamé ce mardi une visite de travail à Riga.",
        ("held", "2021-01-19", "2021-01-19", "Riga"),
    ),
    (
        "fr",
        "La ministre Ann Borg entame mardi une visite de travail à Riga.",
        ("planned", "2021-01-26", "2021-01-26", "Riga"),
    ),
    (
        "fr",
        "La ministre Ann Borg effectue, aujourd'hui et demain, une visite à Riga.",
        ("held", "2021-01-21", "2021-01-22", "Riga"),
    ),
    ("fr", "La ministre Ann Borg poursuivra mardi sa mission à Riga.", ("planned", "2021-01-26", "2021-01-26", "Riga")),
]


@pytest.mark.parametrize(("language", "body", "told"), LIGHT)
def test_a_light_verb_and_its_noun_tell_a_visit(language: str, body: str, told: Visit) -> None:
    assert _visits(language, body) == [told]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Minister Ann Borg made progress with the Riga mission."),
        ("en", "Minister Ann Borg opened the mission of Latvia to the organisation."),
        ("fr", "La ministre Ann Borg a fait le point avec la mission de Riga."),
    ],
)
def test_a_light_verb_with_another_object_tells_none(language: str, body: str) -> None:
    assert _visits(language, body) == []
