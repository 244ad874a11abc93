"""Views from zero beside the serving ones, one partition after the other, then a switch. Nothing is sent again.

Why so, and what a crash costs: `docs/decisions/rebuild.md`.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from services.contracts.topics import BY_NAME
from services.index.partitions import Held, Partitions
from services.index.rows import Changes
from services.index.stages import refold
from services.index.store import Stored, remove_replaced
from services.runtime.dead_letters import ConsumedRecord
from services.runtime.errors import Poison

LOOK_EVERY = 0.5
SLICE = 100
"""Records folded before the loop may answer a question."""
POLL_MS = 200
SWITCH_SECONDS = 5.0
"""The longest that new records wait for a switch; one that takes longer is tried again."""
_log = structlog.get_logger()


class LogReader(Protocol):
    """What is used of a consumer that is in no group."""

    async def start(self) -> None:
        """Connect."""

    async def stop(self) -> None:
        """Disconnect."""

    def assign(self, partitions: Iterable[TopicPartition]) -> None:
        """Read these."""

    def seek(self, partition: TopicPartition, offset: int) -> None:
        """Read on from `offset`."""

    async def seek_to_beginning(self, *partitions: TopicPartition) -> object:
        """Read from the first record that there is."""

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int = 0, max_records: int | None = None
    ) -> Mapping[TopicPartition, Sequence[Any]]:
        """The next records."""

    async def position(self, partition: TopicPartition) -> int:
        """The offset from which it reads on."""


class Rebuilder:
    """Makes outdated stores again while the old ones serve and are kept up to date."""

    def __init__(self, partitions: Partitions, *, consumer: Callable[[], LogReader]) -> None:
        self._partitions, self._consumer = partitions, consumer

    async def run(self) -> None:
        """Look for outdated stores for ever. A broker that is away is waited for."""
        while True:
            for tp, held in self._partitions.outdated():
                try:
                    await self._rebuild(tp, held)
                except (KafkaError, TimeoutError) as error:
                    _log.warning("rebuild interrupted", topic=tp.topic, partition=tp.partition, error=repr(error))
            await asyncio.sleep(LOOK_EVERY)

    def _ours(self, tp: TopicPartition, held: Held) -> bool:
        return self._partitions.get(*tp) is held

    async def _rebuild(self, tp: TopicPartition, held: Held) -> None:
        """Make a partition's store again.

        1. Records up to where the serving store stands go into the shadow, which keeps rows and position together. A
           crash here: the shadow is gone on with where it stood, or forgotten with the partition.
        2. With the partition's line held up, the few that came meanwhile; both stores now stand at the same offset.
        3. The switch; see there. Questions see the old rows before it and the new ones after it.
        """
        if not self._ours(tp, held):
            return
        shadow = held.beside = self._partitions.open_beside(tp)
        consumer = self._consumer()
        try:
            await consumer.start()
            consumer.assign([tp])
            await _place(consumer, tp, shadow)
            await self._catch_up(consumer, tp, held, shadow)
            async with asyncio.timeout(SWITCH_SECONDS), held.lock:
                replaced = await self._switch(consumer, tp, held, shadow)
            if replaced is not None:
                await asyncio.to_thread(remove_replaced, replaced)
        finally:
            if held.beside is shadow:  # else it serves
                held.beside = None
                shadow.close()
            with suppress(KafkaError):
                await consumer.stop()

    async def _catch_up(self, consumer: LogReader, tp: TopicPartition, held: Held, shadow: Stored) -> None:
        while self._ours(tp, held) and not await _advance(consumer, tp, shadow, held.store.next_offset):
            pass

    async def _switch(self, consumer: LogReader, tp: TopicPartition, held: Held, shadow: Stored) -> Path | None:
        """Where the replaced store is to be removed; None where the partition is not ours any more."""
        await self._catch_up(consumer, tp, held, shadow)
        if not self._ours(tp, held):
            return None
        if held.store.as_of is not None:
            shadow.write(
                Changes(shadow), next_offset=max(shadow.next_offset, held.store.next_offset), as_of=held.store.as_of
            )
        replaced = self._partitions.switch(tp, held, shadow)
        _log.info("rebuilt", topic=tp.topic, partition=tp.partition, offset=held.store.next_offset)
        return replaced


async def _place(consumer: LogReader, tp: TopicPartition, shadow: Stored) -> None:
    if shadow.next_offset:
        consumer.seek(tp, shadow.next_offset)
    else:
        await consumer.seek_to_beginning(tp)


async def _advance(consumer: LogReader, tp: TopicPartition, shadow: Stored, goal: int) -> bool:
    """Put the next records below `goal` into the shadow; whether there are no more of them."""
    if shadow.next_offset >= goal:
        return True
    polled = await consumer.getmany(tp, timeout_ms=POLL_MS, max_records=SLICE)
    records: Sequence[Any] = polled.get(tp, ())
    below = [record for record in records if record.offset < goal]
    if below:
        _store(tp, shadow, below)
        await asyncio.sleep(0)  # records that are at hand are given without a break
    if len(below) < len(records):  # what is beyond is read again when the goal has moved
        consumer.seek(tp, shadow.next_offset)
        return True
    return bool(await consumer.position(tp) >= goal)


def _store(tp: TopicPartition, shadow: Stored, records: Sequence[ConsumedRecord]) -> None:
    changes, topic = Changes(shadow), BY_NAME[tp.topic]
    for record in records:
        with suppress(Poison):  # it is a dead letter already
            refold(topic, changes, record)
    as_of = datetime.fromtimestamp(records[-1].timestamp / 1000, UTC)
    shadow.write(changes, next_offset=records[-1].offset + 1, as_of=as_of)
