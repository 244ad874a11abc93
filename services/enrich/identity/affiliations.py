"""What a person's bare office belongs to, from who held what when: `President Moon`, `Secretary Tillerson`."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from services.enrich.identity.folding import fold_name
from services.enrich.identity.model import Holding, Person
from services.enrich.identity.offices import unique_kinds
from services.enrich.identity.people import first_day, last_day, people, person_named
from services.enrich.identity.roles import bound_to, office_kinds

_PURPOSE = re.compile(r" (?:for|pour|à la|au|aux|à l'|chargée?) ")
"""What an office is for tells nothing of whose it is: `High Representative for Foreign Affairs`."""


def affiliation_in_office(name: str, role: str, *, day: date | None) -> str | None:
    """The one affiliation for which someone of this name held this office on the day; a part of a name will do.

    Failing that, the only affiliation of the one person known by the full name, if one person at a time holds the
    office; then the only one that has such an office. `None` where nothing or more than one is known.
    """
    held = {each.affiliation for each in _holdings(name) if _is_of(each, role) and _may_cover(each, day)}
    if len(held) == 1:
        return held.pop()
    known = person_named(name) if not held and len(fold_name(name).words) > 1 else ()
    only = known[0].affiliations if len(known) == 1 else ()
    if len(only) == 1 and not unique_kinds().isdisjoint(office_kinds(role, only[0])):
        return only[0]
    bound = bound_to(_PURPOSE.split(role)[0]) if not held and " " in role else ()
    return next(iter(bound)) if len(bound) == 1 else None


def _is_of(holding: Holding, role: str) -> bool:
    kinds = office_kinds(_PURPOSE.split(role)[0], holding.affiliation) + office_kinds(role, holding.affiliation)
    return holding.affiliation in bound_to(role) or any(f"-{holding.kind}".endswith(f"-{kind}") for kind in kinds)


def _may_cover(holding: Holding, day: date | None) -> bool:
    """Whether the day lies in the term at its longest."""
    until = holding.span.until
    return day is None or (first_day(holding.span.since) <= day and (until is None or day <= last_day(until)))


def _holdings(name: str) -> Iterator[Holding]:
    words = fold_name(name).words
    for spellings, person in _by_word().get(words[-1], ()) if words else ():
        if any(spelling.issubset(words) or spelling.issuperset(words) for spelling in spellings):
            yield from person.holdings


@cache
def _by_word() -> Mapping[str, Sequence[tuple[tuple[frozenset[str], ...], Person]]]:
    """The people who have a word in their name, each with the words of every spelling."""
    index: dict[str, list[tuple[tuple[frozenset[str], ...], Person]]] = defaultdict(list)
    for person in people().values():
        spellings = tuple(frozenset(fold_name(name).words) for name in person.names)
        for word in frozenset().union(*spellings):
            index[word].append((spellings, person))
    return index
