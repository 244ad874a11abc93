from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from services.cli.replay_record import Place, Selection, Shelf, choose, milliseconds
from services.contracts import codec
from services.contracts.messages import Message, ReleaseWithdrawn
from services.contracts.topics import RELEASES_MEETINGS
from tests.builders import a_meetings_extracted, a_published, a_reference

NOON = datetime(2024, 5, 14, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FakeRecord:
    offset: int
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    timestamp: int = milliseconds(NOON)
    partition: int = 2


def raw(message: Message, offset: int, **overrides: Any) -> FakeRecord:
    encoded = codec.encode(message, service="ingest", time=NOON)
    return FakeRecord(offset, encoded.value, encoded.headers, **overrides)


def chosen(*records: FakeRecord, selection: Selection | None = None) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for record in records:
        choose(found, record, selection or Selection())
    return found


def test_of_each_release_the_newest_record_counts_a_withdrawal_too() -> None:
    message = a_published()
    found = chosen(raw(message, 3), raw(ReleaseWithdrawn(release_id=message.release_id), 5))
    assert found == {message.release_id: Place(2, 5)}


def test_a_record_that_cannot_be_read_supersedes_nothing() -> None:
    message = a_published()
    assert chosen(raw(message, 3), FakeRecord(5, b"not json", raw(message, 5).headers)) == {message.key: Place(2, 3)}


def test_a_release_that_has_a_newer_revision_after_the_selection_is_left_out() -> None:
    message = a_published()
    late = raw(message, 9, timestamp=milliseconds(NOON) + 1000)
    until = Selection(until=datetime(2024, 5, 14, 12, 0, 1, tzinfo=UTC))
    assert chosen(raw(message, 3), selection=until) == {message.key: Place(2, 3)}
    assert chosen(raw(message, 3), late, selection=until) == {}


def test_one_release_can_be_chosen() -> None:
    one, other = a_published(external_id="one"), a_published(external_id="other")
    assert [*chosen(raw(one, 1), raw(other, 2), selection=Selection(release_id=one.key))] == [one.key]


def test_the_highest_sequence_stands_and_of_equals_the_last() -> None:
    shelf = Shelf()
    for sequence, extractor in ((7, "1"), (3, "2"), (7, "3"), (6, "4")):
        message = a_meetings_extracted(release=a_reference(sequence=sequence), extractor=extractor)
        shelf.put(RELEASES_MEETINGS, message, message.model_dump_json().encode())
    meetings, topics = shelf.standing(a_reference().release_id)
    assert meetings is not None
    assert (meetings.release.sequence, meetings.extractor, topics) == (7, "3", None)
    shelf.close()
