"""Text becomes tokens that know where they stand, in one linear pass, alike for French and English."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_HYPHENS = "-\u2010\u2011"
_LETTERS_WITHOUT_MARKS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "œ": "oe", "æ": "ae", "ð": "d", "þ": "th", "’": "'", "ʼ": "'", "`": "'"}
)
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_MARKS = "\u0300-\u036f"
_ABBREVIATIONS = (
    "MM|Mr|Mrs|Ms|Mme|Mmes|Mlle|Dr|Drs|Pr|Prof|Gen|Gén|Col|Cdr|Adm|Lt|Maj|Capt|Sgt|Brig|Cmdr|Comdr|Cmdt|Cdt|RAdm|VAdm|"
    "Sen|Rep|Gov|Amb|Hon|Rt|Rev|Msgr|Mgr|Ven|Exc|Engr|Ing|Smt|Atty|Supt|Sra|Jr|Sr|"
    "St|Ste|Mt|vs|No|Jan|Feb|Apr|Aug|Sept|Sep|Oct|Nov|Dec|janv|févr|avr|juil|sept|oct|nov|déc|M"
)
_TOKEN = re.compile(
    rf"""
      [^\W\d_][^\Wʼ]*+(?=[\s,;:)»”-])                                       # a word that a space or comma ends: most
    | (?:[^\W\d_]\.){{2,}}                                                   # U.S., S.E., a.m.
    | (?:{_ABBREVIATIONS})\.(?=\s*[^\W_]|\Z)                                  # M. Lavrov, Gen. Allen, Sept. 12
    | [A-ZÀ-ÖØ-Þ]\.(?=\s*[A-ZÀ-ÖØ-Þ])                                        # George W. Bush
    | (?:[lLdDjJmMtTsSnNcC]|[Qq]u|QU|[Ll]orsqu|[Pp]uisqu|[Jj]usqu|[Qq]uoiqu)['’ʼ](?=[^\W_]|\Z) # l'OTAN
    | \d{{1,2}}(?:[hH]\d\d|:\d\d(?::\d\d)?)(?!\w)                            # 9h30, 15:47
    | \d+(?:[.,]\d+)*(?:[^\W\d_]+)?                                          # 1er, 73e, 25.09.2018
    | [^\W_][\w{_MARKS}{_INVISIBLE}]*                                        # a word
      (?:['’ʼ`](?!(?:s|re|ve|ll|d|m|t)(?!\w))[^\W\d_][\w{_MARKS}]*)*         # … with O'Brien, Sana'a, aujourd'hui
    | ['’](?:s|re|ve|ll|d|m|t)(?!\w)                                         # Russia's
    | \.{{2,}}
    | [^\s{_INVISIBLE}]
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word, a number or one punctuation mark; `text == source[start:end]`."""

    text: str
    start: int
    end: int
    folded: str
    """Lower case, without accents, straight apostrophes: what lexicons are keyed by."""
    joined: bool
    """A hyphen (breaking or not) joins it to the token before: the hyphen itself is no token."""

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[0].isalpha()

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital letter (letters without case count: names in such scripts have none)."""
        first = self.text[0]
        return not first.islower() and first.isalpha()


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Lower case, without accents and invisible characters, with straight apostrophes."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return kept.translate(_LETTERS_WITHOUT_MARKS)


@lru_cache(maxsize=1 << 14)
def folded_words(text: str) -> tuple[str, ...]:
    """The folded tokens of a name, an office; kept, since a release says the same ones again and again."""
    return tuple(token.folded for token in tokenize(text))


def tokenize(text: str, *, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]`, with offsets into `text`. Whitespace and joining hyphens are left out."""
    tokens: list[Token] = []
    previous_end, joined = -1, False
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word, (first, last) = match[0], match.span()
        if first == previous_end and word in _HYPHENS and last < len(text) and text[last].isalnum():
            joined = tokens[-1].text[-1].isalnum() or tokens[-1].text[-1] == "."
            if joined:
                continue
        tokens.append(tuple.__new__(Token, (word, first, last, fold(word), joined)))  # half the time of `Token(...)`
        previous_end, joined = last, False
    return tokens
