"""What a replay reads: which raw records count, and what stands in the derived topics."""

import sqlite3
from collections.abc import AsyncGenerator, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from services.cli.log_ends import Offsets, log_ends, up_to
from services.contracts import codec
from services.contracts.codec import Undecodable
from services.contracts.messages import Derived, MeetingsExtracted, TopicsExtracted
from services.contracts.topics import RELEASES_MEETINGS, RELEASES_RAW, RELEASES_TOPICS, Topic
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings

CLIENT_ID = "readout-replay"
DERIVED = (RELEASES_MEETINGS, RELEASES_TOPICS)
TOPICS = (RELEASES_RAW, *DERIVED)

Standing = tuple[MeetingsExtracted | None, TopicsExtracted | None]


@dataclass(frozen=True, slots=True)
class Selection:
    """Releases whose newest raw record was received from `since` on and before `until`; only one, if it is named."""

    since: datetime | None = None
    until: datetime | None = None
    release_id: str | None = None

    def ends_before(self, timestamp: int) -> bool:
        """Whether a record with this time, in milliseconds, is beyond the selection."""
        return self.until is not None and timestamp >= milliseconds(self.until)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a raw record is."""

    partition: int
    offset: int


def milliseconds(moment: datetime) -> int:
    """As Kafka counts time; a moment without a zone is in UTC."""
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(zoned.timestamp() * 1000)


def choose(chosen: dict[str, Place], record: ConsumerRecord, selection: Selection) -> None:
    """Take note of one raw record, in the order of its partition: the newest that can be read decides for its release.

    What enrich cannot read is a dead letter and supersedes nothing.
    """
    try:
        _, message = codec.decode(RELEASES_RAW, record.value, record.headers)
    except Undecodable:
        return
    if selection.release_id not in (None, message.key):
        return
    if selection.ends_before(record.timestamp):
        chosen.pop(message.key, None)
    else:
        chosen[message.key] = Place(record.partition, record.offset)


class Shelf:
    """The standing set of each release on each derived topic, in a temporary file that goes with it."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.execute("CREATE TABLE sets (topic, key, sequence, value, PRIMARY KEY (topic, key)) WITHOUT ROWID")
        self._rows.execute("BEGIN")

    def put(self, topic: Topic, message: Derived, value: bytes) -> None:
        """Keep it unless an older one is kept: the highest sequence stands, of equals the last."""
        self._rows.execute(
            "INSERT INTO sets VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET sequence = excluded.sequence,"
            " value = excluded.value WHERE excluded.sequence >= sequence",
            (topic.name, message.key, message.release.sequence, value),
        )

    def standing(self, key: str) -> Standing:
        """The sets of one release."""
        meetings, topics = (self._value(topic, key) for topic in DERIVED)
        return (
            meetings and MeetingsExtracted.model_validate_json(meetings),  # type: ignore[return-value] # never empty
            topics and TopicsExtracted.model_validate_json(topics),
        )

    def _value(self, topic: Topic, key: str) -> bytes | None:
        row = self._rows.execute("SELECT value FROM sets WHERE topic = ? AND key = ?", (topic.name, key)).fetchone()
        value: bytes | None = row and row[0]
        return value

    def close(self) -> None:
        """Remove the file."""
        self._rows.close()


class Record:
    """The record and what was derived from it, on one broker."""

    def __init__(self, kafka: KafkaSettings, partitions: Mapping[str, int]) -> None:
        self._kafka, self._partitions = kafka, partitions

    @classmethod
    async def on(cls, kafka: KafkaSettings) -> "Record":
        """Raises CannotStartError: the broker does not answer, or a topic is missing."""
        return cls(kafka, await clients.partition_counts(kafka, TOPICS, client_id=CLIENT_ID))

    async def choose(self, selection: Selection) -> dict[str, Place]:
        """The place of the newest raw record of each selected release, in the order of the record."""
        chosen: dict[str, Place] = {}
        ends = await self._ends(self._of(RELEASES_RAW, selection.release_id))
        async with self._consumer(ends) as consumer:
            await self._start(consumer, selection.since, ends)
            async for record in up_to(ends, consumer):
                choose(chosen, record, selection)
        return dict(sorted(chosen.items(), key=lambda item: (item[1].partition, item[1].offset)))

    async def _start(self, consumer: AIOKafkaConsumer, since: datetime | None, ends: Offsets) -> None:
        if since is None or not self._kafka.transactions:  # the embedded broker cannot look for times
            return
        starts = await consumer.offsets_for_times(dict.fromkeys(consumer.assignment(), milliseconds(since)))
        for partition, start in starts.items():
            consumer.seek(partition, ends[partition] if start is None else start.offset)

    async def shelve(self, keys: Collection[str]) -> tuple[Shelf, dict[TopicPartition, int]]:
        """What stands for these releases now, and the offsets up to which that is so."""
        shelf = Shelf()
        ends = await self._ends([tp for topic in DERIVED for tp in self._of(topic, None)])
        async with self._consumer(ends) as consumer:
            async for record in up_to(ends, consumer):
                if (record.key or b"").decode("utf-8", "replace") in keys:
                    _shelve(shelf, record)
            return shelf, {tp: await consumer.position(tp) for tp in consumer.assignment()}

    async def read(self, places: Collection[Place]) -> AsyncGenerator[ConsumerRecord]:
        """The raw records at these places, in the order of each partition."""
        wanted = set(places)
        firsts: dict[TopicPartition, int] = {}
        for place in wanted:
            partition = TopicPartition(RELEASES_RAW.name, place.partition)
            firsts[partition] = min(place.offset, firsts.get(partition, place.offset))
        ends = await self._ends(firsts)
        async with self._consumer(ends) as consumer:
            for partition, offset in firsts.items():
                consumer.seek(partition, offset)
            async for record in up_to(ends, consumer):
                if (place := Place(record.partition, record.offset)) in wanted:
                    wanted.remove(place)
                    yield record
                if not wanted:
                    return

    def _of(self, topic: Topic, release_id: str | None) -> list[TopicPartition]:
        count = self._partitions[topic.name]
        if release_id is None:
            return [TopicPartition(topic.name, number) for number in range(count)]
        return [TopicPartition(topic.name, clients.partition_of(topic, release_id, partitions=count))]

    async def _ends(self, partitions: Iterable[TopicPartition]) -> Offsets:
        return await log_ends(self._kafka, partitions, client_id=CLIENT_ID)

    def _consumer(self, partitions: Iterable[TopicPartition]) -> AIOKafkaConsumer:
        consumer = clients.consumer(self._kafka, client_id=CLIENT_ID, group_id=None)
        consumer.assign(list(partitions))
        return consumer


def _shelve(shelf: Shelf, record: ConsumerRecord) -> None:
    topic = next(topic for topic in DERIVED if topic.name == record.topic)
    try:
        _, message = codec.decode(topic, record.value, record.headers)
    except Undecodable:
        return  # a dead letter of the index: nothing that stands
    if isinstance(message, Derived):
        shelf.put(topic, message, record.value)
