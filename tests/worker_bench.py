"""A worker on a broker in memory, with a clock of its own."""

from collections.abc import Sequence

from aiokafka import TopicPartition
from prometheus_client import CollectorRegistry

from services.contracts.codec import Record
from services.contracts.topics import RELEASES_MEETINGS, RELEASES_RAW
from services.runtime.dead_letters import ConsumedRecord
from services.runtime.outlets import Outlets, PlainOutlets, TransactionalOutlets
from services.runtime.progress import Progress
from services.runtime.worker import Handle, Worker
from services.runtime.worker_metrics import WorkerMetrics
from tests.fake_kafka import FakeBroker, FakeConsumer, FakeProducer

GROUP = "group"
IN, OUT = RELEASES_RAW.name, RELEASES_MEETINGS.name
FIRST, SECOND = TopicPartition(IN, 0), TopicPartition(IN, 1)


async def upper(record: ConsumedRecord) -> Sequence[Record]:
    return [Record(RELEASES_MEETINGS, b"key", (record.value or b"").upper(), ())]


class Bench:
    """A worker and the broker it works on; `transactions` chooses its outlets, each record takes `seconds`."""

    def __init__(
        self,
        *,
        handle: Handle = upper,
        seconds: float = 0.0,
        transactions: bool = True,
        broker: FakeBroker | None = None,
    ) -> None:
        self._handle, self._seconds = handle, seconds
        self.broker = broker or FakeBroker()
        self.consumer: FakeConsumer = self.broker.consumer(GROUP)
        self.producers: list[FakeProducer] = []
        self.time = 0.0
        self.progress = Progress(member=lambda: True, now=lambda: self.time, wall=lambda: self.time)
        self.worker = Worker(
            topic=RELEASES_RAW,
            consumer=self.consumer,
            outlets=self._transactional() if transactions else self._plain(),
            handle=self._take_time,
            metrics=WorkerMetrics(service="test", registry=CollectorRegistry()),
            progress=self.progress,
            batch_size=10,
            now=lambda: self.time,
        )

    async def _take_time(self, record: ConsumedRecord) -> Sequence[Record]:
        self.time += self._seconds
        return await self._handle(record)

    def _transactional(self) -> Outlets:
        return TransactionalOutlets(self._producer, group_id=GROUP)

    def _plain(self) -> Outlets:
        return PlainOutlets(self._producer, commit=self.consumer.commit)

    def _producer(self, transactional_id: str | None = None) -> FakeProducer:
        self.producers.append(self.broker.producer(transactional_id))
        return self.producers[-1]

    def feed(self, *values: bytes, partition: int = 0) -> None:
        for value in values:
            self.broker.append(IN, b"key", value, partition=partition)

    async def join(self, *partitions: TopicPartition) -> None:
        await self.worker.start()
        await self.consumer.rebalance(partitions or [FIRST])

    @property
    def out(self) -> list[bytes | None]:
        return [record.value for record in self.broker.logs[TopicPartition(OUT, 0)]]

    def committed(self, partition: TopicPartition = FIRST) -> int | None:
        return self.broker.offsets.get((GROUP, partition))
