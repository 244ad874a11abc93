"""The cases of docs/decisions/encounters.md: what is told once, and what is kept apart."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import permutations
from typing import Any

import pytest

from services.contracts.ids import with_ids
from services.contracts.messages import EventFacts, Participant, ParticipationReported
from services.contracts.vocabulary import Kind, Status
from services.index.encounters import Encounter, encounter
from services.index.joining import join
from services.index.matching import Report
from tests.builders import a_meeting, a_participant, a_reference

MONDAY, TUESDAY = date(2024, 5, 13), date(2024, 5, 14)
ME, ADA, BO, CY = (f"person:{name}" for name in ("me", "ada", "bo", "cy"))
NEW_YORK, GENEVA = "city:5128581", "city:2660646"


def people(*ids: str) -> tuple[Participant, ...]:
    return tuple(a_participant(who, name=who.removeprefix("person:").title()) for who in ids)


def talks(*others: str, **overrides: Any) -> EventFacts:
    return a_meeting(**{"start": MONDAY, "end": MONDAY, "participants": people(ME, *others), **overrides})


def gathering(occasion: str | None, *others: str, **overrides: Any) -> EventFacts:
    return talks(*others, **{"kind": Kind.GATHERING, "occasion": occasion, **overrides})


def visit(place_id: str | None, *others: str, **overrides: Any) -> EventFacts:
    return talks(*others, **{"kind": Kind.VISIT, "place_id": place_id, **overrides})


def told(release: str, *facts: EventFacts, published: date | None = TUESDAY, language: str = "en") -> list[Report]:
    reference = a_reference(release_id=release, published_at=published, language=language)
    return [
        Report.of(ParticipationReported(participant=people(ME)[0], event=event, release=reference))
        for event in with_ids(release, facts)
    ]


def encounters(*releases: Sequence[Report]) -> list[Encounter]:
    return [encounter(members) for members in join([report for release in releases for report in release])]


def sources(found: Sequence[Encounter]) -> list[list[str]]:
    return sorted([source.release_id for source in one.sources] for one in found)


JOINED = {
    "two sources, the same partners and day": (talks(ADA), talks(ADA)),
    "two sources, one of which names one partner more": (talks(ADA), talks(ADA, BO)),
    "a call, and talks of which the release does not say how": (talks(ADA, kind=Kind.CALL), talks(ADA)),
    "a city, and its country": (talks(ADA, place_id=GENEVA), talks(ADA, place_id="country:CH")),
    "a gathering by its name in other spelling": (
        gathering("Munich Security Conference"),
        gathering("the Munich security conference"),
    ),
    "a gathering by part of its name": (gathering("NATO summit"), gathering("Summit")),
    "a gathering without a name, by place and company": (
        gathering(None, ADA, place_id=NEW_YORK),
        gathering("General Assembly", ADA, place_id=NEW_YORK),
    ),
    "a visit by place": (visit(GENEVA), visit(GENEVA, ADA)),
    "a visit by company, where one release leaves out the place": (visit(None, ADA), visit(GENEVA, ADA)),
    "a day inside a stay of several": (visit(GENEVA, end=date(2024, 5, 16)), visit(GENEVA, start=TUESDAY, end=TUESDAY)),
    "an undated report published the day after": (talks(ADA), talks(ADA, start=None, end=None)),
}

APART = {
    "other partners": (talks(ADA), talks(BO)),
    "only some partners in common": (talks(ADA, BO), talks(ADA, CY)),
    "no partner named": (talks(), talks()),
    "another day": (talks(ADA), talks(ADA, start=TUESDAY, end=TUESDAY)),
    "another city": (talks(ADA, place_id=GENEVA), talks(ADA, place_id=NEW_YORK)),
    "a call, and talks at a place": (talks(ADA, kind=Kind.CALL), talks(ADA, place="Geneva")),
    "talks on the margins, and the gathering": (talks(ADA, occasion="NATO summit"), gathering("NATO summit", ADA)),
    "talks during a visit, and the visit": (talks(ADA, place_id=GENEVA), visit(GENEVA, ADA)),
    "two gatherings in one city on one day": (
        gathering("9/11 Memorial", place_id=NEW_YORK),
        gathering("General Assembly", place_id=NEW_YORK),
    ),
    "two sessions by number": (gathering("73rd session"), gathering("74th session")),
    "two guests received in one city on one day": (visit(GENEVA, ADA), visit(GENEVA, BO)),
    "an undated report published a week later": (
        talks(ADA, start=date(2024, 5, 1), end=date(2024, 5, 1)),
        talks(ADA, start=None, end=None),
    ),
}


@pytest.mark.parametrize("pair", JOINED.values(), ids=JOINED.keys())
def test_reports_of_one_meeting_are_told_once(pair: tuple[EventFacts, EventFacts]) -> None:
    assert sources(encounters(told("a.org:1", pair[0]), told("b.org:1", pair[1]))) == [["a.org:1", "b.org:1"]]


@pytest.mark.parametrize("pair", APART.values(), ids=APART.keys())
def test_reports_that_may_be_of_two_meetings_are_kept_apart(pair: tuple[EventFacts, EventFacts]) -> None:
    assert sources(encounters(told("a.org:1", pair[0]), told("b.org:1", pair[1]))) == [["a.org:1"], ["b.org:1"]]


@pytest.mark.parametrize("pair", JOINED.values(), ids=JOINED.keys())
def test_events_of_one_release_are_never_joined(pair: tuple[EventFacts, EventFacts]) -> None:
    assert len(encounters(told("a.org:1", *pair))) == 2


def test_a_gathering_is_known_in_another_language_by_place_day_and_number() -> None:
    french = told("a.org:1", gathering("73e session de l'Assemblée générale", place_id=NEW_YORK), language="fr")
    english = told("b.org:1", gathering("73rd General Assembly", place_id=NEW_YORK))
    other = told("b.org:2", gathering("74th General Assembly", place_id=NEW_YORK))
    assert sources(encounters(french, english)) == [["a.org:1", "b.org:1"]]
    assert len(encounters(french, other)) == 2


def test_two_talks_with_one_partner_on_one_day_are_not_guessed_at() -> None:
    twice = told("a.org:1", talks(ADA, place="a"), talks(ADA, place="b"))
    assert len(encounters(twice, told("b.org:1", talks(ADA)))) == 3


def test_of_two_talks_the_one_that_agrees_better_is_joined() -> None:
    both = told("a.org:1", talks(ADA), talks(ADA, BO))
    found = encounters(both, told("b.org:1", talks(ADA, BO)))
    assert sources(found) == [["a.org:1"], ["a.org:1", "b.org:1"]]


def test_an_undated_report_between_two_meetings_is_joined_with_neither() -> None:
    undated = told("c.org:1", talks(ADA, start=None, end=None), published=TUESDAY)
    monday, tuesday = told("a.org:1", talks(ADA)), told("b.org:1", talks(ADA, start=TUESDAY, end=TUESDAY))
    assert len(encounters(monday, tuesday, undated)) == 3


def test_a_report_that_agrees_with_only_one_of_two_joined_ones_stays_apart() -> None:
    found = encounters(
        told("a.org:1", talks(ADA, BO)),
        told("b.org:1", talks(ADA, BO)),
        told("c.org:1", talks(ADA, BO, CY)),
        told("d.org:1", talks(ADA)),
        told("e.org:1", talks(BO)),
    )
    assert all(len({source.release_id for source in one.sources} & {"d.org:1", "e.org:1"}) < 2 for one in found)


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ((Status.PLANNED, date(2024, 5, 8)), (Status.HELD, TUESDAY), Status.HELD),
        ((Status.HELD, TUESDAY), (Status.PLANNED, date(2024, 5, 15)), Status.HELD),
        ((Status.PLANNED, date(2024, 5, 8)), (Status.CANCELLED, date(2024, 5, 12)), Status.CANCELLED),
        ((Status.CANCELLED, date(2024, 5, 8)), (Status.PLANNED, date(2024, 5, 12)), Status.PLANNED),
        ((Status.CANCELLED, TUESDAY), (Status.PLANNED, TUESDAY), Status.CANCELLED),
    ],
)
def test_an_announced_meeting_moves_with_the_last_word(
    first: tuple[Status, date], second: tuple[Status, date], status: Status
) -> None:
    (found,) = encounters(
        told("a.org:1", talks(ADA, status=first[0]), published=first[1]),
        told("b.org:1", talks(ADA, status=second[0]), published=second[1]),
    )
    assert found.status is status


def test_a_meeting_postponed_is_cancelled_on_the_old_day_and_planned_on_the_new() -> None:
    announced = told("a.org:1", talks(ADA, status=Status.PLANNED), published=date(2024, 5, 8))
    moved = told(
        "a.org:2",
        talks(ADA, status=Status.CANCELLED),
        talks(ADA, status=Status.PLANNED, start=date(2024, 6, 3), end=date(2024, 6, 3)),
        published=date(2024, 5, 12),
    )
    found = {(one.status, one.start, len(one.sources)) for one in encounters(announced, moved)}
    assert found == {(Status.CANCELLED, MONDAY, 2), (Status.PLANNED, date(2024, 6, 3), 1)}


def test_the_encounter_keeps_the_day_that_only_the_announcement_gives() -> None:
    (found,) = encounters(
        told("a.org:1", talks(ADA, status=Status.PLANNED), published=date(2024, 5, 10)),
        told("b.org:1", talks(ADA, start=None, end=None)),
    )
    assert (found.status, found.start) == (Status.HELD, MONDAY)


def test_an_encounter_unites_what_its_sources_say_and_names_them_all() -> None:
    (found,) = encounters(
        told("a.org:1", talks(ADA, topics=("enlargement",), place="Genève", place_id=GENEVA), published=MONDAY),
        told("b.org:1", talks(ADA, BO, topics=("country:UA",))),
    )
    assert [p.participant_id for p in found.participants] == [ADA, BO, ME]
    assert (found.topics, found.place) == (("country:UA", "enlargement"), "Genève")
    assert [source.release_id for source in found.sources] == ["a.org:1", "b.org:1"]
    assert found.encounter_id == found.sources[0].event_id


def test_taking_a_source_away_undoes_the_join() -> None:
    one, two, three = told("a.org:1", talks(ADA)), told("b.org:1", talks(ADA, BO)), told("c.org:1", talks(ADA))
    assert sources(encounters(one, two, three)) == [["a.org:1", "b.org:1", "c.org:1"]]
    assert sources(encounters(one, three)) == [["a.org:1", "c.org:1"]]
    assert sources(encounters(one)) == [["a.org:1"]]


def test_the_order_of_reports_does_not_matter() -> None:
    reports = [
        *told("a.org:1", talks(ADA), talks(ADA, BO)),
        *told("b.org:1", talks(ADA, BO)),
        *told("c.org:1", talks(ADA, start=None, end=None)),
    ]
    outcomes = {str(sorted(sources(encounters(order)))) for order in permutations(reports)}
    assert len(outcomes) == 1


def test_a_time_of_publication_counts_as_its_day() -> None:
    reference = a_reference(release_id="b.org:1", published_at=datetime(2024, 5, 14, 9, 30))  # noqa: DTZ001 - as releases write it
    (event,) = with_ids("b.org:1", [talks(ADA, start=None, end=None)])
    timed = Report.of(ParticipationReported(participant=people(ME)[0], event=event, release=reference))
    assert sources(encounters(told("a.org:1", talks(ADA)), [timed])) == [["a.org:1", "b.org:1"]]
