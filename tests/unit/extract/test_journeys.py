"""Visits in many wordings; each line of `journeys.tsv` is one construction as some press office would write it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)  # a Thursday


def journeys() -> Iterator[tuple[str, str, list[str]]]:
    """Language, sentence, and the visits it tells, each as `status place: name, name`."""
    for line in Path(__file__).with_name("journeys.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, sentence, told = line.split("\t")
            yield language, sentence, told.split("; ") if told else []


@pytest.mark.parametrize(("language", "sentence", "told"), [*journeys()])
def test_visits_are_found_in_this_wording(language: str, sentence: str, told: list[str]) -> None:
    release = a_release(title="", body=sentence, language=language, source="example.org", published_at=ANCHOR)
    visits = [event for event in extract(release).events if event.kind.value == "visit"]
    written = [f"{e.status.value} {e.place}: {', '.join(sorted(p.name for p in e.participants))}" for e in visits]
    assert sorted(written) == told
