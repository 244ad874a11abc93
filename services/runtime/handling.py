"""One record and the three families of errors: poison, transient, anything else."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import structlog

from services.contracts import codec
from services.contracts.codec import Record
from services.runtime.clock import Clock, utc_now
from services.runtime.dead_letters import ConsumedRecord, FloodGate, dead_letter
from services.runtime.errors import Poison, Transient
from services.runtime.product import Product
from services.runtime.worker_metrics import WorkerMetrics

BACK_OFF_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Waits between the attempts at a record that failed for now; what the last attempt raises ends the process."""

_log = structlog.get_logger()


Transform = Callable[[ConsumedRecord], Awaitable[Product]]
"""Raises `Poison` or `Transient`; anything else is a bug."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """Makes of each record what is to be sent for it, a dead letter if need be."""

    service: str
    transform: Transform
    metrics: WorkerMetrics
    flood: FloodGate = field(default_factory=FloodGate)
    clock: Clock = utc_now
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep

    async def __call__(self, record: ConsumedRecord) -> Sequence[Record]:
        """The records to send.

        Raises:
            FloodError: too many of the last records were poison.
            Transient: it did not work in the end either. Anything else: a bug.
        """
        try:
            product = await self._patiently(record)
        except Poison as poison:
            return [self._dead_letter(record, poison)]
        self.flood.passed()
        self.metrics.handled(product.outcome)
        return product.records

    async def _patiently(self, record: ConsumedRecord) -> Product:
        for seconds in BACK_OFF_SECONDS:
            try:
                return await self.transform(record)
            except Transient as error:
                _about(record).warning("trying again", seconds=seconds, error=str(error))
                await self.sleep(seconds)
        return await self.transform(record)

    def _dead_letter(self, record: ConsumedRecord, poison: Poison) -> Record:
        _about(record).warning("dead letter", reason=poison.reason, detail=str(poison))
        self.flood.dead()
        self.metrics.dead(poison.reason)
        letter = dead_letter(record, poison, service=self.service)
        return codec.encode(letter, service=self.service, time=self.clock())


def _about(record: ConsumedRecord) -> structlog.stdlib.BoundLogger:
    """A logger that says which record it speaks of."""
    bound: structlog.stdlib.BoundLogger = _log.bind(
        release_id=(record.key or b"").decode("utf-8", "replace"),
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
    )
    return bound
