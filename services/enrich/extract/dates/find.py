"""Every date expression of a text, with its exact span."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from services.enrich.extract.dates.grammar import grammar
from services.enrich.extract.dates.language import Language, load
from services.enrich.extract.dates.lexer import Item, lex
from services.enrich.extract.dates.model import Bound, DateMention, Form, Parts, Turn
from services.enrich.text.sentences import Sentence
from services.enrich.text.tokens import Token

_TURNS = {"n": Turn.NEXT, "l": Turn.LAST, "t": Turn.THIS}
_LEAD = "FTSUPIBO"
_LONGEST = 2000
"""Sentences of more characters without a gap are debris; read apart, they take no more memory than one."""
_REACH = 8
"""Every token of a date, and those that tell what it dates, stand so near a figure or a telling word of it."""


def find_dates(text: str, *, language: str) -> list[DateMention]:
    """All mentions in order, without overlap; times of day belong to no mention. Linear in the text's length."""
    return _found_in(text, 0, load(language))


def _found_in(text: str, start: int, words: Language) -> list[DateMention]:
    """The mentions of a text that stands at `start` of a longer one, where they are said to stand."""
    lexed = lex(text, words)
    found = []
    for match in grammar(words.month_first).finditer(lexed.letters):
        low, high = match.span()
        early = min(2, low)
        items = lexed.items(low - early, high + 1)
        mention = _BUILDERS[match.lastgroup or "vague"](text, items[early : early + high - low])
        if mention is not None:
            found.append(_in_context(mention, items, early, early + high - low, start))
    return found


def find_dates_in(
    text: str, tokens: Sequence[Token], sentences: Sequence[Sentence], *, language: str
) -> list[DateMention]:
    """The mentions of a text that has been read already: only what is near a word of a date is looked at."""
    found: list[DateMention] = []
    words = load(language)
    for start, end in _stretches(text, tokens, sentences, words.telling):
        found += _found_in(text[start:end], start, words)
    return found


def _stretches(
    text: str, tokens: Sequence[Token], sentences: Sequence[Sentence], telling: Collection[str]
) -> list[tuple[int, int]]:
    """What is near a figure or a telling word; neighbours in one line as one, since `Thu. 27 Sept.` may part."""
    stretches: list[tuple[int, int]] = []
    for first, last in _marked(tokens, sentences, telling):
        start, end = tokens[first].start, tokens[last - 1].end
        if stretches and _adjoins(text, *stretches[-1], start):
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def _marked(
    tokens: Sequence[Token], sentences: Sequence[Sentence], telling: Collection[str]
) -> Iterator[tuple[int, int]]:
    """For each figure and telling word the tokens of its sentence that can belong to one date with it."""
    marked = [place for place, token in enumerate(tokens) if token.folded in telling or token.text[0].isdigit()]
    number = 0
    for place in marked:
        while sentences[number].last <= place:
            number += 1
        yield max(sentences[number].first, place - _REACH), min(sentences[number].last, place + _REACH + 1)


def _adjoins(text: str, first: int, end: int, start: int) -> bool:
    """Whether what begins at `start` overlaps the stretch before it, or only spaces stand between them."""
    gap = text[end:start]
    return start < end or ("\n" not in gap and not gap.strip() and start - first < _LONGEST)


def _in_context(mention: DateMention, items: Sequence[Item], low: int, high: int, start: int) -> DateMention:
    """A mention, which is `items[low:high]` of a text at `start`, with what the words around make of it."""
    first = low
    while first < high and items[first].letter in "TSFUO":
        first += 1
    before = [item.letter for item in items[max(0, low - 2) : first]]
    while before and before[-1] in "TSU":
        before.pop()
    bounds = [item for item in items[max(0, low - 2) : first] if item.letter == "B"] if before[-1:] == ["B"] else []
    bound = Bound(str(bounds[-1].value)) if bounds else mention.bound
    dated = mention.form in (Form.DAY, Form.RANGE)
    follows = high < len(items) and items[high].letter == "b"
    belongs = before[-2:-1] == ["b"] and before[-1] in "OF"
    background = mention.background or (dated and (follows or belongs))
    return replace(mention, start=mention.start + start, end=mention.end + start, bound=bound, background=background)


def _span(items: Sequence[Item]) -> tuple[int, int]:
    kept = next((item for item in items if item.letter not in _LEAD), items[0])
    return kept.start, items[-1].end


def _parts(items: Sequence[Item]) -> Parts:
    values: dict[str, int] = {}
    turn = Turn.NONE
    for item in items:
        if item.letter == "A":
            year, month, day = (int(part) for part in str(item.value).split("-"))
            values |= {"year": year, "month": month, "day": day}
        elif item.letter == "a":
            day, month = (int(part) for part in str(item.value).split("/"))
            values |= {"month": month, "day": day}
        elif isinstance(item.value, int):
            values[{"D": "day", "d": "day", "M": "month", "Y": "year", "W": "weekday", "w": "weekday"}[item.letter]] = (
                item.value
            )
        turn = _TURNS.get(item.letter, turn)
    return Parts(turn=turn, **values)


def _whole(form: Form, *, background: bool = False) -> Callable[[str, Sequence[Item]], DateMention | None]:
    def build(_text: str, items: Sequence[Item]) -> DateMention | None:
        return DateMention(*_span(items), form, _parts(items), background=background)

    return build


def _range(form: Form) -> Callable[[str, Sequence[Item]], DateMention | None]:
    def build(_text: str, items: Sequence[Item]) -> DateMention | None:
        marks = [place for place, item in enumerate(items) if place and item.letter in "-R&B"]
        return DateMention(
            *_span(items), form, *_filled(_parts(_first_of(items[: marks[0]])), _parts(items[marks[0] :]))
        )

    return build


def _first_of(items: Sequence[Item]) -> Sequence[Item]:
    """Of a list of days the first: a later number would overwrite it."""
    days = [place for place, item in enumerate(items) if item.letter in "Dd"]
    return [item for place, item in enumerate(items) if item.letter not in "Dd" or place == days[0]]


def _filled(first: Parts, last: Parts) -> tuple[Parts, Parts]:
    """Each end takes the month and the year that only the other end gives; over new year the first is a year less."""
    first = replace(first, month=first.month or last.month)
    last = replace(last, month=last.month or first.month, year=last.year or first.year)
    if first.year is None and last.year is not None:
        over = (first.month or 0) > (last.month or 0)
        first = replace(first, year=last.year - over)
    return first, last


def _slash_day(_text: str, items: Sequence[Item]) -> DateMention | None:
    """`le 25/09`; a bare fraction without an article or a weekday is no date."""
    parts = _parts(items)
    if len(items) < 2 or not 1 <= (parts.month or 0) <= 12 or not 1 <= (parts.day or 0) <= 31:
        return None
    return DateMention(*_span(items), Form.DAY, parts)


def _name(text: str, items: Sequence[Item]) -> DateMention | None:
    """`11-Septembre`, `9/11`: closed up; with spaces it is no name."""
    closed = not any(character.isspace() for character in text[items[0].start : items[-1].end])
    return (
        DateMention(*_span(items), Form.DAY, _parts([i for i in items if i.letter != "X"]), background=True)
        if closed
        else None
    )


def _lone_day(text: str, items: Sequence[Item]) -> DateMention | None:
    """`le dîner du 29.`: a day of the month only where nothing it could count follows."""
    end = items[-1].end
    stands_alone = text[end : end + 1] in ("", ".", ",", ";", ")", "\n", "»")
    return (
        DateMention(*_span(items), Form.DAY, _parts(items)) if stands_alone and items[0].end < items[1].start else None
    )


def _relative(_text: str, items: Sequence[Item]) -> DateMention | None:
    unit, offset = _measure(items)
    return DateMention(*_span(items), Form.RELATIVE, offset=offset, unit=unit)


def _week_day(text: str, items: Sequence[Item]) -> DateMention | None:
    """`Tuesday of next week`."""
    mention = _relative(text, items)
    return mention and replace(mention, first=_parts(items))


def _sequel(_text: str, items: Sequence[Item]) -> DateMention | None:
    unit, offset = _measure(items)
    return DateMention(*_span(items), Form.SEQUEL, offset=offset, unit=unit)


def _measure(items: Sequence[Item]) -> tuple[str, int]:
    return next(item.value for item in items if isinstance(item.value, tuple))


def _counted(form: Form, sign: int) -> Callable[[str, Sequence[Item]], DateMention | None]:
    def build(_text: str, items: Sequence[Item]) -> DateMention | None:
        count = next(item.value for item in items if item.letter in "qDd")
        unit = next(item.value for item in items if item.letter == "u")
        return DateMention(items[0].start, items[-1].end, form, offset=sign * int(str(count)), unit=str(unit))

    return build


_BUILDERS: dict[str, Callable[[str, Sequence[Item]], DateMention | None]] = {
    "name": _name,
    "dashed": _whole(Form.DAY),
    "range": _range(Form.RANGE),
    "list": _range(Form.RANGE),
    "month_range": _range(Form.RANGE),
    "month_list": _range(Form.RANGE),
    "numeric_range": _range(Form.RANGE),
    "day": _whole(Form.DAY),
    "slash_day": _slash_day,
    "weekday_range": _range(Form.WEEKDAY_RANGE),
    "open_range": _range(Form.RANGE),
    "numbered_weekday": _whole(Form.DAY),
    "lone_day": _lone_day,
    "relative": _relative,
    "week_day": _week_day,
    "weekday": _whole(Form.WEEKDAY),
    "month": _whole(Form.MONTH),
    "year": _whole(Form.YEAR),
    "sequel": _sequel,
    "ago": _counted(Form.RELATIVE, -1),
    "ahead": _counted(Form.RELATIVE, 1),
    "later": _counted(Form.SEQUEL, 1),
    "earlier": _counted(Form.SEQUEL, -1),
    "vague": _whole(Form.VAGUE),
}
