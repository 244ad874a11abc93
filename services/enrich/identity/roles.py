"""The kind of office that a role names, for an affiliation."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from services.enrich.identity.model import OfficeTitle
from services.enrich.identity.offices import all_titles, office_table, unique_kinds
from services.enrich.identity.store import organisations
from services.enrich.text.tokens import Token, fold, tokenize

_SPACED = re.compile(r"[,/'-]")
_POSSESSIVE = re.compile(r"' s(?!\w)")
_JOINS = frozenset((",", ";", "and", "et", "&", "/"))
_ENDS = frozenset((*_JOINS, "(", "-", "–"))
_FULL = frozenset(("head-of-state", "head-of-government", "commission-president", "council-president"))
_BARE_HEADS = frozenset(("president", "chairperson", "director", "commissioner"))


class _Found(NamedTuple):
    title: OfficeTitle
    last: int


@cache
def _titles() -> Mapping[str, OfficeTitle]:
    """Titles by their folded tokens, joined by spaces: spelled out here, for a tokenizer's pass over all is slow."""
    titles: dict[str, OfficeTitle] = {}
    for written, title in all_titles():
        titles.setdefault(_as_tokens(written), title)
    return titles


def _as_tokens(written: str) -> str:
    spaced = _SPACED.sub(lambda mark: f" {mark[0].replace('-', '')} ", fold(written))
    return _POSSESSIVE.sub(" 's", " ".join(spaced.split()).replace(" '", "'"))


@cache
def _longest() -> int:
    return max(title.count(" ") for title in _titles()) + 1


@lru_cache(maxsize=1 << 14)
def office_kinds(role: str, affiliation: str | None) -> tuple[str, ...]:
    """The kinds of the offices that a role lists ("Deputy Prime Minister and Minister of Defence"), in its order.

    A title counts at the start of the role and after "and" or a comma: an adviser to the President is no president.
    A bare title that something follows ("President of the Senate") is not the plain office.
    """
    tokens = tokenize(role)
    return tuple(
        _of_affiliation(found.title.kind, affiliation)
        for found in _matches(tokens)
        if not _is_foreign(found.title, affiliation)
    )


@lru_cache(maxsize=1 << 14)
def bound_to(role: str) -> frozenset[str]:
    """The affiliations to which one of a role's titles is bound ("Secretary", "Chancellor"); empty for most roles."""
    return frozenset(owner for found in _matches(tokenize(role)) for owner in found.title.only)


def _is_foreign(title: OfficeTitle, affiliation: str | None) -> bool:
    """Whether a title of few states ("Chancellor") would mean a plain office in another one."""
    return title.kind in _FULL and bool(title.only) and affiliation is not None and affiliation not in title.only


def _matches(tokens: Sequence[Token]) -> Iterator[_Found]:
    position = 0
    while position < len(tokens):
        found = _longest_at(tokens, position) if _may_begin(tokens, position) else None
        if found is not None and _is_whole(tokens, found):
            yield found
        position = found.last if found else position + 1


def _longest_at(tokens: Sequence[Token], first: int) -> _Found | None:
    words = [token.folded for token in tokens[first : first + _longest()]]
    for length in range(len(words), 0, -1):
        title = _titles().get(" ".join(words[:length]))
        if title is not None:
            return _Found(title, first + length)
    return None


def _may_begin(tokens: Sequence[Token], position: int) -> bool:
    return position == 0 or tokens[position - 1].folded in _JOINS


def _is_whole(tokens: Sequence[Token], found: _Found) -> bool:
    if found.title.kind.endswith("-minister"):
        return True
    return found.last == len(tokens) or tokens[found.last].folded in _ENDS


def _of_affiliation(kind: str, affiliation: str | None) -> str:
    """What a bare title means there: a president is a republic's head of state, or heads an organisation."""
    if affiliation is None:
        return kind
    if not affiliation.startswith("org:"):
        is_republic = affiliation not in office_table()["monarchies"]
        return "head-of-state" if kind == "president" and is_republic else kind
    organisation = organisations().get(affiliation)
    head = organisation.head if organisation else None
    if kind == "ambassador" and head == "high-commissioner":
        return head  # states send high commissioners, the United Nations have one for refugees
    return head if head and kind in _BARE_HEADS and head.endswith(kind) else kind


def main_kind(role: str, affiliation: str | None) -> str | None:
    """The one kind that names a role best: the first that a single person holds, else the first; or none."""
    kinds = office_kinds(role, affiliation)
    return next((kind for kind in kinds if kind in unique_kinds()), kinds[0] if kinds else None)
