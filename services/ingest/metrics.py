"""What the ingest service counts. Names are listed in `docs/metrics.md`."""

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 8, 10)


class Metrics:
    """The counters of one service instance, in its own registry."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "readout_ingest_requests", "Answered requests.", ["method", "route", "status"], registry=self.registry
        )
        self._accepted = Counter(
            "readout_ingest_accepted", "Releases and withdrawals the broker acknowledged.", registry=self.registry
        )
        self._refused = Counter(
            "readout_ingest_refused", "Those that were refused, by status.", ["status"], registry=self.registry
        )
        self._acknowledgement = Histogram(
            "readout_ingest_acknowledgement_seconds",
            "From the send to the broker's acknowledgement, or to giving up.",
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._replaced = Counter(
            "readout_ingest_producer_replacements", "Producers that could not work any more.", registry=self.registry
        )

    def answered(self, method: str, route: str, status: int) -> None:
        """A request was answered."""
        self._requests.labels(method, route, str(status)).inc()

    def accepted(self) -> None:
        """The broker has acknowledged a release or a withdrawal."""
        self._accepted.inc()

    def refused(self, status: int) -> None:
        """A release or a withdrawal was refused."""
        self._refused.labels(str(status)).inc()

    def acknowledged_after(self, seconds: float) -> None:
        """A send was acknowledged, or given up."""
        self._acknowledgement.observe(seconds)

    def producer_replaced(self) -> None:
        """A producer was replaced by a new one."""
        self._replaced.inc()
