"""Where a worker's results go: with the consumed position in one transaction, or, without transactions, before it."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import (
    CommitFailedError,
    IllegalGenerationError,
    IllegalStateError,
    RebalanceInProgressError,
    UnknownMemberIdError,
)

from services.contracts.codec import Record
from services.runtime.broker import Producer
from services.runtime.sending import send_all

PARTITIONS_GONE = (
    CommitFailedError,
    IllegalGenerationError,
    UnknownMemberIdError,
    RebalanceInProgressError,
    IllegalStateError,
)
"""What a commit without a transaction raises when the group has moved on: another member does the batch again."""

_log = structlog.get_logger()


class Outlets(Protocol):
    """One outlet for each partition that the worker owns."""

    async def open(self, partitions: Collection[TopicPartition]) -> None:
        """Be ready to publish for `partitions`. When this returns, no earlier owner can publish for them any more."""

    async def publish(self, partition: TopicPartition, records: Sequence[Record], *, following: int) -> bool:
        """Send `records` and commit `following`, the next offset of `partition`; False when it has another owner."""

    async def close(self) -> None:
        """Stop all; never called while something is being published."""

    @property
    def producers(self) -> Iterable[Producer]:
        """The producers that are open now."""


class TransactionalOutlets:
    """Exactly once: one transactional id for each input partition, so that opening one fences its former owner.

    An error inside a transaction leaves it open and ends the process; the next owner's `open` ends the transaction.
    """

    def __init__(self, create: Callable[[str], Producer], *, group_id: str) -> None:
        self._create, self._group_id = create, group_id
        self._open: dict[TopicPartition, Producer] = {}

    @property
    def producers(self) -> Iterable[Producer]:
        """One for each owned partition."""
        return self._open.values()

    async def open(self, partitions: Collection[TopicPartition]) -> None:
        """Start a producer for each: this ends the former owner's transaction and refuses its later ones."""
        self._open = {tp: self._create(f"{self._group_id}.{tp.topic}.{tp.partition}") for tp in partitions}
        await asyncio.gather(*(producer.start() for producer in self._open.values()))

    async def publish(self, partition: TopicPartition, records: Sequence[Record], *, following: int) -> bool:
        """One transaction of the records and the position. A crash anywhere in it costs doing the batch again."""
        producer = self._open[partition]
        await producer.begin_transaction()
        await send_all(producer, records)
        await producer.send_offsets_to_transaction({partition: following}, self._group_id)
        await producer.commit_transaction()
        return True

    async def close(self) -> None:
        """Stop all producers."""
        closing, self._open = self._open, {}
        await _stop(closing.values())


class PlainOutlets:
    """At least once: the records are acknowledged before the position is committed.

    A crash between the two sends the batch again, which computed ids make harmless.
    """

    def __init__(
        self, create: Callable[[], Producer], *, commit: Callable[[Mapping[TopicPartition, int]], Awaitable[None]]
    ) -> None:
        self._create, self._commit = create, commit
        self._producer: Producer | None = None

    @property
    def producers(self) -> Iterable[Producer]:
        """One for all partitions."""
        return [] if self._producer is None else [self._producer]

    async def open(self, partitions: Collection[TopicPartition]) -> None:
        """Start the producer."""
        if partitions:
            self._producer = self._create()
            await self._producer.start()

    async def publish(self, partition: TopicPartition, records: Sequence[Record], *, following: int) -> bool:
        """Send, then commit."""
        for producer in self.producers:
            await send_all(producer, records)
        try:
            await self._commit({partition: following})
        except PARTITIONS_GONE as error:
            _log.warning("commit refused", partition=partition.partition, error=repr(error))
            return False
        return True

    async def close(self) -> None:
        """Stop the producer."""
        closing, self._producer = self._producer, None
        await _stop([] if closing is None else [closing])


async def _stop(producers: Iterable[Producer]) -> None:
    """Stop all; a failure to say good-bye harms nobody."""
    results = await asyncio.gather(*(producer.stop() for producer in producers), return_exceptions=True)
    for error in filter(None, results):
        _log.warning("a producer did not stop cleanly", error=repr(error))
