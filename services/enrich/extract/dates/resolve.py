"""A mention to days of the calendar. Each answer names the rule that gave it."""

from collections.abc import Iterable
from datetime import date, timedelta

from services.enrich.extract.dates.model import Bound, DateMention, Form, Parts, Precision, ResolvedDate, Tense, Turn

_DAY = timedelta(days=1)
_SIDES = {Turn.NEXT: Tense.FUTURE, Turn.LAST: Tense.PAST}
_WEEK = 6
"""A weekday told after a date farther off than this is one near that date: the days of an announced visit."""
_FAR = 300
"""A year is not left out for days this far off: beyond it the tense was read wrongly."""


def resolve(
    mention: DateMention, *, anchor: date | None, tense: Tense = Tense.UNKNOWN, previous: date | None = None
) -> ResolvedDate | None:
    """The days of `mention`, or None where nothing tells them.

    `anchor` is the release's own day; `previous` the day that the text spoke of last, for `le lendemain`.
    """
    try:
        return _RULES[mention.form](mention, anchor, _bounded(mention.bound, tense), previous)
    except (OverflowError, ValueError):  # a day outside the calendar, such as 31 February or the year 10000
        return None


def _bounded(bound: Bound, tense: Tense) -> Tense:
    """`d'ici au 31 décembre` lies ahead whatever the tense; `until Thursday` says nothing for the past."""
    if bound is Bound.BY:
        return Tense.FUTURE
    return Tense.UNKNOWN if bound is Bound.UNTIL and tense is Tense.PAST else tense


def _single(day: date | None, rule: str) -> ResolvedDate | None:
    return None if day is None else ResolvedDate(day, day, rule, Precision.DAY)


def _calendar(parts: Parts, anchor: date | None, tense: Tense) -> date | None:
    if parts.day is None:
        return _weekday(parts, anchor, tense)
    if parts.month is None:
        return _in_month(parts, anchor, tense)
    if parts.year is not None:
        return date(parts.year, parts.month, parts.day)
    return None if anchor is None else _without_year(parts, anchor, tense)


def _without_year(parts: Parts, anchor: date, tense: Tense) -> date | None:
    days = [
        date(year, parts.month or 1, parts.day or 1)
        for year in range(anchor.year - 4, anchor.year + 5)
        if _exists(year, parts.month or 1, parts.day or 1)
    ]
    near = [day for day in days if abs((day - anchor).days) <= 366 * (1 if len(days) > 3 else 4)]
    fitting = [day for day in near if day.weekday() == parts.weekday]
    return _towards(fitting or near, anchor, _SIDES.get(parts.turn, tense))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _towards(days: Iterable[date], anchor: date, tense: Tense) -> date | None:
    """The nearest day on the side of the tense, or on the other side if that one is months away."""
    nearest = sorted(days, key=lambda day: (abs((day - anchor).days), day > anchor))
    if not nearest:
        return None
    sides = {Tense.PAST: [d for d in nearest if d <= anchor], Tense.FUTURE: [d for d in nearest if d >= anchor]}
    chosen = next(iter(sides.get(tense, nearest)), nearest[0])
    return nearest[0] if abs((chosen - anchor).days) > _FAR else chosen


def _in_month(parts: Parts, anchor: date | None, tense: Tense) -> date | None:
    """A day number without its month: of the 31 days on either side those that bear it."""
    if anchor is None:
        return None
    window = [anchor + _DAY * shift for shift in range(-31, 32)]
    numbered = [day for day in window if day.day == parts.day]
    fitting = [day for day in numbered if day.weekday() == parts.weekday]
    return _towards(fitting or numbered, anchor, tense)


def _weekday(parts: Parts, anchor: date | None, tense: Tense) -> date | None:
    if anchor is None or parts.weekday is None:
        return None
    after = (parts.weekday - anchor.weekday()) % 7
    before = (anchor.weekday() - parts.weekday) % 7
    if parts.turn is Turn.NEXT:
        return anchor + _DAY * (after or 7)
    if parts.turn is Turn.LAST:
        return anchor - _DAY * (before or 7)
    if tense is Tense.FUTURE or (tense is Tense.UNKNOWN and after < before):
        return anchor + _DAY * after
    return anchor - _DAY * before


def _day(mention: DateMention, anchor: date | None, tense: Tense, previous: date | None) -> ResolvedDate | None:
    parts = mention.first
    if parts.month is None and previous is not None:
        return _single(_in_month(parts, previous, Tense.UNKNOWN), "day-number-near-the-last-date")
    if parts.month is None:
        return _single(_calendar(parts, anchor, tense), "day-number-near-the-release")
    return _single(_calendar(parts, anchor, tense), "full-date" if parts.year else "day-and-month")


def _range(mention: DateMention, anchor: date | None, tense: Tense, previous: date | None) -> ResolvedDate | None:
    last = mention.last or mention.first
    end = _calendar(last, anchor if last.month or not previous else previous, tense)
    if end is None:
        return None
    start = _calendar(mention.first, end, Tense.PAST)
    if start is None or start > end:
        return None
    rule = "range" if last.year else "range-without-year"
    return ResolvedDate(start, end, rule, Precision.RANGE if start < end else Precision.DAY)


def _weekday_mention(
    mention: DateMention, anchor: date | None, tense: Tense, previous: date | None
) -> ResolvedDate | None:
    if mention.first.turn is Turn.NONE and anchor and previous and abs((previous - anchor).days) > _WEEK:
        return _single(_weekday(mention.first, previous, Tense.UNKNOWN), "weekday-near-the-last-date")
    rule = f"weekday-{mention.first.turn.value or tense.value}"
    return _single(_weekday(mention.first, anchor, tense), rule)


def _weekday_range(mention: DateMention, anchor: date | None, tense: Tense, _: date | None) -> ResolvedDate | None:
    end = _weekday(mention.last or mention.first, anchor, tense)
    start = _weekday(mention.first, end, Tense.PAST)
    return None if start is None or end is None else ResolvedDate(start, end, "weekday-range", Precision.RANGE)


def _shifted(base: date, mention: DateMention, rule: str) -> ResolvedDate | None:
    offset = mention.offset
    if mention.unit == "day":
        return _single(base + _DAY * offset, rule)
    if mention.unit in ("week", "weekend"):
        monday = base - _DAY * base.weekday() + _DAY * 7 * offset
        if mention.first.weekday is not None:
            return _single(monday + _DAY * mention.first.weekday, rule)
        start = monday + _DAY * (5 if mention.unit == "weekend" else 0)
        return ResolvedDate(start, monday + _DAY * 6, rule, Precision.VAGUE)
    if mention.unit == "month":
        months = base.year * 12 + base.month - 1 + offset
        return _month(months // 12, months % 12 + 1, rule)
    return ResolvedDate(date(base.year + offset, 1, 1), date(base.year + offset, 12, 31), rule, Precision.YEAR)


def _relative(mention: DateMention, anchor: date | None, tense: Tense, _: date | None) -> ResolvedDate | None:
    if anchor is None:
        return None
    if mention.unit == "weekend" and mention.offset == 0 and tense is not Tense.FUTURE and anchor.weekday() < 5:
        anchor -= timedelta(days=7)  # "over the weekend" told on a weekday is the one before
    return _shifted(anchor, mention, f"relative-{mention.unit}")


def _sequel(mention: DateMention, anchor: date | None, tense: Tense, previous: date | None) -> ResolvedDate | None:
    if previous is not None:
        return _shifted(previous, mention, "after-the-last-date")
    if anchor is None or (tense is Tense.PAST and mention.offset > 0):
        return None
    return _shifted(anchor, mention, "after-the-release")


def _month(year: int, month: int, rule: str) -> ResolvedDate:
    after = date(year + month // 12, month % 12 + 1, 1)
    return ResolvedDate(date(year, month, 1), after - _DAY, rule, Precision.MONTH)


def _month_mention(mention: DateMention, anchor: date | None, tense: Tense, _: date | None) -> ResolvedDate | None:
    parts = mention.first
    if parts.month is None:
        return None
    if parts.year is not None:
        return _month(parts.year, parts.month, "month")
    if anchor is None:
        return None
    here = anchor.replace(day=min(anchor.day, 28))
    side = _SIDES.get(parts.turn, tense)
    found = _towards([here.replace(year=here.year + shift, month=parts.month) for shift in (-1, 0, 1)], here, side)
    return None if found is None else _month(found.year, parts.month, "month-without-year")


def _year(mention: DateMention, _anchor: date | None, _tense: Tense, _: date | None) -> ResolvedDate | None:
    year = mention.first.year
    return None if year is None else ResolvedDate(date(year, 1, 1), date(year, 12, 31), "year", Precision.YEAR)


def _nothing(_mention: DateMention, _anchor: date | None, _tense: Tense, _: date | None) -> ResolvedDate | None:
    return None


_RULES = {
    Form.DAY: _day,
    Form.RANGE: _range,
    Form.WEEKDAY: _weekday_mention,
    Form.WEEKDAY_RANGE: _weekday_range,
    Form.RELATIVE: _relative,
    Form.SEQUEL: _sequel,
    Form.MONTH: _month_mention,
    Form.YEAR: _year,
    Form.VAGUE: _nothing,
}
