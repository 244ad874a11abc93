"""Who is who in a release: each line of `wordings/who.tsv` is one way to tell of somebody again.

A line is a language, a source, a title, a text, and the participants of each event; a heading names what the lines
under it share.
"""

from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

TABLE = Path(__file__).with_name("wordings") / "who.tsv"
Outcome = tuple[set[str], set[str]]
"""What a line says, and what is read from it."""


def _sections() -> dict[str, list[str]]:
    """The lines under each heading."""
    sections: dict[str, list[str]] = {}
    heading = ""
    for is_heading, lines in groupby(TABLE.read_text("utf-8").splitlines(), lambda line: line.startswith("#")):
        if is_heading:
            heading = next(lines).removeprefix("# ")
        else:
            sections[heading] = list(lines)
    return sections


def _read(line: str) -> Outcome:
    language, source, title, body, told = line.split("\t")
    release = a_release(title=title, body=body, language=language, source=source, published_at=date(2021, 1, 21))
    events = extract(release).events
    return set(told.split("; ")), {", ".join(sorted(who.name for who in event.participants)) for event in events}


SECTIONS = _sections()


@pytest.mark.parametrize("lines", SECTIONS.values(), ids=SECTIONS)
def test_who_takes_part_is_told_once_and_by_name(lines: list[str]) -> None:
    outcomes = {line: _read(line) for line in lines}
    assert {line: found for line, (told, found) in outcomes.items() if found != told} == {}
