"""Faust's consumer, put under the rule of our stores: it reads from where they stand and commits what they hold.

Overrides private names of faust-streaming 0.15.3, which is pinned exactly. What Faust would do by itself, and which
events that loses: `docs/decisions/index-delivery.md`.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, cast

import faust
from aiokafka import AIOKafkaConsumer
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

SLICE = 500
"""Records that an agent gets at once, as one Faust event."""


class Partitions(Protocol):
    """Who keeps the positions: opened on assignment, closed on revocation."""

    def assign(self, ends: Mapping[TP, int]) -> None:
        """These partitions, and no others, are ours; with the end of each log."""

    def revoke(self) -> None:
        """No partition is ours."""

    def next_offset(self, tp: TP) -> int | None:
        """Where a partition stands; None when it is not ours."""

    def commits(self, topic: str) -> bool:
        """Whether the group's offsets of a topic are committed by our own transactions."""


class _NothingRead(dict[TP, int | None]):
    """Faust's filter of what was read before is off: the store decides what is a repeat."""

    def __getitem__(self, key: TP) -> None:
        return None


class ConsumerThread(driver.AIOKafkaConsumerThread):
    """Stamps each record with the offset that it follows: `base`."""

    consumer: "Consumer"
    positions: dict[TP, int]
    polled_at: float

    def __post_init__(self) -> None:
        super().__post_init__()
        self.positions, self.polled_at = {}, time.monotonic()

    def _create_worker_consumer(self, transport: Any) -> Any:  # noqa: ARG002 - Faust's signature
        return self.consumer.create_client()

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Forget the positions: what was fetched before the next seek has no base and is never applied."""
        self.positions = {}
        await super().on_partitions_revoked(revoked)

    async def seek_to(self, where: Mapping[TP, int]) -> None:
        """Read on from these offsets; in the consumer's own thread, without a break."""
        await self.call_thread(self._seek_to, where)

    async def _seek_to(self, where: Mapping[TP, int]) -> None:
        consumer = self._ensure_consumer()
        for tp in set(where) & consumer.assignment():
            consumer.seek(driver.ensure_aiokafka_TP(tp), where[tp])
            self.positions[tp] = where[tp]

    async def committed(self, tp: TP) -> int:
        """The group's committed offset, 0 where there is none."""
        offset: int | None = await self.call_thread(self._ensure_consumer().committed, driver.ensure_aiokafka_TP(tp))
        return offset or 0

    async def _fetch_records(self, *args: Any, **kwargs: Any) -> Any:
        self.polled_at = time.monotonic()
        fetched = await super()._fetch_records(*args, **kwargs)
        for tp, records in fetched.items():
            base = self.positions.get(tp)
            for record in records:
                record.base = base
                base = None if base is None else record.offset + 1
            if base is not None:
                self.positions[tp] = base
        return fetched


class Consumer(driver.Consumer):
    """Hands over runs of records, and takes every position from `partitions`."""

    partitions: Partitions
    create_client: Callable[[], AIOKafkaConsumer]
    failed: Callable[[BaseException], None]
    _thread: ConsumerThread

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read_offset = _NothingRead()

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> dict[TP, list[Any]]:  # noqa: ASYNC109 - Faust's signature
        fetched = await super()._getmany(active_partitions, timeout)
        return {tp: [runs[at : at + SLICE] for at in range(0, len(runs), SLICE)] for tp, runs in fetched.items()}

    def _to_message(self, tp: TP, record: Any) -> Any:
        message: Any = super()._to_message(tp, record[0])
        message.records = record
        return message

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Nothing is ours any more (the protocol is eager: all partitions are revoked)."""
        await super().on_partitions_revoked(revoked)
        self.partitions.revoke()

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Open what is ours now, before Faust seeks."""
        try:
            self.partitions.revoke()
            self.partitions.assign(await self.ends(assigned))
        except Exception as error:  # noqa: BLE001 - Faust swallows what a rebalance raises; the process must end
            self.failed(error)
            return
        await super().on_partitions_assigned(assigned, generation_id)

    async def ends(self, tps: Iterable[TP]) -> dict[TP, int]:
        """The end of each log, asked from the broker."""
        ends = await self._thread.highwaters(*map(driver.ensure_aiokafka_TP, tps))
        return {TP(tp.topic, tp.partition): end for tp, end in ends.items()}

    async def perform_seek(self, tps: Iterable[TP] | None = None) -> None:
        """Read on from where the stores stand; all of ours when `tps` is None."""
        ours = self.assignment() if tps is None else tps
        where = {tp: at for tp in ours if (at := self.partitions.next_offset(tp)) is not None}
        await self._thread.seek_to(where)
        self._committed_offset.update({tp: offset or None for tp, offset in where.items()})

    async def committed(self, tp: TP) -> int:
        """The group's committed offset, 0 where there is none."""
        return await self._thread.committed(tp)

    def delivered(self, tp: TP) -> int | None:
        """The offset after the last record handed over; None before the first seek."""
        return self._thread.positions.get(tp)

    def reached(self, tp: TP) -> int | None:
        """As `delivered`, but beyond the transaction markers and aborted records after it."""
        state = self._state(tp)
        if state is None or not state.has_valid_position:
            return None
        position: int = state.position
        return position

    def end(self, tp: TP) -> int | None:
        """The end of what can be read, as the last fetch told; None before it."""
        state = self._state(tp)
        if state is None or state.highwater is None:
            return None
        end: int = state.highwater if state.lso in (None, -1) else state.lso
        return end

    def _state(self, tp: TP) -> Any:
        subscription = self._thread._ensure_consumer()._subscription.subscription  # noqa: SLF001 - without a round trip there is no other way
        assignment = None if subscription is None else subscription.assignment
        return None if assignment is None else assignment.state_value(driver.ensure_aiokafka_TP(tp))

    def silence(self) -> float:
        """Seconds since the broker was last asked for records."""
        return time.monotonic() - self._thread.polled_at

    def _should_commit(self, tp: TP, offset: int) -> bool:
        return not self.partitions.commits(tp.topic) and super()._should_commit(tp, offset)

    def _new_offset(self, tp: TP) -> int | None:
        """What is stored is what is committed; the group's offsets only inform."""
        self._acked[tp].clear()
        self._acked_index[tp].clear()
        self._gap.pop(tp, None)
        return self.partitions.next_offset(tp)


def use(
    app: faust.App,
    partitions: Partitions,
    *,
    create_client: Callable[[], AIOKafkaConsumer],
    failed: Callable[[BaseException], None],
) -> None:
    """Let `app` consume under the rule of `partitions`.

    `create_client` makes the client, in the thread that will run it: subscribed to nothing, not started. `failed` hears
    what goes wrong in an assignment.
    """
    ours = {"partitions": partitions, "create_client": staticmethod(create_client), "failed": staticmethod(failed)}
    transport = type("Transport", (driver.Transport,), {"Consumer": type("Consumer", (Consumer,), ours)})
    app.transport = transport(app.conf.broker_consumer, app)


def consumer_of(app: faust.App) -> Consumer:
    """The consumer of an app that was given to `use`."""
    return cast("Consumer", app.consumer)
