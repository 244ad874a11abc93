"""A broker in memory with what a worker relies on: transactions, fencing, groups' offsets, read-committed reads.

`tests/broker_suite.py` holds it to what a real broker does. Rebalances are called by the test.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import CommitFailedError, ProducerFenced

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class FakeRecord:
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    timestamp: int = 0


@dataclass(slots=True)
class Transaction:
    records: list[tuple[str, bytes | None, bytes | None, Headers]] = field(default_factory=list)
    offsets: dict[tuple[str, TopicPartition], int] = field(default_factory=dict)


@dataclass
class FakeBroker:
    """Every topic has one partition, but that tests may append to others; what is not committed is not in the log."""

    logs: dict[TopicPartition, list[FakeRecord]] = field(default_factory=lambda: defaultdict(list))
    offsets: dict[tuple[str, TopicPartition], int] = field(default_factory=dict)
    epochs: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    calls: list[str] = field(default_factory=list)
    """What was asked of the broker, in order, in words."""

    def append(
        self, topic: str, key: bytes | None, value: bytes | None, headers: Headers = (), *, partition: int = 0
    ) -> FakeRecord:
        log = self.logs[TopicPartition(topic, partition)]
        log.append(FakeRecord(topic, partition, len(log), key, value, headers))
        return log[-1]

    async def committed_on(self, topic: str) -> Sequence[bytes | None]:
        return [record.value for tp, log in self.logs.items() if tp.topic == topic for record in log]

    def producer(self, transactional_id: str | None = None) -> "FakeProducer":
        return FakeProducer(self, transactional_id)

    def consumer(self, group_id: str) -> "FakeConsumer":
        return FakeConsumer(self, group_id)


class FakeProducer:
    def __init__(self, broker: FakeBroker, transactional_id: str | None) -> None:
        self._broker, self._id = broker, transactional_id
        self._epoch = 0
        self._open: Transaction | None = None
        self.refuse: Exception | None = None
        """What the broker answers to the next send."""

    async def start(self) -> None:
        if self._id is not None:
            self._broker.epochs[self._id] += 1
            self._epoch = self._broker.epochs[self._id]
        self._broker.calls.append(f"start {self._id}")

    async def stop(self) -> None:
        self._broker.calls.append(f"stop {self._id}")

    async def send(
        self, topic: str, value: bytes | None, key: bytes | None, *, headers: Sequence[tuple[str, bytes]]
    ) -> Awaitable[Any]:
        acknowledgement: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        refused, self.refuse = self.refuse, None
        if refused is not None:
            acknowledgement.set_exception(refused)
        elif self._open is None:
            self._broker.append(topic, key, value, tuple(headers))
            acknowledgement.set_result(None)
        else:
            self._open.records.append((topic, key, value, tuple(headers)))
            acknowledgement.set_result(None)
        return acknowledgement

    async def begin_transaction(self) -> None:
        self._open = Transaction()

    async def send_offsets_to_transaction(self, offsets: Mapping[TopicPartition, int], group_id: str) -> None:
        self._transaction().offsets.update({(group_id, tp): offset for tp, offset in offsets.items()})

    async def commit_transaction(self) -> None:
        ended, self._open = self._transaction(), None
        for topic, key, value, headers in ended.records:
            self._broker.append(topic, key, value, headers)
        self._broker.offsets.update(ended.offsets)
        self._broker.calls.append(f"commit {self._id}")

    def _transaction(self) -> Transaction:
        if self._id is None or self._open is None:
            raise RuntimeError("not in a transaction")
        if self._epoch != self._broker.epochs[self._id]:
            raise ProducerFenced
        return self._open


class FakeConsumer:
    def __init__(self, broker: FakeBroker, group_id: str) -> None:
        self._broker, self._group_id = broker, group_id
        self._positions: dict[TopicPartition, int] = {}
        self._listener: ConsumerRebalanceListener | None = None
        self.member = True
        """False once the group has moved on without this consumer knowing."""

    async def start(self) -> None:
        self._broker.calls.append("start consumer")

    async def stop(self) -> None:
        self._broker.calls.append("stop consumer")

    def subscribe(self, topics: Sequence[str], *, listener: ConsumerRebalanceListener) -> None:
        self._broker.calls.append(f"subscribe {' '.join(topics)}")
        self._listener = listener

    def assign(self, partitions: Collection[TopicPartition]) -> None:
        self._positions = {tp: self._broker.offsets.get((self._group_id, tp), 0) for tp in partitions}

    async def rebalance(self, partitions: Collection[TopicPartition]) -> None:
        """As the client does it: fetching may start before the listener hears of it, and what that raises is lost."""
        listener = self._listener
        if listener is None:
            raise RuntimeError("not subscribed")
        await listener.on_partitions_revoked(set(self._positions))
        self.assign(partitions)
        self.member = True
        await listener.on_partitions_assigned(set(partitions))

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int, max_records: int
    ) -> Mapping[TopicPartition, Sequence[FakeRecord]]:
        await asyncio.sleep(0 if timeout_ms == 0 else 0.001)
        polled: dict[TopicPartition, Sequence[FakeRecord]] = {}
        for tp, position in self._positions.items():
            if partitions and tp not in partitions:
                continue
            records = self._broker.logs[tp][position : position + max_records]
            if records:
                polled[tp] = records
                self._positions[tp] = records[-1].offset + 1
                max_records -= len(records)
        return polled

    def seek(self, partition: TopicPartition, offset: int) -> None:
        self._broker.calls.append(f"seek {partition.partition} {offset}")
        self._positions[partition] = offset

    async def committed(self, partition: TopicPartition) -> int | None:
        self._broker.calls.append(f"committed {partition.partition}")
        return self._broker.offsets.get((self._group_id, partition))

    async def commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        if not self.member:
            raise CommitFailedError("the group has moved on")
        self._broker.offsets.update({(self._group_id, tp): offset for tp, offset in offsets.items()})
