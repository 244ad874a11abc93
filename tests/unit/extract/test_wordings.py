"""Events in many wordings: each line of a table in `wordings/` is one construction as some press office would write it.

A line is a language, a text (`|` breaks its lines), and what it tells; a heading names what the lines under it share.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from services.contracts.messages import EventFacts
from services.enrich.extract import extract
from tests.builders import a_release

TABLES = Path(__file__).with_name("wordings")
ANCHOR = date(2021, 1, 21)  # a Thursday
Writer = Callable[[EventFacts], str | None]


def _names(event: EventFacts) -> str:
    return ", ".join(sorted(participant.name for participant in event.participants))


def _talks(event: EventFacts) -> str | None:
    talks = event.kind.value in ("meeting", "call")
    return f"{event.kind.value} {event.status.value}: {_names(event)}" if talks else None


def _gathering(event: EventFacts) -> str | None:
    return f"{event.status.value}: {_names(event)}" if event.kind.value == "gathering" else None


def _visit(event: EventFacts) -> str | None:
    return f"{event.status.value} {event.place}: {_names(event)}" if event.kind.value == "visit" else None


def _day(day: date | None) -> str:
    return f"{day:%m-%d}" if day else "-"


def _setting(event: EventFacts) -> str:
    first, last = _day(event.start), _day(event.end)
    days = first if first == last else f"{first}..{last}"
    return f"{event.kind.value} {event.status.value} {days} {event.place or '-'}"


WRITERS: dict[str, Writer] = {"talks": _talks, "gatherings": _gathering, "visits": _visit, "settings": _setting}


def _sections() -> Iterator[Any]:
    """The lines under each heading of each table."""
    for table in WRITERS:
        heading = ""
        lines = TABLES.joinpath(f"{table}.tsv").read_text("utf-8").splitlines()
        for is_heading, those in groupby(lines, lambda line: line.startswith("#")):
            if is_heading:
                heading = list(those)[-1].removeprefix("# ")
            else:
                yield pytest.param(table, list(those), id=f"{table}: {heading}")


def _read(table: str, line: str) -> tuple[list[str], list[str]]:
    """What a line is said to tell, and what is read from it."""
    language, text, told = line.split("\t")
    body, source = text.replace("|", "\n\n" if table == "settings" else "\n"), "example.org"
    release = a_release(title="", body=body, language=language, source=source, published_at=ANCHOR)
    written = (WRITERS[table](event) for event in extract(release).events)
    return sorted(told.split("; ")) if told else [], sorted(event for event in written if event is not None)


@pytest.mark.parametrize(("table", "lines"), [*_sections()])
def test_what_a_wording_tells_is_read_from_it(table: str, lines: list[str]) -> None:
    outcomes = {line: _read(table, line) for line in lines}
    assert {line: found for line, (told, found) in outcomes.items() if found != told} == {}
