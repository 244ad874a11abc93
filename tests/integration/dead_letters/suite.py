"""What the dead-letter box does, on whatever broker the modules beside this one give it."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiokafka import TopicPartition

from services.contracts import codec
from services.contracts.messages import Message, RecordDeadLettered, ReleaseWithdrawn
from services.contracts.topics import RELEASES_RAW
from services.runtime import kafka as clients
from services.runtime.dead_letter_box import Fate, Position, StoredLetter, letter_at, letters, redrive
from services.runtime.dead_letters import dead_letter
from services.runtime.errors import Poison
from services.runtime.settings import KafkaSettings

NOON = datetime(2024, 5, 14, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Sent:
    """A record as a consumer would get it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = field(default=())
    timestamp: int = 0


async def send(kafka: KafkaSettings, record: codec.Record) -> Sent:
    async with clients.producer(kafka, client_id="test") as producer:
        at = await producer.send_and_wait(record.topic.name, record.value, record.key, headers=list(record.headers))
    return Sent(at.topic, at.partition, at.offset, record.key, record.value, record.headers)


async def send_message(kafka: KafkaSettings, message: Message, *, minute: int = 0) -> Sent:
    return await send(kafka, codec.encode(message, service="test", time=NOON + timedelta(minutes=minute)))


def a_withdrawal(name: str) -> ReleaseWithdrawn:
    return ReleaseWithdrawn(release_id=f"example.org:{name}-{uuid.uuid4()}")


async def given_up(kafka: KafkaSettings, name: str, *, reason: str = "schema", minute: int = 0) -> tuple[Sent, Sent]:
    """A raw record, and its dead letter."""
    good = codec.encode(a_withdrawal(name), service="ingest", time=NOON)
    raw = await send(kafka, codec.Record(RELEASES_RAW, good.key, b"broken", good.headers))
    letter = dead_letter(raw, Poison(reason, "it is broken"), service="enrich")
    return raw, await send_message(kafka, letter, minute=minute)


async def stored(kafka: KafkaSettings, raw: Sent) -> StoredLetter:
    found = await letter_at(kafka, Position(raw.topic, raw.partition, raw.offset))
    assert found is not None
    return found


async def read_at(kafka: KafkaSettings, position: Position) -> Sent:
    consumer = clients.consumer(kafka, client_id="test", group_id=None)
    partition = TopicPartition(position.topic, position.partition)
    consumer.assign([partition])
    async with consumer:
        consumer.seek(partition, position.offset)
        record = await consumer.getone()
    return Sent(record.topic, record.partition, record.offset, record.key, record.value, tuple(record.headers))


class DeadLetterBoxSuite:
    async def test_letters_come_newest_first(self, kafka: KafkaSettings) -> None:
        older, _ = await given_up(kafka, "older", reason="newest-first", minute=1)
        newer, _ = await given_up(kafka, "newer", reason="newest-first", minute=2)
        found = await letters(kafka, reason="newest-first")
        assert [one.letter.original_key for one in found] == [newer.key, older.key]

    async def test_letters_can_be_chosen_by_topic(self, kafka: KafkaSettings) -> None:
        raw, _ = await given_up(kafka, "by-topic")
        assert raw.key in [one.letter.original_key for one in await letters(kafka, topic=raw.topic)]
        assert await letters(kafka, topic="another") == []

    async def test_a_letter_is_found_by_its_own_place_and_by_that_of_its_record(self, kafka: KafkaSettings) -> None:
        raw, letter = await given_up(kafka, "found")
        by_record = await letter_at(kafka, Position(raw.topic, raw.partition, raw.offset))
        by_letter = await letter_at(kafka, Position(letter.topic, letter.partition, letter.offset))
        assert by_record == by_letter is not None
        assert await letter_at(kafka, Position(raw.topic, raw.partition, raw.offset + 1000)) is None

    async def test_a_letter_keeps_the_record_byte_for_byte(self, kafka: KafkaSettings) -> None:
        raw, _ = await given_up(kafka, "kept")
        letter: RecordDeadLettered = (await stored(kafka, raw)).letter
        assert (letter.original_key, letter.original_value, letter.original_headers) == (
            raw.key,
            raw.value,
            raw.headers,
        )

    async def test_redriving_puts_the_original_back_on_its_partition(self, kafka: KafkaSettings) -> None:
        raw, _ = await given_up(kafka, "original")
        (redriven,) = await redrive(kafka, [await stored(kafka, raw)])
        assert redriven.fate == Fate.SENT
        assert redriven.position is not None
        back = await read_at(kafka, redriven.position)
        assert (back.partition, back.key, back.value, back.headers) == (raw.partition, raw.key, raw.value, raw.headers)

    async def test_redriving_twice_is_possible(self, kafka: KafkaSettings) -> None:
        raw, _ = await given_up(kafka, "twice")
        letter = await stored(kafka, raw)
        fates = [(await redrive(kafka, [letter]))[0].fate for _ in range(2)]
        assert fates == [Fate.SENT, Fate.SENT]

    async def test_a_repaired_value_goes_with_the_original_key_and_headers(self, kafka: KafkaSettings) -> None:
        raw, _ = await given_up(kafka, "repaired")
        (redriven,) = await redrive(kafka, [await stored(kafka, raw)], repair=lambda _: b"repaired")
        assert redriven.position is not None
        back = await read_at(kafka, redriven.position)
        assert (back.key, back.value, back.headers) == (raw.key, b"repaired", raw.headers)

    async def test_a_letter_that_a_newer_record_supersedes_is_held_back(self, kafka: KafkaSettings) -> None:
        raw, _ = await given_up(kafka, "superseded")
        newer = await send(kafka, codec.Record(RELEASES_RAW, raw.key or b"", b"newer", raw.headers))
        letter = await stored(kafka, raw)
        (held,) = await redrive(kafka, [letter])
        assert (held.fate, held.position) == (Fate.SUPERSEDED, Position(newer.topic, newer.partition, newer.offset))
        (sent,) = await redrive(kafka, [letter], superseded_too=True)
        assert sent.fate == Fate.SENT
