"""Who is who: people by their spellings, offices by their holders."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from services.enrich.identity.folding import FoldedName, compatible, fold_name
from services.enrich.identity.model import Holding, Person, Span
from services.enrich.identity.roles import office_kinds
from services.enrich.identity.store import read

_FAMILY_NAME_FIRST = frozenset(
    f"country:{code}" for code in ("CN", "HU", "JP", "KH", "KP", "KR", "VN", "SG", "MY", "MN")
) | {"territory:taiwan"}


@cache
def _document() -> Mapping[str, Any]:
    document: Mapping[str, Any] = read("people.json")
    return document


@cache
def people() -> Mapping[str, Person]:
    """Everyone known, by id."""
    return {row["id"]: _person(row) for row in _document()["people"]}


def _person(row: Mapping[str, Any]) -> Person:
    holdings = tuple(Holding(kind, owner, Span(*span)) for kind, owner, *span in row.get("offices", ()))
    return Person(row["id"], tuple(row["names"]), tuple(row["of"]), holdings)


@cache
def _by_words() -> Mapping[tuple[str, ...], Sequence[tuple[tuple[str, ...], Person]]]:
    index: dict[tuple[str, ...], list[tuple[tuple[str, ...], Person]]] = defaultdict(list)
    for person in people().values():
        for words, initials in {(each.words, each.initials) for each in _spellings(person)}:
            index[words].append((initials, person))
    return index


def _spellings(person: Person) -> Iterator[FoldedName]:
    """The folded spellings, and for peoples who put the family name first also the other order."""
    either_order = not _FAMILY_NAME_FIRST.isdisjoint(person.affiliations)
    for name in person.names:
        folded = fold_name(name)
        yield folded
        if either_order and len(folded.words) > 1:
            first, *rest = folded.words
            *front, last = folded.words
            yield folded._replace(words=(*rest, first))
            yield folded._replace(words=(last, *front))


def person_named(name: str) -> tuple[Person, ...]:
    """The people who are known by this name, in any spelling; more than one are namesakes."""
    words, initials = fold_name(name)
    found = {
        person.id: person
        for others, person in _by_words().get(words, ())
        if (compatible(initials, others) if len(words) > 1 else initials == others)
    }
    return tuple(found.values())


@cache
def _by_office() -> Mapping[tuple[str, str], Sequence[tuple[Span, Person]]]:
    index: dict[tuple[str, str], list[tuple[Span, Person]]] = defaultdict(list)
    for person in people().values():
        for holding in person.holdings:
            index[holding.kind, holding.affiliation].append((holding.span, person))
    return index


def holder(kind: str, affiliation: str, *, day: date) -> Person | None:
    """Who certainly held an office on a day; `None` where that is not known, and on days of uncertain handover.

    A span known by month or year is certain between its last first day and its first last day. An open one is
    certain until the day up to which the file was kept.
    """
    certain = {person.id: person for span, person in _by_office().get((kind, affiliation), ()) if _covers(span, day)}
    return next(iter(certain.values())) if len(certain) == 1 else None


def holds_office(person: Person, affiliation: str, *, day: date) -> bool:
    """Whether the person certainly holds an office of the affiliation on the day."""
    return any(each.affiliation == affiliation and _covers(each.span, day) for each in person.holdings)


def _covers(span: Span, day: date) -> bool:
    until = first_day(span.until) if span.until else date.fromisoformat(_document()["known_until"])
    return last_day(span.since) <= day <= until


def first_day(bound: str) -> date:
    """The first day of a day, month or year."""
    return date.fromisoformat((bound + "-01-01")[:10])


def last_day(bound: str) -> date:
    """The last day of a day, month or year."""
    first = first_day(bound)
    if len(bound) == 4:
        return date(first.year, 12, 31)
    if len(bound) == 7:
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first


def holders_matching(kinds: Iterable[str], affiliation: str, day: date, name: str) -> Iterator[Person]:
    """Holders of these offices on the day whose name has all the words of `name`, or the other way round."""
    words = set(fold_name(name).words)
    for kind in kinds:
        person = holder(kind, affiliation, day=day)
        if person is not None and any(_is_part(words, set(each.words)) for each in _spellings(person)):
            yield person


def may_hold_office(name: str, role: str | None, affiliation: str, *, day: date | None) -> bool:
    """Whether nothing is known against it: neither who somebody of this name is, nor who held the office on the day."""
    kinds = office_kinds(role, affiliation) if role and day else ()
    held = day is not None and any(holder(kind, affiliation, day=day) for kind in kinds)
    return not held and not person_named(name)


def held_office(name: str, role: str, affiliation: str, *, day: date | None) -> bool:
    """Whether someone of this name certainly held the office of this affiliation on the day."""
    kinds = office_kinds(role, affiliation) if day else ()
    return day is not None and next(holders_matching(kinds, affiliation, day, name), None) is not None


def holders_by_surname(surname: str, affiliation: str, day: date) -> Iterator[Person]:
    """Those who hold any office of the affiliation on the day and whose name in a spelling ends in `surname`."""
    words = fold_name(surname).words
    for kind, owner in _by_office():
        person = holder(kind, owner, day=day) if owner == affiliation else None
        if person is not None and any(each.words[-1:] == words for each in _spellings(person)):
            yield person


def _is_part(words: set[str], others: set[str]) -> bool:
    return bool(words) and bool(others) and (words <= others or others <= words)
