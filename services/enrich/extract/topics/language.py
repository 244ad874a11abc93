"""The phrases of one language, from `lang/<language>.json`, as lexicons over the stems of tokens.

`concepts` gives for each subject what `tells` of it by itself and what only `hints` at it. Words stand in the singular;
`suffixes` reduces the inflected ones (first fitting ending counts). Words in capitals must be so in the text. `idle`
are longer phrases in which the words of a subject tell of none (`climate of trust`). `lang/<language>-pairs.json` has
pairs of words that tell of a subject where they stand close together (`train` and `officers`). `names` adds places
that stand for a country or territory.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from services.enrich.identity import country_entries, demonym_entries, organisation_entries, region_entries
from services.enrich.identity.model import CountryName, Demonym, OrganisationName, RegionName
from services.enrich.text.lexicon import Lexicon
from services.enrich.text.tokens import fold, tokenize

_HINT = 0.34
_SHORTEST_STEM = 3
_DATA: dict[str, Literal["en", "fr"]] = {"en": "en", "fr": "fr"}
Name = CountryName | Demonym | RegionName | OrganisationName
Suffixes = tuple[tuple[str, str], ...]
Meanings = tuple[tuple[str, float], ...]
Part = tuple[str, int, int]
"""A word's part in a pair: the concept that the pair tells, its number, and which half the word is of (0 or 1)."""


@dataclass(frozen=True, slots=True)
class Language:
    """`subjects` stand over the keys of tokens, `names` over the words as they are; `words` are named sets of words."""

    subjects: Lexicon[Meanings]
    parts: Mapping[str, tuple[Part, ...]]
    """The halves of pairs by their keys."""
    names: Lexicon[Name]
    words: Mapping[str, frozenset[str]]
    key: Callable[[str], str]
    """The key of a word as written: an acronym, or the stem."""
    adjectives: frozenset[str]


@cache
def load(language: str) -> Language:
    """The phrases of `language`; a language without a file is read as English."""
    code = _DATA.get(language, "en")
    data = _read(code)
    suffixes = tuple((ending, instead) for ending, instead in data["suffixes"])
    acronyms: set[str] = set()
    idle = ((_key(phrase, suffixes, acronyms), ()) for phrase in data["idle"])
    subjects = Lexicon[Meanings]([*_subjects(data["concepts"], suffixes, acronyms), *idle])
    return Language(
        subjects=subjects,
        parts=_parts(_read(f"{code}-pairs"), suffixes),
        names=Lexicon(_names(code, data["names"])),
        words={name: frozenset(map(fold, words)) for name, words in data["words"].items()},
        key=_keys(frozenset(acronyms), suffixes),
        adjectives=frozenset(written for written, _ in demonym_entries(code)),
    )


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        (files("services.enrich.extract.topics") / "lang" / f"{name}.json").read_text("utf-8")
    )
    return data


def _parts(pairs: Mapping[str, list[list[list[str]]]], suffixes: Suffixes) -> dict[str, tuple[Part, ...]]:
    found: dict[str, tuple[Part, ...]] = {}
    numbered = ((concept, halves) for concept, listed in pairs.items() for halves in listed)
    for number, (concept, halves) in enumerate(numbered):
        for half, words in enumerate(halves):
            for key in {stem(word, suffixes) for word in words}:
                found[key] = (*found.get(key, ()), (concept, number, half))
    return found


def _keys(acronyms: frozenset[str], suffixes: Suffixes) -> Callable[[str], str]:
    @lru_cache(maxsize=1 << 16)
    def key(word: str) -> str:
        folded = fold(word)
        return folded + "0" if folded in acronyms and word.isupper() else stem(word, suffixes)

    return key


def _names(code: Literal["en", "fr"], further: dict[str, list[str]]) -> Iterator[tuple[str, Name]]:
    """Names of regions and states, and those of organisations, whose words (`Union africaine`) name no region."""
    yield from region_entries(code)
    for concept, names in further.items():
        for name in names:
            yield name, CountryName(concept, name)
    yield from country_entries(code)
    yield from organisation_entries(code)
    yield from demonym_entries(code)


def _subjects(
    concepts: dict[str, dict[str, Any]], suffixes: Suffixes, acronyms: set[str]
) -> Iterator[tuple[str, Meanings]]:
    found: dict[str, dict[str, float]] = {}
    for concept, phrases in concepts.items():
        for weight, words in ((1.0, phrases["tells"]), (_HINT, phrases["hints"])):
            for phrase in words:
                found.setdefault(_key(phrase, suffixes, acronyms), {}).setdefault(concept, weight)
    yield from ((key, tuple(meanings.items())) for key, meanings in found.items())


def _key(phrase: str, suffixes: Suffixes, acronyms: set[str]) -> str:
    """The phrase with each word as a key, spaced so that its tokens stay the same."""
    key = ""
    for token in tokenize(phrase):
        shouted = len(token.text) > 1 and token.text.isalpha() and token.text.isupper()
        if shouted:
            acronyms.add(token.folded)
        word = token.folded + "0" if shouted else stem(token.text, suffixes)
        key += word if not key or key.endswith("'") or word.startswith("'") else f" {word}"
    return key


def stem(word: str, suffixes: Suffixes) -> str:
    """The folded word without its ending of number or gender; what is left has at least three letters."""
    lowered = word.lower()
    for ending, instead in suffixes:
        if lowered.endswith(ending) and len(lowered) - len(ending) + len(instead) >= _SHORTEST_STEM:
            return fold(lowered[: len(lowered) - len(ending)] + instead)
    return fold(lowered)
