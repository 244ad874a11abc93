"""The kind of office that a role names, for an affiliation."""

from collections.abc import Iterator, Sequence
from functools import cache

from services.enrich.identity.model import OfficeTitle
from services.enrich.identity.offices import all_titles, office_table, unique_kinds
from services.enrich.identity.store import organisations
from services.enrich.text.lexicon import Lexicon, Match
from services.enrich.text.tokens import Token, tokenize

_JOINS = frozenset((",", ";", "and", "et", "&", "/"))
_ENDS = frozenset((*_JOINS, "(", "-", "–"))
_FULL = frozenset(("head-of-state", "head-of-government", "commission-president", "council-president"))
_BARE_HEADS = frozenset(("president", "chairperson", "director", "commissioner"))


@cache
def _titles() -> Lexicon[OfficeTitle]:
    return Lexicon(all_titles())


def office_kinds(role: str, affiliation: str | None) -> tuple[str, ...]:
    """The kinds of the offices that a role lists ("Deputy Prime Minister and Minister of Defence"), in its order.

    A title counts at the start of the role and after "and" or a comma: an adviser to the President is no president.
    A bare title that something follows ("President of the Senate") is not the plain office.
    """
    tokens = tokenize(role)
    return tuple(
        _of_affiliation(match.value.kind, affiliation)
        for match in _matches(tokens)
        if not (match.value.only and affiliation not in match.value.only and match.value.kind in _FULL)
    )


def _matches(tokens: Sequence[Token]) -> Iterator[Match[OfficeTitle]]:
    position = 0
    while position < len(tokens):
        match = _titles().match_at(tokens, position) if _may_begin(tokens, position) else None
        if match is None:
            position += 1
            continue
        position = match.last
        if _is_whole(tokens, match):
            yield match


def _may_begin(tokens: Sequence[Token], position: int) -> bool:
    return position == 0 or tokens[position - 1].folded in _JOINS


def _is_whole(tokens: Sequence[Token], match: Match[OfficeTitle]) -> bool:
    if match.value.kind.endswith("-minister"):
        return True
    return match.last == len(tokens) or tokens[match.last].folded in _ENDS


def _of_affiliation(kind: str, affiliation: str | None) -> str:
    """What a bare title means there: a president is a republic's head of state, or heads an organisation."""
    if affiliation is None:
        return kind
    if not affiliation.startswith("org:"):
        is_republic = affiliation not in office_table()["monarchies"]
        return "head-of-state" if kind == "president" and is_republic else kind
    organisation = organisations().get(affiliation)
    head = organisation.head if organisation else None
    return head if head and kind in _BARE_HEADS and head.endswith(kind) else kind


def main_kind(role: str, affiliation: str | None) -> str | None:
    """The one kind that names a role best: the first that a single person holds, else the first; or none."""
    kinds = office_kinds(role, affiliation)
    return next((kind for kind in kinds if kind in unique_kinds()), kinds[0] if kinds else None)
