"""Dates that a release carries about itself: datelines, stamps, the period on top."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice, takewhile
from operator import attrgetter

from services.enrich.extract.dates.find import find_dates
from services.enrich.extract.dates.language import Language, load, plain
from services.enrich.extract.dates.model import DateMention, Form, Tense
from services.enrich.extract.dates.resolve import resolve

_LINES = 40
_WIDTH = 160
_REACH = 100
"""A header's date has a figure within so many characters: no longer place or label stands before it."""
_BULLET = re.compile(r"[\s•·*▪◦|>–—-]*")
_PLACE = re.compile(r"[^\W\d_][\w\s.,'’()/-]{0,60}")
_FIGURE = re.compile(r"\d")
_RULE = re.compile(r"(?:\s*\([^()\n]{1,40}\))?[\s)]*(?:[–—:]|--?|\.(?:\s*[–—-]|\s+(?=[^\W\d_a-zà-ÿ])))")


class HeaderKind(StrEnum):
    """What a header date dates."""

    UPDATED = "updated"
    PUBLISHED = "published"
    DATELINE = "dateline"
    LINE = "line"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class HeaderDate:
    """`body[start:end]` and the days it names; `kind` says what they date."""

    start: int
    end: int
    kind: HeaderKind
    first: date
    last: date


def header_dates(title: str, body: str, found: Sequence[DateMention], *, language: str) -> list[HeaderDate]:
    """The header dates among those `found` in `body`: of its first and last lines, in order of appearance.

    A year missing from a line is taken from the other lines or from `title`, the nearest that gives one.
    """
    words = load(language)
    lines = _outer_lines(body)
    near = [(start, line, mention) for start, line in lines for mention in _within(found, start, len(line))]
    dated = [(start, line, mention) for start, line, mention in near if _FIGURE.search(line[:_REACH])]
    known = [r.start for _, _, m in dated if (r := resolve(m, anchor=None)) and r.tells_the_day]
    anchor = known[0] if known else _day_in(title, language)
    headers = [_header(start, line, mention, anchor, words) for start, line, mention in dated]
    return [header for header in headers if header is not None]


def _within(found: Sequence[DateMention], start: int, length: int) -> list[DateMention]:
    """The first two mentions in a line of so many characters, as seen from its start."""
    first = bisect_left(found, start, key=attrgetter("start"))
    inside = takewhile(lambda mention: mention.end <= start + length, found[first:])
    return [replace(m, start=m.start - start, end=m.end - start) for m in islice(inside, 2)]


def release_day(
    title: str, headers: Sequence[HeaderDate], *, language: str, published_at: date | None = None
) -> date | None:
    """The day a release speaks from: its stamp, else the best of its header dates (stamps before datelines)."""
    if published_at is not None:
        return published_at
    ranked = sorted(headers, key=lambda header: list(HeaderKind).index(header.kind))
    return ranked[0].last if ranked else _day_in(title, language)


def _day_in(title: str, language: str) -> date | None:
    days = [resolve(mention, anchor=None) for mention in find_dates(title, language=language)]
    return next((day.end for day in days if day is not None and day.tells_the_day), None)


def _outer_lines(body: str) -> list[tuple[int, str]]:
    """Start and first characters of the lines that can carry a header: the first twelve filled ones and the last."""
    lines: list[tuple[int, str]] = []
    start = 0
    for line in body[: _LINES * _WIDTH].split("\n")[:_LINES]:
        if line.strip():
            lines.append((start, line[:_WIDTH]))
        start += len(line) + 1
    tail = body.rstrip().rfind("\n") + 1
    return [*lines[:12], *([(tail, body[tail : tail + _WIDTH])] if tail >= start else [])]


def _header(start: int, line: str, mention: DateMention, anchor: date | None, words: Language) -> HeaderDate | None:
    kind = _kind(line, mention, words)
    days = None if kind is None or mention.background else resolve(mention, anchor=anchor, tense=Tense.UNKNOWN)
    if kind is None or days is None or not days.tells_the_day:
        return None
    return HeaderDate(start + mention.start, start + mention.end, kind, days.start, days.end)


def _kind(line: str, mention: DateMention, words: Language) -> HeaderKind | None:
    before = _BULLET.sub("", plain(line[: mention.start]), count=1).strip()
    after = line[mention.end :]
    if label := words.label.fullmatch(before):
        return HeaderKind(words.labels[label[1]])
    alone = not re.search(r"[^\W\d_]{2}", after) and len(after) < 30
    if not before and alone:
        return HeaderKind.PERIOD if mention.form in (Form.RANGE, Form.WEEKDAY_RANGE) else HeaderKind.LINE
    place = _PLACE.fullmatch(line[: mention.start].strip(" (•*"))
    return HeaderKind.DATELINE if place and _is_place(place[0], words) and (alone or _RULE.match(after)) else None


def _is_place(text: str, words: Language) -> bool:
    """Whether every longer word of a dateline's head is capitalised, as a place is: `New York, le`, `BRUSSELS,`."""
    head = text.split(",", maxsplit=1)[0].split()
    return (
        0 < len(head) <= 4 and plain(head[0]) not in words.phrases and all(w[0].isupper() or len(w) <= 3 for w in head)
    )
