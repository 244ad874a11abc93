from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.cli.replay_differences import Change, Difference, Fate, difference
from services.contracts import ids
from services.contracts.messages import Event, EventFacts, Evidence, MeetingsExtracted, TopicsExtracted
from services.contracts.vocabulary import Outcome
from tests.builders import a_meeting, a_meetings_extracted, a_participant, a_reference

NO_TOPICS = TopicsExtracted(release=a_reference(), extractor="1", outcome=Outcome.EXTRACTED)
DAYS = st.integers(1, 28).map(lambda day: date(2024, 5, day))


def events(*facts: EventFacts) -> tuple[Event, ...]:
    return ids.with_ids(a_reference().release_id, facts)


def between(before: MeetingsExtracted | None, after: MeetingsExtracted) -> Difference:
    return difference((before, NO_TOPICS), (after, NO_TOPICS))


def told(text: str, **overrides: object) -> EventFacts:
    return a_meeting(evidence=Evidence(text=text, start=0, end=len(text)), **overrides)


def test_a_field_that_is_read_otherwise_is_told_with_its_value_before_and_after() -> None:
    before, after = (a_meetings_extracted(*events(a_meeting(place=place))) for place in (None, "Vienna"))
    (change,) = between(before, after).events
    assert (change.fate, change.fields) == (Fate.CHANGED, {"place": Change(None, "Vienna")})


def test_an_event_told_by_the_same_words_is_changed_and_not_another_one_even_where_its_id_is() -> None:
    days = date(2024, 5, 13), date(2024, 5, 14)
    before, after = (a_meetings_extracted(*events(told("They met.", start=day))) for day in days)
    (change,) = between(before, after).events
    assert change.fate is Fate.CHANGED
    assert {*change.fields} == {"event_id", "start"}


def test_an_event_told_by_other_words_with_other_participants_is_one_removed_and_one_added() -> None:
    before = a_meetings_extracted(*events(told("They met.")))
    after = a_meetings_extracted(*events(told("She called.", participants=(a_participant("person:other"),))))
    assert [change.fate for change in between(before, after).events] == [Fate.REMOVED, Fate.ADDED]


def test_another_version_of_the_extractor_alone_is_no_difference() -> None:
    assert not between(a_meetings_extracted(extractor="1"), a_meetings_extracted(extractor="2"))


def test_where_nothing_stands_both_sets_must_be_sent_even_if_they_are_empty() -> None:
    empty = MeetingsExtracted(release=a_reference(), extractor="1", outcome=Outcome.EXTRACTED)
    found = difference((None, None), (empty, NO_TOPICS))
    assert (found.meetings, found.topics, found.events) == (True, True, ())


def test_only_the_set_that_changes_must_be_sent() -> None:
    topics = NO_TOPICS.model_copy(update={"topics": ("diplomacy",)})
    found = difference((a_meetings_extracted(), topics), (a_meetings_extracted(), NO_TOPICS))
    assert (found.meetings, found.topics, found.topics_removed) == (False, True, ["diplomacy"])


def test_an_outcome_that_changes_is_told_and_sent() -> None:
    found = between(a_meetings_extracted(), a_meetings_extracted(outcome=Outcome.NOT_EXTRACTED))
    assert found.about == {"outcome": Change(Outcome.EXTRACTED, Outcome.NOT_EXTRACTED)}
    assert found.meetings


@given(before=st.lists(DAYS, max_size=5), after=st.lists(DAYS, max_size=5))
def test_every_event_is_accounted_for_once(before: list[date], after: list[date]) -> None:
    old, new = (
        MeetingsExtracted(
            release=a_reference(),
            extractor="1",
            outcome=Outcome.EXTRACTED,
            events=events(*(told("They met.", start=day) for day in days)),
        )
        for days in (before, after)
    )
    fates = [change.fate for change in between(old, new).events]
    assert fates.count(Fate.ADDED) - fates.count(Fate.REMOVED) == len(after) - len(before)
    assert fates.count(Fate.ADDED) == max(0, len(after) - len(before))
    assert bool(fates) == (sorted(before) != sorted(after))
