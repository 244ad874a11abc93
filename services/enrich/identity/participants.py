"""The id of a participant: one for every spelling, title and day of one person, office, organisation or state.

`docs/decisions/identity.md` says what an id depends on and when two mentions stay apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache

from services.contracts.vocabulary import ParticipantType
from services.enrich.identity.folding import fold_name, plain_slug
from services.enrich.identity.model import Person
from services.enrich.identity.offices import unique_kinds
from services.enrich.identity.people import (
    holder,
    holders_by_surname,
    holders_matching,
    holds_office,
    people,
    person_named,
)
from services.enrich.identity.roles import main_kind, office_kinds
from services.enrich.identity.store import LANGUAGES, countries, country_ids, lineage, organisations


@lru_cache(maxsize=1 << 12)
def participant_id(
    name: str,
    *,
    type: str,  # noqa: A002 - the field's name in the messages
    role: str | None,
    affiliation: str | None,
    day: date | None,
) -> str:
    """The id of a mention, without `/` and whitespace.

    `type` is a `ParticipantType`; `affiliation` an id or a name as written; `day` the day of the event, else of the
    release, on which an office's holder is looked up.
    """
    match ParticipantType(type):
        case ParticipantType.PERSON:
            return _person(name, role=role, affiliation=affiliation, day=day)
        case ParticipantType.OFFICE:
            return _office(name, role=role, affiliation=affiliation, day=day)
        case ParticipantType.ORGANISATION:
            return _organisation(name, affiliation)
        case ParticipantType.STATE:
            return _state(name, affiliation)


def _person(name: str, *, role: str | None, affiliation: str | None, day: date | None) -> str:
    candidates = tuple(each for each in person_named(name) if _may_speak_for(each, affiliation))
    if len(candidates) == 1:
        return candidates[0].id
    holders = _holders(name, role, affiliation, day)
    if len(holders) == 1 and (not candidates or holders[0] in candidates):
        return holders[0].id
    for narrower in (_in_office(candidates, affiliation, day), _of(candidates, affiliation)):
        if len(narrower) == 1:
            return narrower[0].id
    return _unknown_person(name, affiliation)


def _holders(name: str, role: str | None, affiliation: str | None, day: date | None) -> Sequence[Person]:
    """Who held the role that day by a part of this name, or any office of the affiliation by this surname alone."""
    if affiliation is None or day is None:
        return ()
    found = tuple(holders_matching(office_kinds(role or "", affiliation), affiliation, day, name))
    if not found and len(fold_name(name).words) == 1:
        found = tuple(holders_by_surname(name, affiliation, day))
    return tuple({person.id: person for person in found}.values())


def _in_office(candidates: Iterable[Person], affiliation: str | None, day: date | None) -> list[Person]:
    if affiliation is None or day is None:
        return []
    return [person for person in candidates if holds_office(person, affiliation, day=day)]


def _of(candidates: Iterable[Person], affiliation: str | None) -> list[Person]:
    return [person for person in candidates if affiliation in person.affiliations]


def _may_speak_for(person: Person, affiliation: str | None) -> bool:
    """A namesake in another state is someone else; organisations may take anyone."""
    own = [each for each in person.affiliations if not each.startswith("org:")]
    return affiliation not in country_ids() or not own or affiliation in own


def _unknown_person(name: str, affiliation: str | None) -> str:
    identifier = f"person:{fold_name(name).slug}"
    is_taken = identifier in people() or bool(person_named(name))
    return f"{identifier}:{_owner(affiliation)}" if is_taken and affiliation else identifier


def _office(name: str, *, role: str | None, affiliation: str | None, day: date | None) -> str:
    written = role or name
    kind = main_kind(written, affiliation)
    if kind in unique_kinds() and affiliation is not None and day is not None:
        person = holder(kind, affiliation, day=day)
        if person is not None:
            return person.id
    if affiliation is None:
        return f"office:{plain_slug(name)}"
    return f"office:{kind or plain_slug(written)}:{_owner(affiliation)}"


def _owner(affiliation: str | None) -> str:
    """An affiliation as part of an id: ids as they are, organisations by name as their id, else folded."""
    if affiliation is None:
        return "unknown"
    if affiliation in country_ids() or affiliation in organisations():
        return affiliation
    known = _organisations_named(affiliation)
    return known[0] if known else plain_slug(affiliation)


@cache
def _organisations_by_name() -> Mapping[str, Sequence[str]]:
    index: dict[str, list[str]] = {}
    for organisation in organisations().values():
        for written in {name for language in LANGUAGES for name in organisation.names[language]}:
            index.setdefault(plain_slug(written), []).append(organisation.id)
    return index


def _organisations_named(name: str) -> Sequence[str]:
    return _organisations_by_name().get(plain_slug(name), ())


def _organisation(name: str, affiliation: str | None) -> str:
    candidates = _organisations_named(name)
    fitting = [each for each in candidates if affiliation in _belongs_to(each)]
    if fitting or (candidates and (affiliation is None or affiliation not in country_ids() | organisations().keys())):
        return (fitting or candidates)[0]
    slug = plain_slug(name)
    if affiliation is None or _owner(affiliation) in {slug, f"org:{slug}"}:
        return f"org:{slug}"
    return f"org:{slug}:{_owner(affiliation)}"


def _belongs_to(identifier: str) -> Sequence[str | None]:
    return (*lineage(identifier), organisations()[identifier].affiliation or identifier)


@cache
def _states_by_name() -> Mapping[str, str]:
    states: dict[str, str] = {}
    for country in countries():
        for language in LANGUAGES:
            for written in country["names"][language]:
                states.setdefault(plain_slug(written), country["id"])
    return states


def _state(name: str, affiliation: str | None) -> str:
    if affiliation in country_ids():
        return str(affiliation)
    return _states_by_name().get(plain_slug(name)) or f"state:{plain_slug(name)}"
