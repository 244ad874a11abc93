"""What a worker counts."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
RECORDS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000)


class WorkerMetrics:
    """The metrics `readout_<service>_…` of one worker."""

    def __init__(self, *, service: str, registry: CollectorRegistry) -> None:
        prefix = f"readout_{service}"
        self._handled = Counter(f"{prefix}_records", "Records transformed, by outcome.", ["outcome"], registry=registry)
        self._dead = Counter(f"{prefix}_dead_letters", "Records given up, by reason.", ["reason"], registry=registry)
        self._commits = Counter(
            f"{prefix}_commits", "Results published with their position: one transaction each.", registry=registry
        )
        self._size = Histogram(f"{prefix}_batch_records", "Records in one poll.", buckets=RECORDS, registry=registry)
        self._seconds = Histogram(
            f"{prefix}_transform_seconds", "Time to transform one record.", buckets=SECONDS, registry=registry
        )
        self._lag = Gauge(f"{prefix}_lag_records", "Records waiting, by partition.", ["partition"], registry=registry)
        self._waiting = Gauge(
            f"{prefix}_lag_seconds", "Age of the oldest record that waits; 0 when none does.", registry=registry
        )

    def handled(self, outcome: str) -> None:
        """A record was transformed."""
        self._handled.labels(outcome).inc()

    def dead(self, reason: str) -> None:
        """A record was given up."""
        self._dead.labels(reason).inc()

    def polled(self, records: int) -> None:
        """A poll gave so many records; an empty one is no batch."""
        if records:
            self._size.observe(records)

    def committed(self) -> None:
        """The part of a batch that is of one partition was published with its position."""
        self._commits.inc()

    def took(self, seconds: float) -> None:
        """A record was transformed in `seconds`."""
        self._seconds.observe(seconds)

    def lag(self, records: dict[int, int]) -> None:
        """What waits in each owned partition now."""
        self._lag.clear()
        for partition, waiting in records.items():
            self._lag.labels(str(partition)).set(waiting)

    def waiting(self, seconds: Callable[[], float]) -> None:
        """Asked at each scrape: the age of the oldest record that waits in an owned partition."""
        self._waiting.set_function(seconds)
