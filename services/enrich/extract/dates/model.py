"""What a date expression says, before and after it is resolved."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Tense(StrEnum):
    """Whether the clause around a date tells something over or something to come."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


class Form(StrEnum):
    """How an expression points at a time."""

    DAY = "day"
    RANGE = "range"
    WEEKDAY = "weekday"
    WEEKDAY_RANGE = "weekday-range"
    RELATIVE = "relative"
    SEQUEL = "sequel"
    MONTH = "month"
    YEAR = "year"
    VAGUE = "vague"


class Turn(StrEnum):
    """The side of the anchor that a weekday or month is said to lie on: `jeudi prochain`, `last May`."""

    NONE = ""
    NEXT = "next"
    LAST = "last"
    THIS = "this"


class Bound(StrEnum):
    """What a preposition makes of a date: `depuis mardi`, `until Thursday`, `d'ici au 31 décembre`."""

    NONE = ""
    SINCE = "since"
    UNTIL = "until"
    BY = "by"


class Precision(StrEnum):
    """How much of the calendar the answer covers; only `day` and `range` tell a reader the day."""

    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    YEAR = "year"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one calendar day that an expression names; `weekday` counts from Monday as 0."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    turn: Turn = Turn.NONE


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date expression: `text[start:end]`, offsets in code points.

    `offset` counts `unit`s from the release's day (RELATIVE) or from the previous date (SEQUEL).
    `background` marks dates that name or date something else: the `11-Septembre`, `the October 7 attacks`.
    """

    start: int
    end: int
    form: Form
    first: Parts = Parts()
    last: Parts | None = None
    offset: int = 0
    unit: str = "day"
    bound: Bound = Bound.NONE
    background: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """First and last day, the rule that found them, and how precise that is."""

    start: date
    end: date
    rule: str
    precision: Precision

    @property
    def tells_the_day(self) -> bool:
        """Whether a reader knows the day or days: a month alone is not a day."""
        return self.precision in (Precision.DAY, Precision.RANGE)
