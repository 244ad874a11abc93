"""Runs of records become changed rows and messages to send; then both are made to last.

`Stage.apply` is the one place where the order of things decides whether an event is lost.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from services.contracts import codec
from services.contracts.codec import Envelope, Record, Undecodable
from services.contracts.messages import MeetingsExtracted, Message
from services.contracts.topics import PARTICIPANTS_EVENTS, Topic
from services.index.folds import fold
from services.index.metrics import Metrics
from services.index.partitions import Held, Partitions
from services.index.rows import Changes
from services.runtime.clock import Clock
from services.runtime.dead_letters import ConsumedRecord, FloodGate, dead_letter
from services.runtime.errors import Poison

SERVICE = "index"
LARGEST_SET = 500_000
"""Bytes of a set of events: a participation repeats its event and one participant, and must still fit its topic."""
_log = structlog.get_logger()


class StampedRecord(ConsumedRecord, Protocol):
    """A record that knows which offset it follows; None when it was read before the partition was sought."""

    base: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """The records that continue a store, and whether something is missing after them."""

    records: Sequence[StampedRecord]
    next_offset: int
    hole: bool


def continuing(records: Iterable[StampedRecord], next_offset: int) -> Run:
    """What of `records` continues a store at `next_offset`, without repeats, up to the first hole."""
    good: list[StampedRecord] = []
    for record in records:
        if record.offset < next_offset or record.base is None:
            continue
        if record.base > next_offset:
            return Run(good, next_offset, hole=True)
        good.append(record)
        next_offset = record.offset + 1
    return Run(good, next_offset, hole=False)


def refold(topic: Topic, changes: Changes, record: ConsumedRecord) -> tuple[Envelope, Iterable[Message]]:
    """What a record changes, and what is to be sent because of it, with the envelope that it came in.

    Raises:
        Poison: it can never be used; nothing is changed.
    """
    try:
        envelope, message = codec.decode(topic, record.value, record.headers)
    except Undecodable as error:
        raise Poison(error.reason, str(error)) from error
    value = record.value or b""
    if isinstance(message, MeetingsExtracted) and len(value) > LARGEST_SET:
        raise Poison("too-large", f"{len(value)} bytes of events; the index takes {LARGEST_SET}")
    return envelope, fold(changes, message, value)


class Stage:
    """Applies what arrives on one topic."""

    def __init__(
        self,
        topic: Topic,
        *,
        partitions: Partitions,
        metrics: Metrics,
        heal: Callable[[TopicPartition, str], None],
        clock: Clock,
    ) -> None:
        self.topic = topic
        self.busy = 0
        self._partitions, self._metrics, self._heal, self._clock = partitions, metrics, heal, clock
        self._gate = FloodGate()

    async def apply(self, tp: TopicPartition, records: Sequence[StampedRecord]) -> None:
        """Make the effect of `records` last.

        1. What does not continue the store is dropped: repeats; all from a hole on, which is then read again.
        2. Rows and messages are computed; nothing is changed yet. A crash up to here costs nothing.
        3. Messages are sent, with the position where there are transactions. A crash before 4: with transactions 1 to
           4 are done again without sending; without, the messages are sent twice, and are harmless.
        4. Rows and position are written together, if the partition is still ours. If not, its owner does 1 to 4.

        Raises:
            FloodError: too many records were poison.
        """
        held = self._partitions.get(*tp)
        if held is None:
            return
        self.busy += 1
        try:
            async with held.lock:  # a rebuild replaces the store between two batches
                if self._partitions.get(*tp) is held:
                    await self._apply(tp, held, continuing(records, held.store.next_offset))
        finally:
            self.busy -= 1

    async def _apply(self, tp: TopicPartition, held: Held, run: Run) -> None:
        if run.hole:
            self._heal(tp, "hole")
        if not run.records:
            return
        held.waiting_since = run.records[0].timestamp / 1000
        try:
            sent = await held.publisher.position()
            changes, outgoing = self._fold(held, run.records, sent=sent)
            await held.publisher.publish(outgoing, next_offset=run.next_offset)
        except KafkaError as error:
            if self._partitions.get(*tp) is held:
                raise
            _log.info(
                "batch left to the partition's new owner", topic=tp.topic, partition=tp.partition, error=repr(error)
            )
            return
        if self._partitions.get(*tp) is held:
            as_of = datetime.fromtimestamp(run.records[-1].timestamp / 1000, UTC)
            held.store.write(changes, next_offset=run.next_offset, as_of=as_of)
            self._count(len(run.records), len(outgoing))

    def _fold(self, held: Held, records: Iterable[StampedRecord], *, sent: int) -> tuple[Changes, list[Record]]:
        changes, outgoing = Changes(held.store), list[Record]()
        for record in records:
            try:
                said = self._read(changes, record)
            except Poison as poison:
                said = self._give_up(record, poison)
            else:
                self._gate.passed()
            if record.offset >= sent:
                outgoing.extend(said)
        return changes, outgoing

    def _read(self, changes: Changes, record: StampedRecord) -> Iterable[Record]:
        envelope, outgoing = refold(self.topic, changes, record)
        return (
            codec.encode(said, service=SERVICE, time=envelope.time, traceparent=envelope.traceparent)
            for said in outgoing
        )

    def _give_up(self, record: StampedRecord, poison: Poison) -> Iterable[Record]:
        self._gate.dead()
        self._metrics.dead_letters.labels(self.topic.name, poison.reason).inc()
        _log.warning(
            "dead letter", reason=poison.reason, topic=record.topic, partition=record.partition, offset=record.offset
        )
        letter: Message = dead_letter(record, poison, service=SERVICE)
        return (codec.encode(letter, service=SERVICE, time=self._clock()),)

    def _count(self, records: int, sent: int) -> None:
        self._metrics.records.labels(self.topic.name).inc(records)
        self._metrics.sent.inc(sent)
        if self.topic is PARTICIPANTS_EVENTS:
            self._metrics.participations.inc(records)
        self._metrics.writes.inc()
