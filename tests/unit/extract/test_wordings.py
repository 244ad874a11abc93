"""Talks in many wordings; each line of `wordings.tsv` is one construction as some press office would write it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)  # a Thursday
TALKS = ("meeting", "call")


def wordings() -> Iterator[tuple[str, str, list[str]]]:
    """Language, sentence, and the talks it tells, each as `kind status: name, name`."""
    for line in Path(__file__).with_name("wordings.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, sentence, told = line.split("\t")
            yield language, sentence, told.split("; ") if told else []


@pytest.mark.parametrize(("language", "sentence", "told"), [*wordings()])
def test_talks_are_found_in_this_wording(language: str, sentence: str, told: list[str]) -> None:
    release = a_release(title="", body=sentence, language=language, source="example.org", published_at=ANCHOR)
    talks = [event for event in extract(release).events if event.kind.value in TALKS]
    written = [f"{e.kind.value} {e.status.value}: {', '.join(sorted(p.name for p in e.participants))}" for e in talks]
    assert sorted(written) == told
