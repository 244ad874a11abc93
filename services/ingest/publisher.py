"""Records to Kafka, with an answer in bounded time and never a lie about what was stored."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from services.contracts.codec import Record
from services.contracts.topics import RELEASES_RAW
from services.ingest.metrics import Metrics
from services.ingest.producers import sender_ended, stop
from services.runtime.health import Check
from services.runtime.watchdog import leave

CONNECT_SECONDS = 15.0
PROBE_SECONDS = 5.0
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A record that the broker did not acknowledge. Only `may_be_stored=False` says that it is not in the topic."""

    detail: str
    may_be_stored: bool


Outcome = Unpublished | None
"""None: the broker has acknowledged it, on all replicas."""
Sent = asyncio.Future[Any] | Unpublished


class Publisher(Protocol):
    """Takes records in order; says of each what became of it."""

    async def enqueue(self, records: Sequence[Record]) -> Awaitable[Sequence[Outcome]]:
        """Put the records in line, in order. What comes back gives their outcomes, in bounded time."""
        ...

    def ready(self) -> Iterable[Check]:
        """Whether a record would be acknowledged now, as far as is known."""
        ...

    def running(self) -> AbstractAsyncContextManager[None]:
        """Connected, or trying to, while the block runs; at its end what is in line is sent, within a limit."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds."""

    acknowledge: float = 8.0
    """For the acknowledgement of one push, from its arrival."""
    stalled: float = 5.0
    """When the oldest send has waited this long, no further one is put in line."""
    hopeless: float = 30.0
    """When it has waited this long and a new producer gets an answer, the old one is given up."""
    probe: float = 2.0
    """Between two looks at the broker."""


@dataclass(eq=False, slots=True)
class Link:
    """One producer, and since when it owes an answer to whom."""

    producer: AIOKafkaProducer
    owed: dict[object, float] = field(default_factory=dict)
    fault: str | None = None
    answered: float = 0.0
    """When the broker last answered a question about its topics."""

    def oldest(self, now: float) -> float:
        """Seconds that the oldest unanswered send has waited."""
        return now - next(iter(self.owed.values()), now)


class KafkaPublisher:
    """Sends over one idempotent producer, which is replaced when it can no longer work.

    A producer that had a record refused has a hole in its sequence and fails for ever on that partition; so does one
    whose sender task ended or whose topic was made anew. The old one is stopped before the new one takes records, so
    that an old revision cannot overtake a newer one.
    """

    def __init__(
        self,
        make_producer: Callable[[], AIOKafkaProducer],
        *,
        metrics: Metrics,
        patience: Patience = Patience(),
        leave: Callable[[str], object] = leave,
    ) -> None:
        self._make_producer, self._metrics, self._patience, self._leave = make_producer, metrics, patience, leave
        self._was_ready = False
        self._link: Link | None = None
        self._problem = "not yet connected"
        self._wake = asyncio.Event()

    # --- sending ----------------------------------------------------------------------------------------------------

    async def enqueue(self, records: Sequence[Record]) -> Awaitable[Sequence[Outcome]]:
        """Put the records in line, in order; refused at once while the broker does not answer."""
        deadline = _now() + self._patience.acknowledge
        link, refusal = self._link, self._refusal()
        if link is None or refusal is not None:
            return _settled([Unpublished(refusal or self._problem, may_be_stored=False)] * len(records))
        owed = object()
        link.owed[owed] = _now()
        try:
            sent = await _send_all(link.producer, records, deadline)
        except asyncio.CancelledError:
            link.owed.pop(owed)
            raise
        return asyncio.create_task(self._outcomes(link, owed, sent, deadline))

    def _refusal(self) -> str | None:
        link = self._link
        if link is None:
            return self._problem
        if link.fault is not None:
            return f"the producer is being replaced: {link.fault}"
        if (waiting := link.oldest(_now())) > self._patience.stalled:
            return f"the broker has not acknowledged anything for {waiting:.0f} s"
        return None

    async def _outcomes(self, link: Link, owed: object, sent: Sequence[Sent], deadline: float) -> Sequence[Outcome]:
        started = link.owed[owed]
        futures = [future for future in sent if isinstance(future, asyncio.Future)]
        everything = asyncio.gather(*futures, return_exceptions=True)
        everything.add_done_callback(lambda _: link.owed.pop(owed, None))
        await asyncio.wait([everything], timeout=max(0.0, deadline - _now()))
        self._metrics.acknowledged_after(_now() - started)
        return [self._outcome(link, future) for future in sent]

    def _outcome(self, link: Link, sent: Sent) -> Outcome:
        if isinstance(sent, Unpublished):
            return sent
        if not sent.done() or sent.cancelled():
            return Unpublished(f"no acknowledgement within {self._patience.acknowledge:g} s", may_be_stored=True)
        if (error := sent.exception()) is None:
            return None
        self._break(link, repr(error))
        return Unpublished(f"the broker refused it: {error!r}", may_be_stored=True)

    def _break(self, link: Link, fault: str) -> None:
        if link.fault is None:
            _log.error("producer broken", fault=fault)
            link.fault = fault
        self._wake.set()

    # --- health -----------------------------------------------------------------------------------------------------

    def ready(self) -> Iterable[Check]:
        """Connected, answered lately, and nothing overdue."""
        link, refusal = self._link, self._refusal()
        since = _now() - link.answered if link is not None else float("inf")
        limit = 2 * (self._patience.probe + PROBE_SECONDS)
        yield Check("producer", refusal is None, refusal or "takes records")
        yield Check("broker", since < limit, f"answered {since:.0f} s ago" if link is not None else self._problem)

    # --- life -------------------------------------------------------------------------------------------------------

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep a working producer while the block runs: the broker may be away at the start, and go and come back."""
        tending = asyncio.create_task(self._tend_for_ever(), name="publisher")
        tending.add_done_callback(self._tending_ended)
        try:
            yield
        finally:
            tending.cancel()
            await asyncio.gather(tending, return_exceptions=True)
            link, self._link, self._problem = self._link, None, "stopping"
            if link is not None:
                await stop(link.producer)

    def _tending_ended(self, tending: "asyncio.Task[None]") -> None:
        """A bug: nobody would mend the producer any more, so the process must not go on."""
        if not tending.cancelled():
            self._leave(f"the publisher's task ended: {tending.exception()!r}")

    async def _tend_for_ever(self) -> None:
        while True:
            if self._link is None or self._fault_of(self._link) is not None:
                await self._replace()
            else:
                await self._probe(self._link)
            self._tell()
            self._wake.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._patience.probe)

    def _fault_of(self, link: Link) -> str | None:
        if link.fault is None and sender_ended(link.producer):
            self._break(link, "its sender task has ended")
        if link.fault is None and (waited := link.oldest(_now())) > self._patience.hopeless:
            self._break(link, f"a send has waited {waited:.0f} s though the broker answers")
        return link.fault

    async def _replace(self) -> None:
        producer = self._make_producer()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await producer.start()
                await producer.partitions_for(RELEASES_RAW.name)
        except (KafkaError, TimeoutError) as error:
            self._not_connected(f"no answer from Kafka about {RELEASES_RAW.name}: {error!r}")
            await stop(producer)
            return
        old, self._link, self._problem = self._link, None, "the producer is being replaced"
        if old is not None:
            self._metrics.producer_replaced()
            await stop(old.producer)
        self._link = Link(producer, answered=_now())
        _log.info("connected to Kafka", replaced=old is not None)

    def _tell(self) -> None:
        """One line when readiness changes, none while it stays."""
        problems = [check.detail for check in self.ready() if not check.ok]
        if problems and self._was_ready:
            _log.warning("not ready", problems=problems)
        elif not problems and not self._was_ready:
            _log.info("ready")
        self._was_ready = not problems

    def _not_connected(self, problem: str) -> None:
        if problem != self._problem:
            _log.warning("not connected to Kafka", problem=problem)
        self._problem = problem

    async def _probe(self, link: Link) -> None:
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await link.producer.client.fetch_all_metadata()
        except (KafkaError, TimeoutError) as error:
            _log.debug("no answer from Kafka", error=repr(error))
        else:
            link.answered = _now()


def _now() -> float:
    return asyncio.get_running_loop().time()


def _settled(outcomes: Sequence[Outcome]) -> Awaitable[Sequence[Outcome]]:
    settled: asyncio.Future[Sequence[Outcome]] = asyncio.get_running_loop().create_future()
    settled.set_result(outcomes)
    return settled


async def _send_all(producer: AIOKafkaProducer, records: Sequence[Record], deadline: float) -> Sequence[Sent]:
    """Put the records in line one after the other; a full line is waited for until the deadline."""
    sent: list[Sent] = []
    try:
        async with asyncio.timeout_at(deadline):
            for record in records:
                sent.append(await _send(producer, record))  # noqa: PERF401 - what was sent counts when time is up
    except TimeoutError:
        missing = Unpublished("the line to the broker is full", may_be_stored=False)
        sent += [missing] * (len(records) - len(sent))
    return sent


async def _send(producer: AIOKafkaProducer, record: Record) -> Sent:
    try:
        sent: asyncio.Future[Any] = await producer.send(
            record.topic.name, record.value, key=record.key, headers=list(record.headers)
        )
    except KafkaError as error:
        return Unpublished(f"it could not be put in line: {error!r}", may_be_stored=False)
    return sent
