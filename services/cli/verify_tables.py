"""What should stand in the derived topics and the views, as rows, and how what stands there differs. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from services.contracts.messages import (
    Derived,
    MeetingsExtracted,
    Message,
    ParticipationReported,
    TopicsExtracted,
)
from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_MEETINGS, RELEASES_TOPICS, Topic
from services.index import reference, rows
from services.index.rows import Table
from services.index.views import day_key

Rows: TypeAlias = dict[bytes, bytes]
Tables: TypeAlias = dict[str, Rows]
"""Rows by place: `topic NAME` holds the last word on each key, `views of NAME` what the index made of it."""


class Fault(StrEnum):
    """What can be wrong with a row."""

    LOST = "lost"
    EXTRA = "extra"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not as it should be."""

    place: str
    fault: Fault
    key: str


def in_topic(topic: Topic) -> str:
    """The place of a topic's last words."""
    return f"topic {topic.name}"


def in_views(topic: Topic | str) -> str:
    """The place of the rows that the index made from a topic."""
    return f"views of {topic if isinstance(topic, str) else topic.name}"


def expected(meetings: Mapping[str, MeetingsExtracted], topics: Mapping[str, TopicsExtracted]) -> Tables:
    """All that follows from the complete sets that count, each by its release id."""
    standing = reference.standing(meetings.values())
    entries = {_entry(said): day_key(said).encode() for said in standing}
    return {
        in_topic(RELEASES_MEETINGS): last_sets(meetings),
        in_topic(RELEASES_TOPICS): last_sets(topics),
        in_topic(PARTICIPANTS_EVENTS): last_participations({said.key: said for said in standing}),
        in_views(RELEASES_MEETINGS): _pages(meetings),
        in_views(RELEASES_TOPICS): _pages(topics),
        in_views(PARTICIPANTS_EVENTS): reference.view(meetings.values()) | entries,
    }


def last_sets(messages: Mapping[str, Derived]) -> Rows:
    """The rows of a topic of complete sets."""
    return {key.encode(): _set(message) for key, message in messages.items()}


def last_participations(messages: Mapping[str, Message]) -> Rows:
    """The rows of the topic of participations: those whose last word is that they stand."""
    return {
        key.encode(): _json(reference.comparable(message))
        for key, message in messages.items()
        if isinstance(message, ParticipationReported)
    }


def served(topic: str, found: Iterable[tuple[bytes, bytes]]) -> Rows:
    """Rows of an index instance without what remembers how they came about."""
    return dict(_comparable(topic, found))


def differences(wanted: Tables, found: Tables, *, apart: AbstractSet[str]) -> Iterator[Difference]:
    """Everything that is not as it should be, but for rows of the releases set `apart`."""
    for place, should in wanted.items():
        stands = found.get(place, {})
        for key in sorted(should.keys() | stands.keys()):
            fault = _fault(should.get(key), stands.get(key))
            if fault is not None and release_of(key) not in apart:
                yield Difference(place, fault, key.decode("utf-8", "replace").replace("\0", " "))


def release_of(key: bytes) -> str:
    """The release that a row tells of: its key ends in the release id, or in the id of one of its events."""
    whole = key.decode("utf-8", "replace")
    last = whole.rpartition("\0")[2].rpartition("/")[2]
    is_release = last == whole or key.startswith(rows.prefix(Table.PAGE))
    return last if is_release else last.rpartition(":")[0]


def _fault(should: bytes | None, stands: bytes | None) -> Fault | None:
    if should == stands:
        return None
    if stands is None:
        return Fault.LOST
    return Fault.EXTRA if should is None else Fault.STALE


def _comparable(topic: str, found: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    paged: type[Derived] = MeetingsExtracted if topic == RELEASES_MEETINGS.name else TopicsExtracted
    for key, value in found:
        if key.startswith(rows.prefix(Table.PAGE)):
            yield key, _set(paged.model_validate_json(value))
        elif key.startswith(rows.prefix(Table.DATED)):
            yield key, _json(reference.comparable(ParticipationReported.model_validate_json(value)))
        elif not key.startswith(rows.prefix(Table.ENTRY)):
            yield key, value
        elif day := value.partition(b" ")[2]:  # without a day: retracted
            yield key, day


def _pages(messages: Mapping[str, Derived]) -> Rows:
    return {rows.key(Table.PAGE, key): _set(message) for key, message in messages.items()}


def _entry(said: ParticipationReported) -> bytes:
    return rows.key(Table.ENTRY, said.participant.participant_id, said.event.event_id)


def _set(message: Derived) -> bytes:
    """Without the version that made it: a replay sends again only what another version reads differently."""
    return _json(message.model_copy(update={"extractor": ""}))


def _json(message: Message) -> bytes:
    return message.model_dump_json().encode()
