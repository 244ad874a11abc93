"""What makes an event less sure."""

from datetime import datetime

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

SURE = {
    "en": "President Ann Borg met Prime Minister Kofi Mensah in Accra on Tuesday.",
    "fr": "La présidente Ann Borg a rencontré mardi à Accra le Premier ministre Kofi Mensah.",
}


def confidence(language: str, body: str) -> float:
    published = datetime.fromisoformat("2024-01-24T12:00:00")
    (event,) = extract(a_release(title="", body=body, language=language, published_at=published)).events
    return event.confidence


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_clear_telling_is_as_sure_as_any(language: str) -> None:
    assert confidence(language, SURE[language]) == 0.95


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "President Ann Borg met Prime Minister Kofi Mensah."),  # no day
        ("en", "President Ann Borg met Kofi Mensah in Accra on Tuesday."),  # neither office nor side
        ("en", "President Ann Borg met Prime Minister Mensah in Accra on Tuesday."),  # one word of a name
        ("en", "President Ann Borg met Prime Minister Kofi Mensah in Accra last week."),  # a week
        ("fr", "La présidente Ann Borg a rencontré le Premier ministre Kofi Mensah."),
        ("fr", "La présidente Ann Borg a rencontré mardi à Accra Kofi Mensah."),
        ("fr", "La présidente Ann Borg a rencontré mardi à Accra le Premier ministre Mensah."),
        ("fr", "La présidente Ann Borg a rencontré la semaine dernière à Accra le Premier ministre Kofi Mensah."),
    ],
)
def test_what_is_not_told_makes_it_less_sure(language: str, body: str) -> None:
    assert confidence(language, body) < confidence(language, SURE[language])
