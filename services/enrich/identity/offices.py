"""Offices by their word forms: titles of their own, and ranks put together with portfolios.

`data/offices.json` lists the forms: English as `singular|plural` (a bare singular takes an s), French as
`masculine|plural` with `|feminine|plural` where it differs.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from services.enrich.identity.model import Language, OfficeTitle
from services.enrich.identity.store import LANGUAGES, read


class _Form(NamedTuple):
    written: str
    singular: str
    is_plural: bool
    is_feminine: bool


@cache
def office_table() -> Mapping[str, Any]:
    """The document of `data/offices.json`."""
    document: Mapping[str, Any] = read("offices.json")
    return document


@cache
def unique_kinds() -> frozenset[str]:
    """The kinds that one person at a time holds for an affiliation."""
    return frozenset(office_table()["unique"])


def office_entries(language: Language) -> Iterator[tuple[str, OfficeTitle]]:
    """Every form of every office in lower case: alone, and each rank with each portfolio."""
    only = office_table()["only"][language]
    for kind, form in chain(_titles(language), _ministries(language)):
        bound = tuple(only.get(form.singular, ()))
        yield form.written, OfficeTitle(kind, form.written, form.singular, form.is_plural, form.is_feminine, bound)


def portfolio_entries(language: Language) -> Iterator[tuple[str, str]]:
    """What follows "minister of" or "ministre" ("foreign affairs", "des affaires étrangères") and its slug."""
    for portfolio, phrases in office_table()["portfolios"][language].items():
        for phrase in phrases:
            yield phrase, portfolio


def _titles(language: Language) -> Iterator[tuple[str, _Form]]:
    for kind, titles in office_table()["titles"][language].items():
        for title in titles:
            for form in _forms(title, language):
                yield kind, form


def _ministries(language: Language) -> Iterator[tuple[str, _Form]]:
    ranks = office_table()["ranks"][language]
    for phrase, portfolio in portfolio_entries(language):
        yield from _ranked(ranks["minister"], phrase, f"{portfolio}-minister", language)
        if portfolio in office_table()["deputies_of"]:
            yield from _ranked(ranks["deputy"], phrase, f"deputy-{portfolio}-minister", language)


def _ranked(templates: Iterable[str], phrase: str, kind: str, language: Language) -> Iterator[tuple[str, _Form]]:
    for template in templates:
        for form in _forms(template.replace("{}", phrase), language):
            yield kind, form


def _forms(title: str, language: Language) -> Iterator[_Form]:
    if language == "en":
        singular, _, plural = title.partition("|")
        yield _Form(singular, singular, is_plural=False, is_feminine=False)
        yield _Form(plural or f"{singular}s", singular, is_plural=True, is_feminine=False)
        return
    words = title.split("|")
    for index, written in enumerate(words):
        yield _Form(written, words[index - index % 2], is_plural=index % 2 == 1, is_feminine=index > 1)


def all_titles() -> Iterator[tuple[str, OfficeTitle]]:
    """The entries of both languages: a role is often written in the other one."""
    return chain.from_iterable(office_entries(language) for language in LANGUAGES)
