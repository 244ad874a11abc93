"""For operators: read the dead letters, and put their records back where they came from."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self

from aiokafka import AIOKafkaProducer, ConsumerRecord, TopicPartition

from services.contracts import codec
from services.contracts.messages import RecordDeadLettered
from services.contracts.topics import DEAD_LETTERS
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings

CLIENT_ID = "readout-dead-letters"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where a record is; written `topic/partition/offset`."""

    topic: str
    partition: int
    offset: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """The position that `text` writes; raises ValueError with one line for people."""
        topic, *numbers = text.split("/")
        if len(numbers) != 2 or not all(number.isdecimal() for number in numbers):
            raise ValueError(f"{text!r} is not written topic/partition/offset")
        return cls(topic, *map(int, numbers))

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A dead letter, where it is stored and since when."""

    at: Position
    time: datetime
    letter: RecordDeadLettered

    @property
    def origin(self) -> Position:
        """Where the record was that it keeps."""
        return Position(self.letter.topic, self.letter.partition, self.letter.offset)


class Fate(StrEnum):
    """What became of a dead letter that was to be put back."""

    SENT = "sent"
    SUPERSEDED = "superseded"
    """A later record of the same key says something else; sent now, the old one would count as the newer."""
    NOTHING_TO_SEND = "nothing-to-send"
    """The record had no value, or was too large to be kept."""


@dataclass(frozen=True, slots=True)
class Redriven:
    """The fate of one letter: `position` is where the record stands now, or what supersedes it."""

    stored: StoredLetter
    fate: Fate
    position: Position | None = None


async def letters(kafka: KafkaSettings, *, reason: str | None = None, topic: str | None = None) -> list[StoredLetter]:
    """All dead letters with this reason, of records of this topic; the newest first.

    Raises:
        CannotStartError: the broker does not answer, or has no topic for dead letters.
    """
    found = [
        stored
        async for stored in _stored(kafka)
        if reason in (None, stored.letter.reason) and topic in (None, stored.letter.topic)
    ]
    return sorted(found, key=lambda stored: (stored.time, stored.at), reverse=True)


async def letter_at(kafka: KafkaSettings, position: Position) -> StoredLetter | None:
    """The letter that is stored at `position`, or the newest one about the record that was there."""
    about = [stored for stored in await letters(kafka) if position in (stored.at, stored.origin)]
    return about[0] if about else None


async def redrive(
    kafka: KafkaSettings,
    chosen: Sequence[StoredLetter],
    *,
    repair: Callable[[StoredLetter], bytes | None] = lambda stored: stored.letter.original_value,
    superseded_too: bool = False,
) -> list[Redriven]:
    """Put the records back on their topic and partition, acknowledged, with their own key and headers.

    `repair` gives the value to send, the original one by default. Nothing is marked as done: putting a record back
    twice is harmless, since every id is computed from its content.
    """
    later = {} if superseded_too else await _superseding(kafka, chosen, repair)
    async with clients.producer(
        kafka, client_id=CLIENT_ID, max_request_size=DEAD_LETTERS.max_message_bytes
    ) as producer:
        return [await _put_back(producer, stored, repair(stored), later.get(stored.at)) for stored in chosen]


async def _put_back(
    producer: AIOKafkaProducer, stored: StoredLetter, value: bytes | None, later: Position | None
) -> Redriven:
    if value is None:
        return Redriven(stored, Fate.NOTHING_TO_SEND)
    if later is not None:
        return Redriven(stored, Fate.SUPERSEDED, later)
    letter = stored.letter
    sent = await producer.send_and_wait(
        letter.topic,
        value,
        letter.original_key,
        partition=letter.partition,
        headers=list(letter.original_headers),
    )
    return Redriven(stored, Fate.SENT, Position(sent.topic, sent.partition, sent.offset))


async def _superseding(
    kafka: KafkaSettings, chosen: Iterable[StoredLetter], repair: Callable[[StoredLetter], bytes | None]
) -> dict[Position, Position]:
    """For each letter the last record after its origin with the same key, if that says something else."""
    last: dict[tuple[TopicPartition, bytes], tuple[int, bytes | None]] = {}
    starts: dict[TopicPartition, int] = {}
    for stored in chosen:
        partition = TopicPartition(stored.origin.topic, stored.origin.partition)
        starts[partition] = min(stored.origin.offset + 1, starts.get(partition, stored.origin.offset + 1))
    async for record in _records(kafka, starts):
        if record.key is not None:
            last[TopicPartition(record.topic, record.partition), record.key] = record.offset, record.value
    return {stored.at: at for stored in chosen if (at := _later(stored, repair(stored), last)) is not None}


def _later(
    stored: StoredLetter,
    value: bytes | None,
    last: Mapping[tuple[TopicPartition, bytes], tuple[int, bytes | None]],
) -> Position | None:
    origin = stored.origin
    key = stored.letter.original_key or b""
    offset, content = last.get((TopicPartition(origin.topic, origin.partition), key), (-1, None))
    if offset <= origin.offset or content == value:
        return None
    return Position(origin.topic, origin.partition, offset)


async def _stored(kafka: KafkaSettings) -> AsyncIterator[StoredLetter]:
    count = (await clients.partition_counts(kafka, [DEAD_LETTERS], client_id=CLIENT_ID))[DEAD_LETTERS.name]
    async for record in _records(kafka, {TopicPartition(DEAD_LETTERS.name, number): 0 for number in range(count)}):
        envelope, message = codec.decode(DEAD_LETTERS, record.value, record.headers)
        if isinstance(message, RecordDeadLettered):
            at = Position(record.topic, record.partition, record.offset)
            yield StoredLetter(at, envelope.time.astimezone(UTC), message)


async def _records(kafka: KafkaSettings, starts: Mapping[TopicPartition, int]) -> AsyncIterator[ConsumerRecord]:
    """The records of these partitions from these offsets up to the present end."""
    if not starts:
        return
    consumer = clients.consumer(kafka, client_id=CLIENT_ID, group_id=None)
    consumer.assign(list(starts))
    async with consumer:
        ends = await consumer.end_offsets(list(starts))
        beginnings = await consumer.beginning_offsets(list(starts))
        for partition, start in starts.items():
            consumer.seek(partition, max(start, beginnings[partition]))
        while any([await consumer.position(partition) < end for partition, end in ends.items()]):
            for partition, records in (await consumer.getmany(timeout_ms=200)).items():
                for record in records:
                    if record.offset < ends[partition]:
                        yield record
