"""Where and when: each line of `settings.tsv` is one construction as some press office would write it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from services.contracts.messages import EventFacts
from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)  # a Thursday


def settings() -> Iterator[tuple[str, str, list[str]]]:
    """Language, body, and the events it tells, each as `kind status month-day place`."""
    for line in Path(__file__).with_name("settings.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, body, told = line.split("\t")
            yield language, body.replace("|", "\n\n"), sorted(told.split("; ")) if told else []


def _day(day: date | None) -> str:
    return f"{day:%m-%d}" if day else "-"


def _written(event: EventFacts) -> str:
    first, last = _day(event.start), _day(event.end)
    days = first if first == last else f"{first}..{last}"
    return f"{event.kind.value} {event.status.value} {days} {event.place or '-'}"


@pytest.mark.parametrize(("language", "body", "told"), [*settings()])
def test_days_and_places_are_read_in_this_wording(language: str, body: str, told: list[str]) -> None:
    release = a_release(title="", body=body, language=language, source="x.example", published_at=ANCHOR)
    assert sorted(map(_written, extract(release).events)) == told
