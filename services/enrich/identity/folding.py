"""One key for the spellings of a name: scripts, accents and romanisations folded, order and words kept.

Folding never drops a name's word, so that two people of one family stay apart; what differs by more than a spelling
rule (Poutine, Putin) is a spelling listed in `data/people.json`.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from anyascii import anyascii

from services.enrich.identity.store import read

_APOSTROPHES = re.compile(r"['’‘ʼʻ`´]")
_WORD = re.compile(r"[a-z0-9]+")
_REPEATED = re.compile(r"([a-z])\1+")
_FINAL_H = re.compile(r"(?<=[aeiou])h$")


class FoldedName(NamedTuple):
    """The words of a name, and its initials apart: "Antony J. Blinken" is (antoni, blinken) and (j)."""

    words: tuple[str, ...]
    initials: tuple[str, ...]

    @property
    def slug(self) -> str:
        """Words and initials joined by hyphens: the name in an id."""
        return "-".join((*self.initials, *self.words)) or "unnamed"


@cache
def _rules() -> Mapping[str, Any]:
    document: Mapping[str, Any] = read("folding.json")
    return document


@cache
def _words_of(section: str) -> frozenset[str]:
    return frozenset(_rules()[section])


def plain_slug(text: str) -> str:
    """Any text as lower-case ASCII words joined by hyphens; never empty."""
    return "-".join(_ascii_words(text)) or f"u{'-'.join(f'{ord(character):x}' for character in text[:8])}"


def _ascii_words(text: str) -> list[str]:
    return _WORD.findall(_APOSTROPHES.sub("", text if text.isascii() else anyascii(text)).lower())


@lru_cache(maxsize=1 << 14)
def fold_name(name: str) -> FoldedName:
    """The folded form of a person's name, without courtesy titles before it and without Arabic articles."""
    words = _without_articles(_without_courtesy(_ascii_words(name)))
    folded = [_fold_word(word) for word in words]
    initials = tuple(word for word in folded if len(word) == 1)
    rest = tuple(word for word in folded if len(word) > 1)
    return FoldedName(rest, initials) if rest else FoldedName(initials, ())


def _without_courtesy(words: Sequence[str]) -> Sequence[str]:
    while len(words) > 2 and words[0] in _words_of("courtesy"):
        words = words[1:]
    return words


def _without_articles(words: Sequence[str]) -> Sequence[str]:
    articles = _words_of("articles")
    if articles.isdisjoint(words):
        return words
    kept = [word for index, word in enumerate(words) if word not in articles or index == 0 or index == len(words) - 1]
    return kept if len(kept) > 1 else words


@lru_cache(maxsize=1 << 14)
def _fold_word(word: str) -> str:
    known: str | None = _rules()["tokens"].get(word)
    if known is not None:
        return known
    for written, folded in _rules()["letters"]:
        word = word.replace(written, folded)
    word = word.replace("ee", "i") if len(word) > 4 else word
    word = _REPEATED.sub(r"\1", word)
    for written, folded in _rules()["endings"]:
        if word.endswith(written):
            word = word.removesuffix(written) + folded
            break
    return _FINAL_H.sub("", word) if len(word) > 4 else word


def compatible(initials: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two names with the same words can be one: initials must agree where both have some."""
    return not initials or not others or tuple(initials) == tuple(others)
