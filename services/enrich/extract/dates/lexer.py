"""Text to items: each a stretch of text with its class letter; one pass over tokens."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from services.enrich.extract.dates.language import Language, Value, plain

_CHUNK = re.compile(r"[^\W\d_]+|\d\S*|\n[^\S\n]*\n\s*|[^\s\w]|_")
_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+)"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})(?![\d])"
    r"|(?P<numeric>\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)(?:\d{4}|\d{2}))(?![\d])"
    r"|(?P<clock>\d{1,2}h(?:\d{2})?(?![^\W_])|\d{1,2}:\d{2})"
    r"|(?P<slashed>\d{1,2}/\d{1,2})(?![\d/])"
    r"|(?P<figure>\d+(?:[.,]\d+)+)"
    r"|(?P<number>\d+)(?P<ordinal>(?:er|st|nd|rd|th|e|ème)(?![^\W_]))?"
    r"|(?P<sign>[^\s\w]|_)"
)
_SIGNS = {"-": "-", "–": "-", "—": "-", "―": "-", ",": ",", "(": "(", ")": ")"}
_DAYS, _YEARS = range(1, 32), range(1900, 2101)


class Item(NamedTuple):
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


def _classify(match: re.Match[str], language: Language) -> tuple[str, Value]:
    kind = match.lastgroup
    if kind in ("iso", "numeric"):
        return _numeric(kind, match[kind], language)
    if kind in ("number", "ordinal"):
        return _number(match["number"], ordinal=match["ordinal"] is not None)
    if kind == "slashed":
        return ("X", None) if match[kind] == "9/11" else ("a", match[kind])
    return _SIGNS.get(match[0], "~"), None


@dataclass(frozen=True, slots=True)
class Lexed:
    """The class letters of a text, one for each item; stretches without a date word are one `~` or none."""

    letters: str
    _tokens: list[re.Match[str]]
    _found: list[tuple[int, int, str, Value]]

    def items(self, low: int, high: int) -> list[Item]:
        """Items `low` to `high` (exclusive); made on demand, since most items are never part of a date."""
        return [
            Item(self._tokens[place].start(), self._tokens[place + size - 1].end(), letter, value)
            for place, size, letter, value in self._found[low:high]
        ]


def lex(text: str, language: Language) -> Lexed:
    """The text as items, in order."""
    tokens = _tokens(plain(text))
    words = [token[0] for token in tokens]
    found: list[tuple[int, int, str, Value]] = []
    place = 0
    known = language.phrases
    for at in [at for at, word in enumerate(words) if word in known or word[0].isdigit() or word in _SIGNS]:
        if at < place:
            continue
        if at > place:
            _pass_over(found, place)
        size, letter, value = _meaning(text, tokens, words, at, language)
        if letter == "~":
            _pass_over(found, at)
        else:
            found.append((at, size, letter, value))
        place = at + size
    if place < len(words):
        _pass_over(found, place)
    return Lexed("".join([letter for _, _, letter, _ in found]), tokens, found)


def _pass_over(found: list[tuple[int, int, str, Value]], place: int) -> None:
    """Note that from `place` on something stands that is part of no date."""
    if not found or found[-1][2] != "~":
        found.append((place, 1, "~", None))


def _tokens(text: str) -> list[re.Match[str]]:
    """Words, signs and paragraph gaps as they are; what begins with a digit is looked at more closely."""
    tokens: list[re.Match[str]] = []
    for chunk in _CHUNK.finditer(text):
        if chunk[0][0].isdigit():
            tokens += _TOKEN.finditer(text, chunk.start(), chunk.end())
        else:
            tokens.append(chunk)
    return tokens


def _meaning(
    text: str, tokens: list[re.Match[str]], words: list[str], place: int, language: Language
) -> tuple[int, str, Value]:
    """How many tokens the longest phrase at `place` takes, its class and its value."""
    word = words[place]
    following = words[place + 1] if place + 1 < len(words) else ""
    phrases = language.phrases.get(word, {})
    for rest, letter, value in (*phrases.get(following, ()), *phrases.get("", ())):
        fits = len(rest) < 2 or rest == words[place + 1 : place + 1 + len(rest)]
        if fits and (word not in language.capitalised or text[tokens[place].start()].isupper()):
            return 1 + len(rest), letter, value
    if word[0].isalpha():
        return 1, "~", None
    return 1, *_classify(tokens[place], language)
