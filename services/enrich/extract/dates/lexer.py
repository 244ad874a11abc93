"""Text to items: each a stretch of text with its class letter; one pass over tokens."""

import re
from dataclasses import dataclass

from services.enrich.extract.dates.language import Language, Value, plain

_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2})(?![\d])"
    r"|(?P<numeric>\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)(?:\d{4}|\d{2}))(?![\d])"
    r"|(?P<clock>\d{1,2}[ \u00a0\u202f]?h(?:[ \u00a0\u202f]?\d{2})?(?![^\W_])|\d{1,2}:\d{2})"
    r"|(?P<slashed>\d{1,2}/\d{1,2})(?![\d/])"
    r"|(?P<figure>\d+(?:[.,]\d+)+)"
    r"|(?P<number>\d+)(?P<ordinal>(?:er|st|nd|rd|th|e|ème)(?![^\W_]))?"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<gap>\n[^\S\n]*\n\s*)"
    r"|(?P<sign>[^\s\w]|_)",
    re.IGNORECASE,
)
_SIGNS = {"-": "-", "–": "-", "—": "-", "―": "-", ",": ",", "(": "(", ")": ")"}
_DAYS, _YEARS = range(1, 32), range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Item:
    """`text[start:end]` and what it is; `value` depends on the class."""

    start: int
    end: int
    letter: str
    value: Value = None


def _numeric(kind: str, word: str, language: Language) -> tuple[str, Value]:
    left, middle, right = (int(part) for part in re.split(r"[./-]", word))
    if kind == "iso":
        return "A", f"{left}-{middle}-{right}"
    year = right if right > 99 else 2000 + right
    month_first = "/" in word and language.slash_order == "mdy"
    day, month = (middle, left) if (month_first and left <= 12) or middle > 12 else (left, middle)
    return ("A", f"{year}-{month}-{day}") if month <= 12 and day in _DAYS else ("~", None)


def _number(word: str, *, ordinal: bool) -> tuple[str, Value]:
    number = int(word) if len(word) < 5 else 0
    if len(word) <= 2 and number in _DAYS:
        return ("d" if ordinal else "D"), number
    return ("Y", number) if number in _YEARS and len(word) == 4 and not ordinal else ("~", None)


def _classify(match: re.Match[str], kind: str, language: Language) -> tuple[str, Value]:
    if kind in ("iso", "numeric"):
        return _numeric(kind, match[kind], language)
    if kind in ("number", "ordinal"):
        return _number(match["number"], ordinal=match["ordinal"] is not None)
    if kind == "slashed":
        return ("X", None) if match[kind] == "9/11" else ("a", match[kind])
    return _SIGNS.get(match[0], "~"), None


def lex(text: str, language: Language) -> list[Item]:
    """Items in order; stretches without a date word are one item of class `~` or none."""
    tokens = list(_TOKEN.finditer(text))
    words = [plain(token[0]) for token in tokens]
    items: list[Item] = []
    place, count = 0, len(tokens)
    while place < count:
        token = tokens[place]
        size = 1
        letter, value = "~", None
        for rest, found, meaning in language.phrases.get(words[place], ()):
            if rest == tuple(words[place + 1 : place + 1 + len(rest)]) and _cased(token[0], words[place], language):
                letter, value, size = found, meaning, 1 + len(rest)
                break
        else:
            kind = token.lastgroup or "sign"
            if kind != "word":
                letter, value = _classify(token, kind, language)
        if letter != "~" or not items or items[-1].letter != "~":
            items.append(Item(token.start(), tokens[place + size - 1].end(), letter, value))
        place += size
    return items


def _cased(token: str, word: str, language: Language) -> bool:
    return word not in language.capitalised or token[0].isupper()
