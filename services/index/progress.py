"""How far the stores are behind the topics, whether they still move, and whether they are rebuilt."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from aiokafka import TopicPartition
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from services.index.partitions import Held, Partitions
from services.runtime.health import Check


class Reading(Protocol):
    """What the consumer knows of a partition."""

    def delivered(self, tp: TopicPartition) -> int | None:
        """The offset after the last record handed over; None before the first seek."""

    def reached(self, tp: TopicPartition) -> int | None:
        """As `delivered`, but beyond the transaction markers and aborted records after it."""

    def end(self, tp: TopicPartition) -> int | None:
        """The end of what can be read, as the last fetch told; None before it."""


class Progress(Collector):
    """Compares stores with what the consumer knows. Asked often, so nothing here waits."""

    def __init__(
        self,
        partitions: Partitions,
        *,
        reading: Callable[[], Reading],
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._partitions, self._reading, self._clock, self._wall = partitions, reading, clock, wall
        self._stood: tuple[object, ...] = ()
        self._moved = clock()

    def covered(self, tp: TopicPartition, held: Held) -> int:
        """The offset below which everything is in the store, transaction markers included."""
        stored, reading = held.store.next_offset, self._reading()
        if reading.delivered(tp) == stored:
            return max(stored, reading.reached(tp) or 0)
        return stored

    def lag(self, tp: TopicPartition, held: Held) -> int:
        """Records that can be read and are not in the store."""
        end = self._reading().end(tp)
        waiting = max(0, (held.goal if end is None else end) - self.covered(tp, held))
        if not waiting or held.waiting_since is None:
            held.waiting_since = self._wall()
        return waiting

    def lag_seconds(self) -> float:
        """The age of the oldest record that waits, at most: it came after the one before it, and after all was read."""
        since = [held.waiting_since or 0.0 for tp, held in self._partitions if self.lag(tp, held)]
        return max(0.0, self._wall() - min(since)) if since else 0.0

    def rebuilt(self, tp: TopicPartition, held: Held) -> bool:
        """Whether the store has reached the end that its log had on assignment."""
        held.rebuilt = held.rebuilt or self.covered(tp, held) >= held.goal
        return held.rebuilt

    def remaining(self) -> tuple[int, int]:
        """How many records are still to be read, and how many there were, since assignment."""
        open_ = [(held.goal - self.covered(tp, held), held.goal - held.began) for tp, held in self._unfinished()]
        return sum(left for left, _ in open_), sum(whole for _, whole in open_)

    def _unfinished(self) -> Iterable[tuple[TopicPartition, Held]]:
        return [(tp, held) for tp, held in self._partitions if not self.rebuilt(tp, held)]

    def beside(self) -> tuple[int, int]:
        """Of stores that are made again beside the serving ones: records still to be read, and all of them."""
        outdated = [held for _, held in self._partitions.outdated()]
        whole = sum(held.store.next_offset for held in outdated)
        return whole - sum(held.beside.next_offset for held in outdated if held.beside), whole

    def checks(self) -> list[Check]:
        """What `/readyz` says of the stores."""
        left, whole = self.remaining()
        rebuilt = f"{len(self._partitions)} partitions up to their end at assignment"
        behind = f"{left} of {whole} records to go ({100 * (whole - left) // whole if whole else 0} % done)"
        return [
            Check("assigned", len(self._partitions) > 0, f"{len(self._partitions)} partitions"),
            Check("rebuilt", left == 0, behind if left else rebuilt),
            Check("rebuild", ok=True, detail=self._beside()),
        ]

    def _beside(self) -> str:
        left, whole = self.beside()
        if not self._partitions.outdated():
            return "no views are made again beside the serving ones"
        done = 100 * (whole - left) // whole if whole else 0
        return f"beside the serving views: {left} of {whole} records to go ({done} % done)"

    def collect(self) -> Iterator[Metric]:
        """The gauges, computed when scraped."""
        lag = GaugeMetricFamily(
            "readout_index_lag_records",
            "Records that can be read and are not in the store.",
            labels=["topic", "partition"],
        )
        for tp, held in self._partitions:
            lag.add_metric([tp.topic, str(tp.partition)], self.lag(tp, held))
        yield lag
        yield GaugeMetricFamily(
            "readout_index_lag_seconds",
            "Age of the oldest record that is not yet in a store; 0 when all are.",
            value=self.lag_seconds(),
        )
        yield GaugeMetricFamily(
            "readout_index_rebuild_remaining_records",
            "Records that were there on assignment and are not yet in the stores; 0 when rebuilt.",
            value=self.remaining()[0],
        )
        yield GaugeMetricFamily(
            "readout_index_rebuild_beside_remaining_records",
            "Records still to be read into views that are made again beside the serving ones; 0 when none are.",
            value=self.beside()[0],
        )

    def stood_still(self) -> float:
        """Seconds in which records were waiting and no store moved."""
        stands = tuple((tp, held.store.next_offset) for tp, held in self._partitions)
        waiting = any(self.lag(tp, held) for tp, held in self._partitions)
        if not waiting or stands != self._stood:
            self._stood, self._moved = stands, self._clock()
        return self._clock() - self._moved
