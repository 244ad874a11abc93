"""The parts of the Kafka clients that a worker uses; aiokafka has them, and so has the fake of the tests."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, Protocol

from aiokafka import ConsumerRebalanceListener, TopicPartition

from services.runtime.dead_letters import ConsumedRecord


class Consumer(Protocol):
    """Of `AIOKafkaConsumer`: a member of a group that reads committed records and commits nothing by itself."""

    async def start(self) -> None:
        """Connect."""

    async def stop(self) -> None:
        """Leave the group."""

    def subscribe(self, topics: Sequence[str], *, listener: ConsumerRebalanceListener) -> None:
        """Join the group; `listener` hears of every assignment, and what it raises is swallowed."""

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int, max_records: int
    ) -> Mapping[TopicPartition, Sequence[ConsumedRecord]]:
        """The next records of these partitions, or of all, as soon as there are any; of the first to its end first."""

    def seek(self, partition: TopicPartition, offset: int) -> None:
        """Read on from `offset`."""

    async def committed(self, partition: TopicPartition) -> int | None:
        """The group's committed offset, if there is one."""


class Producer(Protocol):
    """Of `AIOKafkaProducer`: idempotent, and transactional if it has a transactional id."""

    async def start(self) -> None:
        """Connect; with a transactional id, fence its earlier users and end their transaction."""

    async def stop(self) -> None:
        """Send what waits and disconnect; never returns under an open transaction."""

    async def send(self, topic: str, value: bytes, key: bytes, *, headers: list[tuple[str, bytes]]) -> Awaitable[Any]:
        """Enqueue; the awaitable is the broker's acknowledgement or refusal."""

    async def begin_transaction(self) -> None:
        """Open a transaction."""

    async def commit_transaction(self) -> None:
        """Make what was sent visible; says nothing of sends that failed."""

    async def send_offsets_to_transaction(self, offsets: Mapping[TopicPartition, int], group_id: str) -> None:
        """Commit `offsets` for the group when the transaction commits."""
