"""Sends new readings so that a newer revision that arrives meanwhile wins; why that holds: docs/decisions/replay.md."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

from aiokafka import AIOKafkaConsumer, TopicPartition

from services.cli.replay_record import CLIENT_ID
from services.contracts.codec import Record
from services.contracts.topics import DEAD_LETTERS
from services.runtime import kafka as clients
from services.runtime.sending import send_all
from services.runtime.settings import KafkaSettings

TRANSACTIONAL_ID = "readout.replay"
"""One for all replays: a second one fences the first."""
TRANSACTION_MS = 10_000
"""How long readers of committed records wait for a replay that was killed in the middle of a transaction."""
BATCH = 50
"""Releases in one transaction: readers of committed records wait for the open one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The sets to send for one release; `sequence` is the offset of the raw record they were read from."""

    release_id: str
    sequence: int
    records: Sequence[Record]


class Tail(Protocol):
    """Follows the derived topics, with what is not committed yet."""

    async def catch_up(self) -> None:
        """Know all that is in the log when this is called."""

    def newest(self, release_id: str) -> int:
        """The highest sequence seen for a release; -1 where nothing was seen."""


class OvertakenError(Exception):
    """In the log stands something newer than what this transaction sends."""


Transaction = Callable[[], AbstractAsyncContextManager[Any]]
SendAll = Callable[[Sequence[Record]], Awaitable[None]]


async def send(batch: Iterable[Reading], *, tail: Tail, transaction: Transaction, send_all: SendAll) -> set[str]:
    """Send the readings of a batch; the releases of those that were not, for something newer is there.

    1. Leave out what is overtaken already.
    2. In a transaction: send the rest, and wait until the broker has it: from here on its place in the log is fixed.
    3. Read the log up to there, open transactions too. Where something newer is found, abort, and begin again at 1
       without it; else commit: whatever is newer can only stand behind.

    A crash anywhere costs nothing: what is not committed is never seen, and the next replay sends it.
    """
    waiting, overtaken = list(batch), set[str]()
    await tail.catch_up()
    while True:
        overtaken |= {each.release_id for each in waiting if tail.newest(each.release_id) > each.sequence}  # 1
        waiting = [each for each in waiting if each.release_id not in overtaken]
        if not waiting or await _attempt(waiting, tail=tail, transaction=transaction, send_all=send_all):
            return overtaken


async def _attempt(waiting: Sequence[Reading], *, tail: Tail, transaction: Transaction, send_all: SendAll) -> bool:
    try:
        async with transaction():
            await send_all([record for each in waiting for record in each.records])  # 2
            await tail.catch_up()  # 3
            _refuse_overtaken(waiting, tail)
    except OvertakenError:
        return False
    return True


def _refuse_overtaken(waiting: Iterable[Reading], tail: Tail) -> None:
    if any(tail.newest(each.release_id) > each.sequence for each in waiting):
        raise OvertakenError


class LogTail:
    """The tail on a broker."""

    def __init__(self, consumer: AIOKafkaConsumer, keys: Collection[str]) -> None:
        self._consumer, self._keys = consumer, keys
        self._newest: dict[str, int] = {}

    async def catch_up(self) -> None:
        """Read up to the present ends."""
        ends = await self._consumer.end_offsets(self._consumer.assignment())
        while any([await self._consumer.position(partition) < end for partition, end in ends.items()]):
            for records in (await self._consumer.getmany(timeout_ms=50)).values():
                for record in records:
                    self._see(record.key, dict(record.headers))

    def _see(self, key: bytes | None, headers: Mapping[str, bytes]) -> None:
        release_id = (key or b"").decode("utf-8", "replace")
        sequence = headers.get("ce_sequence", b"")
        if release_id in self._keys and sequence.isdigit():
            self._newest[release_id] = max(int(sequence), self.newest(release_id))

    def newest(self, release_id: str) -> int:
        """The highest sequence seen since the tail began."""
        return self._newest.get(release_id, -1)


Send = Callable[[Sequence[Reading]], Awaitable[set[str]]]


@asynccontextmanager
async def sending(
    kafka: KafkaSettings, positions: Mapping[TopicPartition, int], keys: Collection[str]
) -> AsyncIterator[Send]:
    """A `send` on a broker, which knows what stands at `positions` of the derived topics.

    The embedded broker has no transactions, so there step 3 finds out too late; it does not compact either, so that
    there the index's own rule is enough.
    """
    options: dict[str, Any] = {"client_id": CLIENT_ID, "max_request_size": DEAD_LETTERS.max_message_bytes}
    if kafka.transactions:
        producer = clients.transactional_producer(
            kafka, transactional_id=TRANSACTIONAL_ID, transaction_timeout_ms=TRANSACTION_MS, **options
        )
    else:
        producer = clients.producer(kafka, **options)
    consumer = clients.consumer(kafka, client_id=CLIENT_ID, group_id=None, isolation_level="read_uncommitted")
    consumer.assign(list(positions))
    async with consumer, producer:
        for partition, position in positions.items():
            consumer.seek(partition, position)
        tail = LogTail(consumer, keys)
        transaction: Transaction = producer.transaction if kafka.transactions else nullcontext

        async def send_to_broker(records: Sequence[Record]) -> None:
            await send_all(producer, records)

        async def send_batch(batch: Sequence[Reading]) -> set[str]:
            if not batch:
                return set()
            return await send(batch, tail=tail, transaction=transaction, send_all=send_to_broker)

        yield send_batch
