"""Gatherings in many wordings; each line of `gatherings.tsv` is one as some press office would tell it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)  # a Thursday
BREAK = "¶"


def wordings() -> Iterator[tuple[str, str, list[str]]]:
    """Language, text with its lines, and the gatherings it tells, each as `status: name, name`."""
    for line in Path(__file__).with_name("gatherings.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            language, text, told = line.split("\t")
            yield language, text.replace(BREAK, "\n"), told.split("; ") if told else []


@pytest.mark.parametrize(("language", "text", "told"), [*wordings()])
def test_gatherings_are_found_in_this_wording(language: str, text: str, told: list[str]) -> None:
    release = a_release(title="", body=text, language=language, source="example.org", published_at=ANCHOR)
    gatherings = [event for event in extract(release).events if event.kind.value == "gathering"]
    written = [f"{e.status.value}: {', '.join(sorted(p.name for p in e.participants))}" for e in gatherings]
    assert sorted(written) == told
