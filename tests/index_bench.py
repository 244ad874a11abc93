"""An index without Kafka, for tests: stores in memory, everything else a stand-in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
from aiokafka import TopicPartition
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from services.contracts.codec import Record
from services.contracts.messages import Message
from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_MEETINGS, RELEASES_TOPICS
from services.index.api import create_api
from services.index.asking import Desk
from services.index.folds import fold
from services.index.metrics import Metrics
from services.index.partitions import Partitions
from services.index.progress import Progress
from services.index.rows import Changes, Sorted
from services.runtime.kafka import partition_of
from tests.fakes import FakeClock

NOW = datetime(2024, 5, 14, 12, tzinfo=UTC)
CONSUMED = (RELEASES_MEETINGS, RELEASES_TOPICS, PARTICIPANTS_EVENTS)
COUNTS = {topic.name: topic.partitions for topic in CONSUMED}
ALL = tuple(TopicPartition(topic.name, number) for topic in CONSUMED for number in range(topic.partitions))


class MemoryStore:
    """A store in memory; `test_store.py` has the suite that both pass."""

    def __init__(self) -> None:
        self._rows = Sorted()
        self.get, self.scan, self.scan_back = self._rows.get, self._rows.scan, self._rows.scan_back
        self.next_offset = 0
        self.as_of: datetime | None = None
        self.began = NOW

    def write(self, changes: Changes, *, next_offset: int, as_of: datetime) -> None:
        self._rows.write(changes)
        self.next_offset, self.as_of = next_offset, as_of

    def all_rows(self) -> Iterator[tuple[bytes, bytes]]:
        yield from sorted(self._rows.rows.items())

    def close(self) -> None:
        self._rows.rows.clear()


@dataclass
class FakePublisher:
    """Keeps what is sent; `sent` is the offset below which all is sent already."""

    sent: int = 0
    records: list[Record] = field(default_factory=list)
    released: bool = False

    async def position(self) -> int:
        return self.sent

    async def publish(self, outgoing: Sequence[Record], *, next_offset: int) -> None:
        self.records += outgoing
        self.sent = next_offset

    def release(self) -> None:
        self.released = True


@dataclass
class FakeReading:
    """A consumer that has handed over all that is stored, unless told otherwise."""

    partitions: Partitions
    ends: dict[TopicPartition, int] = field(default_factory=dict)
    handed_over: dict[TopicPartition, int] = field(default_factory=dict)
    beyond: dict[TopicPartition, int] = field(default_factory=dict)

    def delivered(self, tp: TopicPartition) -> int | None:
        return self.handed_over.get(tp, self.partitions.next_offset(tp))

    def reached(self, tp: TopicPartition) -> int | None:
        return self.beyond.get(tp, self.delivered(tp))

    def end(self, tp: TopicPartition) -> int | None:
        return self.ends.get(tp, self.partitions.next_offset(tp))


@dataclass
class Bench:
    """An index without Kafka: stores on disk, everything else a stand-in."""

    data_dir: Path
    cluster: str = "one"

    def __post_init__(self) -> None:
        self.publisher = FakePublisher()
        self.metrics = Metrics(CollectorRegistry())
        self.clock = FakeClock(NOW)
        self.partitions = Partitions(
            self.data_dir,
            cluster=self.cluster,
            publisher=lambda _tp: self.publisher,
            committing=frozenset(),
            opener=lambda *_which, **_end: MemoryStore(),
        )
        self.reading = FakeReading(self.partitions)
        self.ticks, self.wall = 0.0, NOW.timestamp()
        self.progress = Progress(
            self.partitions, reading=lambda: self.reading, clock=lambda: self.ticks, wall=lambda: self.wall
        )

    def hold(self, tps: Sequence[TopicPartition] = ALL, *, ends: Mapping[TopicPartition, int] | None = None) -> None:
        """These partitions are assigned; by default their logs end where the stores stand."""
        self.partitions.assign({tp: (ends or {}).get(tp, 10**6 if ends is None else 0) for tp in tps})
        if ends is None:
            for _, held in self.partitions:
                held.goal = held.store.next_offset

    def store(self, *messages: Message) -> None:
        """The messages, and what follows from them, are in the stores that are held."""
        for message in messages:
            topic = next(topic for topic in CONSUMED if type(message) in topic.messages)
            held = self.partitions.get(topic.name, partition_of(topic, message.key, partitions=4))
            if held is not None:
                changes = Changes(held.store)
                sent = list(fold(changes, message, message.model_dump_json().encode()))
                held.store.write(changes, next_offset=held.store.next_offset + 1, as_of=NOW)
                self.store(*sent)


class FakeOwners:
    """Knows what it is told."""

    def __init__(self, known: Mapping[TopicPartition, str] | None = None) -> None:
        self.known = dict(known or {})
        self.afresh: Mapping[TopicPartition, str] = {}

    async def urls(self, *, afresh: bool = False) -> Mapping[TopicPartition, str]:
        if afresh and self.afresh:
            self.known = dict(self.afresh)
        return self.known


def an_app(
    bench: Bench, owners: FakeOwners, *, url: str = "http://one", others: Mapping[str, FastAPI] | None = None
) -> FastAPI:
    mounts = {f"{other}/": httpx.ASGITransport(app) for other, app in (others or {}).items()}
    client = httpx.AsyncClient(mounts=mounts, transport=httpx.MockTransport(_unreachable))
    desk = Desk(bench.partitions, bench.progress, owners, counts=COUNTS, client=client, own_url=url, clock=bench.clock)
    return create_api(desk, bench.partitions)


def _unreachable(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("nobody there", request=request)
