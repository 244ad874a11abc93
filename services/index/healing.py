"""Partitions are read again from their store's position when something between broker and store went missing."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

import structlog
from aiokafka import TopicPartition

from services.index.metrics import Metrics
from services.index.partitions import Partitions

SHORTEST_BREAK = 1.0
"""Seconds between two seeks of one partition: what a seek brings has to arrive before the next."""
CHECK_EVERY = 3.0
_log = structlog.get_logger()


class Seeking(Protocol):
    """What the consumer does and knows."""

    async def perform_seek(self, tps: set[TopicPartition]) -> None:
        """Read on from where the stores stand."""

    def delivered(self, tp: TopicPartition) -> int | None:
        """The offset after the last record handed over; None before the first seek."""


class Healer:
    """Seeks back on a hole; and where records were delivered and neither stored nor in work."""

    def __init__(
        self,
        partitions: Partitions,
        metrics: Metrics,
        *,
        consumer: Callable[[], Seeking],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._partitions, self._metrics, self._consumer, self._clock = partitions, metrics, consumer, clock
        self._healed: dict[TopicPartition, float] = {}
        self._seen: dict[TopicPartition, tuple[object, int]] = {}
        self._seeks: set[asyncio.Task[None]] = set()

    def heal(self, tp: TopicPartition, cause: str) -> None:
        """Read the partition again from its store's position, at most once in `SHORTEST_BREAK`."""
        if self._clock() - self._healed.get(tp, float("-inf")) < SHORTEST_BREAK:
            return
        self._healed[tp] = self._clock()
        self._metrics.heals.labels(cause).inc()
        _log.warning(
            "healing", cause=cause, topic=tp.topic, partition=tp.partition, offset=self._partitions.next_offset(tp)
        )
        seek = asyncio.get_running_loop().create_task(self._consumer().perform_seek({tp}), name=f"heal {tp}")
        self._seeks.add(seek)
        seek.add_done_callback(self._seeks.discard)

    def look(self, *, busy: bool) -> None:
        """Heal each partition whose store stands where it stood at the last look, with delivered records missing."""
        missing: dict[TopicPartition, tuple[object, int]] = {}
        for tp, held in self._partitions:
            delivered = self._consumer().delivered(tp)
            if not busy and delivered is not None and delivered > held.store.next_offset:
                missing[tp] = (held, held.store.next_offset)
        for tp, stands in missing.items():
            if self._seen.get(tp) == stands:
                self.heal(tp, "stuck")
        self._seen = missing
