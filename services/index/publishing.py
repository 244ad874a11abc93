"""How the first stage sends: in one transaction with the position, or plainly where the broker has no transactions."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Protocol

from aiokafka import AIOKafkaProducer, TopicPartition

from services.contracts.codec import Record
from services.contracts.topics import BY_NAME
from services.runtime.kafka import partitioner

MAX_REQUEST_BYTES = max(topic.max_message_bytes for topic in BY_NAME.values())
"""What producers of these records must be allowed to send."""
_stopping: set[asyncio.Task[None]] = set()
"""Producers on their way out, kept from the garbage collector."""


class Publisher(Protocol):
    """Sends what the records of one input partition lead to."""

    async def position(self) -> int:
        """The offset below which everything is sent already; fences every earlier owner of the partition."""

    async def publish(self, outgoing: Sequence[Record], *, next_offset: int) -> None:
        """Return once the broker has all of `outgoing`, and that the input below `next_offset` is dealt with."""

    def release(self) -> None:
        """The partition is no longer ours."""


@lru_cache(maxsize=65_536)
def _partition(topic: str, key: bytes, partitions: int) -> int:
    return partitioner(BY_NAME[topic].partitioned_by)(key, range(partitions), range(partitions))


async def _send_all(producer: AIOKafkaProducer, outgoing: Sequence[Record]) -> None:
    """Every send is awaited: a transaction's commit does not look at failed ones."""
    sent = []
    for record in outgoing:
        name = record.topic.name
        partitions = len(await producer.partitions_for(name))
        partition = _partition(name, record.topic.partitioned_by(record.key), partitions)
        sent.append(
            await producer.send(name, record.value, key=record.key, headers=list(record.headers), partition=partition)
        )
    await asyncio.gather(*sent)


class PlainPublisher:
    """At least once, by the producer that all partitions share."""

    def __init__(self, producer: AIOKafkaProducer) -> None:
        self._producer = producer

    async def position(self) -> int:
        """Nothing is known to be sent."""
        return 0

    async def publish(self, outgoing: Sequence[Record], *, next_offset: int) -> None:  # noqa: ARG002 - no place for it
        """Return once the broker has all of `outgoing`."""
        await _send_all(self._producer, outgoing)

    def release(self) -> None:
        """Nothing is held."""


class TransactionalPublisher:
    """Exactly once: sends and position in one transaction, by a producer that fences the partition's earlier owners.

    1. The producer starts: every earlier owner is fenced, its open transaction ended.
    2. The committed offset is read: below it everything is sent. (Before 1 the earlier owner could still move it.)
    3. For each batch one transaction: sends, all awaited; offset; commit.

    A crash between 3 and the store's write costs nothing: the records are folded again, and not sent again.
    """

    def __init__(
        self,
        partition: TopicPartition,
        *,
        group_id: str,
        producer: AIOKafkaProducer,
        committed: Callable[[TopicPartition], Awaitable[int]],
    ) -> None:
        self._partition, self._group_id, self._producer, self._committed = partition, group_id, producer, committed
        self._sent: int | None = None
        self._in_use = self._released = False

    async def position(self) -> int:
        """The offset below which everything is sent already."""
        if self._sent is None:
            with self._using():
                await self._producer.start()
                self._sent = await self._committed(self._partition)
        return self._sent

    async def publish(self, outgoing: Sequence[Record], *, next_offset: int) -> None:
        """Send and commit together, unless all below `next_offset` is sent."""
        if next_offset <= await self.position():
            return
        with self._using():
            async with self._producer.transaction():
                await _send_all(self._producer, outgoing)
                await self._producer.send_offsets_to_transaction({self._partition: next_offset}, self._group_id)
        self._sent = next_offset

    def release(self) -> None:
        """Stop the producer; one in use is stopped by its user, for under an open transaction it would never end."""
        self._released = True
        if self._sent is not None and not self._in_use:
            self._stop()

    @contextmanager
    def _using(self) -> Iterator[None]:
        self._in_use = True
        try:
            yield
        finally:
            self._in_use = False
            if self._released:
                self._stop()

    def _stop(self) -> None:
        task = asyncio.get_running_loop().create_task(self._producer.stop(), name=f"stop {self._partition}")
        _stopping.add(task)
        task.add_done_callback(_stopping.discard)
