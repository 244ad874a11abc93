"""The file of people: consistent in itself, and right about who held what when."""

from datetime import date
from itertools import pairwise

import pytest

from services.enrich.identity.model import Holding, Person
from services.enrich.identity.offices import unique_kinds
from services.enrich.identity.people import first_day, holder, last_day, people, person_named
from services.enrich.identity.store import country_ids, organisations

HOLDINGS = [(person, holding) for person in people().values() for holding in person.holdings]


def end_of(holding: Holding) -> date:
    return last_day(holding.span.until) if holding.span.until else date.max


def test_there_are_people_of_every_continent() -> None:
    assert len(people()) >= 3000
    assert len({holding.affiliation for _, holding in HOLDINGS}) >= 200


def test_every_affiliation_is_known() -> None:
    known = country_ids() | organisations().keys()
    assert {each for person in people().values() for each in person.affiliations} <= known
    assert {holding.affiliation for _, holding in HOLDINGS} <= known


def test_no_term_ends_before_it_begins() -> None:
    assert not [person.id for person, holding in HOLDINGS if first_day(holding.span.since) > end_of(holding)]


def test_a_unique_office_has_one_holder_at_a_time() -> None:
    offices: dict[tuple[str, str], list[tuple[date, Holding, Person]]] = {}
    for person, holding in HOLDINGS:
        if holding.kind in unique_kinds():
            begin = first_day(holding.span.since)
            offices.setdefault((holding.kind, holding.affiliation), []).append((begin, holding, person))
    for terms in offices.values():
        ordered = sorted(terms, key=lambda term: (term[0], end_of(term[1])))
        for (_, former, _), (_, latter, person) in pairwise(ordered):
            assert former.span.until is not None, person.id
            assert first_day(former.span.until) <= last_day(latter.span.since), person.id


def test_only_marked_namesakes_share_a_spelling() -> None:
    shared = {name for person in people().values() for name in person.names if len(person_named(name)) > 1}
    assert shared <= {
        "Amina Mohamed",
        "Amina C. Mohamed",
        "Amina Mohammed",
        "Amina J. Mohammed",
        "Andris Bērziņš",
        "David Johnston",
    }


def test_every_spelling_leads_to_its_person() -> None:
    for person in people().values():
        for name in person.names:
            assert person in person_named(name), name


@pytest.mark.parametrize(
    ("kind", "affiliation", "day", "identifier"),
    [
        ("foreign-minister", "country:RU", date(2018, 9, 25), "person:sergey-lavrov"),
        ("secretary-general", "org:nato", date(2018, 9, 25), "person:jens-stoltenberg"),
        ("secretary-general", "org:nato", date(2024, 10, 2), "person:mark-rutte"),
        ("head-of-state", "country:US", date(2021, 1, 19), "person:donald-trump"),
        ("head-of-state", "country:FR", date(2008, 1, 1), "person:nicolas-sarkozy"),
        ("head-of-government", "country:RU", date(2009, 1, 1), "person:vladimir-putin"),
        ("head-of-state", "territory:palestine", date(2012, 1, 1), "person:mahmoud-abbas"),
    ],
)
def test_the_holder_of_an_office_on_a_day_is_known(kind: str, affiliation: str, day: date, identifier: str) -> None:
    person = holder(kind, affiliation, day=day)
    assert person is not None
    assert person.id == identifier


@pytest.mark.parametrize(
    ("kind", "affiliation", "day"),
    [
        ("head-of-state", "country:US", date(2025, 1, 20)),
        ("foreign-minister", "country:JP", date(2004, 9, 15)),
        ("foreign-minister", "country:RU", date(2035, 1, 1)),
        ("foreign-minister", "country:RU", date(1950, 1, 1)),
        ("foreign-minister", "country:XX", date(2018, 1, 1)),
    ],
)
def test_no_holder_is_guessed_on_a_day_of_handover_or_beyond_what_is_known(
    kind: str, affiliation: str, day: date
) -> None:
    assert holder(kind, affiliation, day=day) is None
