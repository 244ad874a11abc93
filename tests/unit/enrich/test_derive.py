from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.messages import MeetingsExtracted, ReleasePublished, ReleaseWithdrawn, TopicsExtracted
from services.contracts.vocabulary import Outcome
from services.enrich import derive as derived
from tests import fake_extractor
from tests.builders import a_published


def derive(
    message: ReleasePublished | ReleaseWithdrawn, *, sequence: int = 7, **overrides: Any
) -> tuple[MeetingsExtracted, TopicsExtracted]:
    options = {"extract": fake_extractor.extract, "extractor": "v1", **overrides}
    return derived.derive(message, sequence=sequence, **options)


def test_a_published_release_gives_its_complete_sets() -> None:
    message = a_published()
    meetings, topics = derive(message)
    assert [event.evidence.text for event in meetings.events] == [message.release.body]
    assert topics.topics == ("diplomacy",)
    assert meetings.outcome == topics.outcome == Outcome.EXTRACTED
    assert meetings.extractor == topics.extractor == "v1"


def test_both_sets_cite_the_revision_and_the_position_of_the_raw_record() -> None:
    message = a_published(url="https://example.org/1")
    meetings, topics = derive(message, sequence=41)
    assert meetings.release == topics.release
    assert (meetings.release.release_id, meetings.release.revision) == (message.release_id, message.revision)
    assert meetings.release.sequence == 41
    assert meetings.release.url == "https://example.org/1"
    assert meetings.release.published_at == message.release.published_at


def test_every_event_has_an_id_within_its_release() -> None:
    message = a_published()
    (event,) = derive(message)[0].events
    assert event.event_id.startswith(message.release_id + ":")


def test_a_withdrawal_empties_both_sets() -> None:
    meetings, topics = derive(ReleaseWithdrawn(release_id="example.org:abc", reason="published in error"))
    assert (meetings.events, topics.topics) == ((), ())
    assert meetings.outcome == topics.outcome == Outcome.WITHDRAWN
    assert meetings.detail == "published in error"
    assert meetings.release.source == "example.org"


def test_a_withdrawal_does_not_run_the_extractor() -> None:
    def extract(_release: object) -> fake_extractor.FakeExtraction:
        raise AssertionError

    derive(ReleaseWithdrawn(release_id="example.org:abc"), extract=extract)


@pytest.mark.parametrize(("language", "detail"), [("de", "'de' is not read"), (None, "no language that is read")])
def test_a_language_that_is_not_read_gives_empty_sets_and_says_so(language: str | None, detail: str) -> None:
    meetings, topics = derive(a_published(language=language))
    assert (meetings.events, topics.topics) == ((), ())
    assert meetings.outcome == topics.outcome == Outcome.NOT_EXTRACTED
    assert detail in str(meetings.detail)
    assert meetings.release.language == language


@given(title=st.text(), body=st.text().filter(lambda body: "for ever" not in body), sequence=st.integers(0, 2**63 - 1))
def test_the_same_message_gives_the_same_sets(title: str, body: str, sequence: int) -> None:
    message = a_published(title=title, body=body)
    assert derive(message, sequence=sequence) == derive(message, sequence=sequence)
