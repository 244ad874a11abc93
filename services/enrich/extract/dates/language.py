"""Word classes of one language, from `lang/<language>.json`.

A class is one letter, so that the grammar can be a regular expression over letters:

    D day number   d ordinal      Y year         M month        W weekday      A numeric date   a day/month
    X 9/11         - dash         , comma        ( )            T S articles   F from           O of
    P I in         U on           R to           & and          t this         n next           l last
    w weekday cut short: a date only with a number (`en jeu.`)
    p part of day  B bound        K relative     Q sequel       V vague        u unit           q number word
    b what dates a background event: attacks     g ago          j il y a       h later          i earlier
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

from services.enrich.text.tokens import tokenize

WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
DEFAULT = "en"
_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "‑": "-", "‐": "-"})

_NEEDED = "MWwKQVu"
"""Every date expression has a figure or a word of one of these classes."""

Value = int | str | tuple[str, int] | None
Entry = tuple[list[str], str, Value]


@dataclass(frozen=True, slots=True)
class Language:
    """`phrases` gives for a first word its continuations by their own first word, longest first, `""` for none.

    `labels` maps header words to a kind; `label` matches such a word with what stands between it and its date.
    `telling` holds of each phrase that no date without a figure can lack its longest word, folded; one that
    only points (`that`, `cette`) does for none that has another.
    """

    phrases: dict[str, dict[str, list[Entry]]]
    capitalised: frozenset[str]
    month_first: str
    slash_order: str
    labels: dict[str, str]
    label: re.Pattern[str]
    telling: frozenset[str]


def plain(text: str) -> str:
    """Lower case, with one kind of apostrophe and hyphen; each character stays where it is."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals, such as İ, are two characters in lower case
        lowered = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lowered if lowered.isascii() else lowered.translate(_PLAIN)


def _entries(data: dict[str, Any]) -> list[tuple[str, str, Value]]:
    found: list[tuple[str, str, Value]] = []
    for number, names in enumerate(data["months"], 1):
        found += [(name, "M", number) for name in names]
    for number, names in enumerate(data["weekdays"]):
        found += [(name, "w" if name.endswith(".") else "W", number) for name in names]
    found += [(word, letter, None) for letter, words in data["words"].items() for word in words]
    found += [(word, "B", bound) for bound, words in data["bounds"].items() for word in words]
    found += [(word, "u", unit) for unit, words in data["units"].items() for word in words]
    found += [(word, "q", number) for word, number in data["numbers"].items()]
    found += [(word, "V", None) for word in data["vague"]]
    found += [(word, "Q", ("day", int(days))) for days, words in data["sequel"].items() for word in words]
    for unit, offsets in data["relative"].items():
        found += [(word, "K", (unit, int(offset))) for offset, words in offsets.items() for word in words]
    return found


@cache
def load(language: str) -> Language:
    """The word classes of `language`; a language without a folder is read as English."""
    folder = files("services.enrich.extract.dates") / "lang"
    source = folder / f"{language}.json"
    data = json.loads((source if source.is_file() else folder / f"{DEFAULT}.json").read_text("utf-8"))
    phrases: dict[str, dict[str, list[Entry]]] = {}
    for phrase, letter, value in _entries(data):
        first, *rest = WORD.findall(plain(phrase))
        begun = phrases.setdefault(first, {}).setdefault("".join(rest[:1]), [])
        begun.append((rest, letter, value))
    for entries in chain.from_iterable(begun.values() for begun in phrases.values()):
        entries.sort(key=lambda entry: -len(entry[0]))
    labels = {plain(word): kind for kind, words in data["labels"].items() for word in words}
    label = "|".join(re.escape(word) for word in sorted(labels, key=len, reverse=True))
    pointing = frozenset(data["pointing"])
    telling = frozenset(_telling(phrase, pointing) for phrase, letter, _ in _entries(data) if letter in _NEEDED)
    capitalised = frozenset(data["capitalised"])
    return Language(
        phrases=phrases,
        capitalised=capitalised,
        month_first=data["month_first"],
        slash_order=data["slash_order"],
        labels=labels,
        label=re.compile(rf"({label})\W*(?:le|on)?\W*"),
        telling=telling,
    )


def _telling(phrase: str, pointing: frozenset[str]) -> str:
    return max((token.folded for token in tokenize(phrase)), key=lambda word: (word not in pointing, len(word)))
