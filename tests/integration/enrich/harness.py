"""The words of the enrich tests: push into the raw topic, run enrich, read what comes out."""

import asyncio
import contextlib
import re
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from services.cli.probes import free_ports
from services.contracts import codec
from services.contracts.messages import MeetingsExtracted, Message, RecordDeadLettered, TopicsExtracted
from services.contracts.topics import BY_NAME, DEAD_LETTERS, RELEASES_MEETINGS, RELEASES_RAW, RELEASES_TOPICS, Topic
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings
from tests.builders import a_published
from tests.processes import ServiceProcess

RECEIVED = datetime(2024, 5, 14, 9, 30, tzinfo=UTC)
OUT = (RELEASES_MEETINGS, RELEASES_TOPICS, DEAD_LETTERS)
MessageT = TypeVar("MessageT", bound=Message)


@dataclass
class Topics:
    """Both ends: a producer for the raw topic and a read-committed reader of all that enrich writes, from now on.

    `group_id` stands at the present end of the raw topic, so that a test never meets another one's records.
    """

    group_id: str
    producer: AIOKafkaProducer
    reader: AIOKafkaConsumer
    seen: list[Message] = field(default_factory=list)

    @classmethod
    @contextlib.asynccontextmanager
    async def on(cls, kafka: KafkaSettings) -> AsyncIterator["Topics"]:
        group_id = f"test-{uuid.uuid4()}"
        await _stand_at_the_end(kafka, group_id)
        producer = clients.producer(kafka, client_id="test", max_request_size=4_000_000)
        reader = clients.consumer(kafka, client_id="test", group_id=None)
        reader.assign([partition for topic in OUT for partition in _partitions(topic)])
        async with producer, reader:
            for partition, end in (await reader.end_offsets(reader.assignment())).items():
                reader.seek(partition, end)
            yield cls(group_id, producer, reader)

    async def push(self, *messages: Message) -> None:
        await self.push_records(codec.encode(message, service="ingest", time=RECEIVED) for message in messages)

    async def push_records(self, records: Iterable[codec.Record]) -> None:
        acknowledgements = [
            await self.producer.send(record.topic.name, record.value, record.key, headers=list(record.headers))
            for record in records
        ]
        await asyncio.gather(*acknowledgements)

    async def push_raw(self, value: bytes, *, headers: Iterable[tuple[str, bytes]] | None = None) -> None:
        """A record with the headers of a good one, but for those given; none at all if none are given."""
        good = codec.encode(a_published(), service="ingest", time=RECEIVED)
        changed = {**dict(good.headers), **dict(headers or ())}
        await self.push_records([codec.Record(RELEASES_RAW, good.key, value, tuple(changed.items()))])

    async def read_until(self, done: Callable[[Sequence[Message]], bool], *, within: float = 60.0) -> None:
        """Read on until `done` of all that was seen."""
        deadline = time.monotonic() + within
        while not done(self.seen):
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {within:g} s; seen: {len(self.seen)} messages")
            await self.read_some()

    async def read_some(self, *, timeout_ms: int = 200) -> int:
        polled = await self.reader.getmany(timeout_ms=timeout_ms)
        records = [record for batch in polled.values() for record in batch]
        self.seen += [codec.decode(BY_NAME[record.topic], record.value, record.headers)[1] for record in records]
        return len(records)

    async def read_to_the_end(self) -> None:
        """Read all that is there: up to the ends as they are now."""
        ends = await self.reader.end_offsets(self.reader.assignment())
        for partition, end in ends.items():
            while await self.reader.position(partition) < end:
                await self.read_some()

    def of(self, model: type[MessageT], *keys: str) -> list[MessageT]:
        """What was seen of one type, of these keys only if any are given."""
        return [one for one in self.seen if isinstance(one, model) and (not keys or one.key in keys)]

    @property
    def meetings(self) -> list[MeetingsExtracted]:
        return self.of(MeetingsExtracted)

    @property
    def topics(self) -> list[TopicsExtracted]:
        return self.of(TopicsExtracted)

    @property
    def dead_letters(self) -> list[RecordDeadLettered]:
        return self.of(RecordDeadLettered)


async def _stand_at_the_end(kafka: KafkaSettings, group_id: str) -> None:
    consumer = clients.consumer(kafka, client_id="test", group_id=group_id)
    consumer.assign(_partitions(RELEASES_RAW))
    async with consumer:
        await consumer.commit(await consumer.end_offsets(consumer.assignment()))


def _partitions(topic: Topic) -> list[TopicPartition]:
    return [TopicPartition(topic.name, number) for number in range(topic.partitions)]


class Enrich(ServiceProcess):
    """The service around the fake extractor."""

    def __init__(self, kafka: KafkaSettings, group_id: str = "test", **settings: str) -> None:
        (self.port,) = free_ports(1)
        super().__init__(
            "tests.enrich_process",
            {
                "READOUT_KAFKA_BOOTSTRAP_SERVERS": kafka.bootstrap_servers,
                "READOUT_KAFKA_TRANSACTIONS": str(kafka.transactions).lower(),
                "READOUT_KAFKA_SESSION_TIMEOUT_MS": "2000" if kafka.transactions else "6000",
                "READOUT_ENRICH_PORT": str(self.port),
                "READOUT_ENRICH_GROUP_ID": group_id,
                "READOUT_ENRICH_RELEASE_SECONDS": "0.5",
                **{f"READOUT_ENRICH_{name.upper()}": value for name, value in settings.items()},
            },
        )

    async def get(self, path: str) -> httpx.Response:
        async with httpx.AsyncClient() as client:
            return await client.get(f"http://127.0.0.1:{self.port}{path}")

    async def until_ready(self, *, ready: bool = True, within: float = 60.0) -> None:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.TransportError):
                if (await self.get("/readyz")).is_success is ready:
                    return
            await asyncio.sleep(0.1)
        raise AssertionError("\n".join([f"never {ready=}:", *self.log]))

    async def until_no_lag(self, *, within: float = 60.0) -> None:
        """Until the broker has been asked, and nothing waits in any partition."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            lags = re.findall(
                r"^readout_enrich_lag_records\{.*\} (\S+)$", (await self.get("/metrics")).text, re.MULTILINE
            )
            if len(lags) == RELEASES_RAW.partitions and not any(map(float, lags)):
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"lag {lags}")


def releases(count: int, *, prefix: str, **overrides: Any) -> list[Any]:
    """So many different releases."""
    return [a_published(external_id=f"{prefix}-{number}", **overrides) for number in range(count)]
