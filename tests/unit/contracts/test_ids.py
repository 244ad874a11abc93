from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts import ids
from services.contracts.messages import EventFacts, Evidence, Release
from services.contracts.vocabulary import Kind, Status
from tests.builders import a_meeting, a_participant, a_release
from tests.contract import strategies

# --- releases -------------------------------------------------------------------------------------------------------


@given(release=strategies.releases)
def test_the_same_release_has_the_same_ids(release: Release) -> None:
    again = Release.model_validate_json(release.model_dump_json())
    assert ids.release_id(again) == ids.release_id(release)
    assert ids.revision(again) == ids.revision(release)


@given(release=strategies.releases)
def test_a_release_id_belongs_to_its_source_and_can_be_a_path(release: Release) -> None:
    release_id = ids.release_id(release)
    assert ids.source_of(release_id) == release.source
    assert not set(release_id) & set("/ \n%?#")


@given(first=strategies.releases, second=strategies.releases)
def test_different_content_is_another_revision(first: Release, second: Release) -> None:
    assert (ids.revision(first) == ids.revision(second)) == (first.model_dump_json() == second.model_dump_json())


@pytest.mark.parametrize(
    "changes",
    [{"body": "corrected"}, {"title": "Corrected"}, {"published_at": date(2024, 5, 15)}, {"url": "https://x.org/2"}],
)
def test_what_a_feed_corrects_under_its_own_id_is_the_same_release(changes: dict[str, object]) -> None:
    assert ids.release_id(a_release(**changes)) == ids.release_id(a_release())
    assert ids.revision(a_release(**changes)) != ids.revision(a_release())


def test_without_an_own_id_the_address_counts_and_without_it_title_and_day() -> None:
    by_url = a_release(external_id=None, url="https://x.org/1")
    assert ids.release_id(by_url) == ids.release_id(by_url.model_copy(update={"title": "Corrected"}))
    by_title = a_release(external_id=None, published_at=datetime(2024, 5, 14, 9, tzinfo=UTC))
    later = by_title.model_copy(update={"published_at": datetime(2024, 5, 14, 18, tzinfo=UTC), "body": "corrected"})
    tomorrow = by_title.model_copy(update={"published_at": date(2024, 5, 15)})
    assert ids.release_id(by_title) == ids.release_id(later)
    assert len({ids.release_id(release) for release in (by_url, by_title, tomorrow)}) == 3


def test_an_id_an_address_and_a_title_that_read_alike_are_not_confused() -> None:
    word = "https://x.org/1"
    alike = [
        a_release(external_id=word, published_at=None),
        a_release(external_id=None, url=word, published_at=None),
        a_release(external_id=None, title=word, published_at=None),
    ]
    assert len({ids.release_id(release) for release in alike}) == 3


@given(st.lists(st.none() | st.text(max_size=4), max_size=4), st.lists(st.none() | st.text(max_size=4), max_size=4))
def test_no_two_lists_of_parts_share_a_digest(first: list[str | None], second: list[str | None]) -> None:
    assert (ids.digest(*first) == ids.digest(*second)) == (first == second)


# --- events ---------------------------------------------------------------------------------------------------------


def event_ids(*facts: EventFacts) -> list[str]:
    return [event.event_id for event in ids.with_ids("example.org:1", facts)]


@pytest.mark.parametrize(
    "changes",
    [
        {"place": "Strelsau"},
        {"status": Status.CANCELLED},
        {"topics": ("subject:trade",)},
        {"evidence": Evidence(text="x", start=0, end=1)},
        {"confidence": 0.5},
        {"kind": Kind.CALL},
    ],
)
def test_what_may_be_corrected_does_not_make_another_event(changes: dict[str, object]) -> None:
    assert event_ids(a_meeting(**changes)) == event_ids(a_meeting())


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": Kind.VISIT},
        {"start": date(2024, 5, 12)},
        {"end": None},
        {"occasion": "a conference"},
        {"participants": (a_participant(),)},
    ],
)
def test_what_tells_events_apart_makes_another_event(changes: dict[str, object]) -> None:
    assert event_ids(a_meeting(**changes)) != event_ids(a_meeting())


def test_the_order_of_participants_does_not_count() -> None:
    meeting = a_meeting()
    turned = meeting.model_copy(update={"participants": meeting.participants[::-1]})
    assert event_ids(turned) == event_ids(meeting)


def test_events_that_agree_in_all_are_told_apart_by_their_order() -> None:
    first, second = event_ids(a_meeting(), a_meeting())
    assert first != second
    assert event_ids(a_meeting()) == [first]


def test_the_same_event_in_another_release_has_another_id() -> None:
    (here,), (there,) = ids.with_ids("a.org:1", [a_meeting()]), ids.with_ids("b.org:1", [a_meeting()])
    assert here.event_id != there.event_id


@given(participant=strategies.names.filter(lambda name: "/" not in name), event=strategies.names)
def test_a_participation_key_can_be_taken_apart(participant: str, event: str) -> None:
    assert tuple(ids.split_participation_key(f"{participant}/{event}")) == (participant, event)
