"""What the index counts; no participant names as labels."""

from prometheus_client import CollectorRegistry, Counter


class Metrics:
    """The index's own metrics in one registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.records = Counter(
            "readout_index_records_applied", "Records whose effect is stored.", ["topic"], registry=registry
        )
        self.participations = Counter(
            "readout_index_participations_applied", "Participations stored in the views.", registry=registry
        )
        self.writes = Counter("readout_index_store_writes", "Batches written to a store.", registry=registry)
        self.sent = Counter("readout_index_participations_sent", "Participations sent on.", registry=registry)
        self.heals = Counter(
            "readout_index_heals",
            "Times a partition was read again from its store's position.",
            ["cause"],
            registry=registry,
        )
        self.dead_letters = Counter(
            "readout_index_dead_letters", "Records that could never be used.", ["topic", "reason"], registry=registry
        )
