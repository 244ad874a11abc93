"""The partitions that this instance holds: their stores, opened on assignment and closed on revocation."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from aiokafka import TopicPartition

from services.index.publishing import Publisher
from services.index.store import Identity, Stored, open_store


class Opener(Protocol):
    """Opens the store of a partition; `open_store` says what it promises."""

    def __call__(self, path: Path, identity: Identity, *, log_end: int) -> Stored:
        """The store at `path`."""


@dataclass(eq=False)
class Held:
    """A partition of this assignment. `goal` is the end of its log when it was assigned.

    `waiting_since`: no record that waits was made before this (seconds since 1970); None while nothing is known.
    """

    store: Stored
    publisher: Publisher
    goal: int
    rebuilt: bool = False
    waiting_since: float | None = None
    began: int = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.store.next_offset


class Partitions:
    """The partitions held, by topic and partition; none between revocation and assignment."""

    def __init__(
        self,
        data_dir: Path,
        *,
        cluster: str,
        publisher: Callable[[TopicPartition], Publisher],
        committing: frozenset[str],
        opener: Opener = open_store,
    ) -> None:
        self._data_dir, self._cluster, self._publisher, self._committing = data_dir, cluster, publisher, committing
        self._open = opener
        self._held: dict[TopicPartition, Held] = {}

    def assign(self, ends: Mapping[TopicPartition, int]) -> None:
        """These partitions, and no others, are ours.

        Raises:
            CannotStartError: a store was made from another log.
        """
        for named, end in ends.items():
            tp = TopicPartition(*named)  # Faust has a type of its own, which aiokafka refuses
            identity = Identity(self._cluster, tp.topic, tp.partition)
            store = self._open(self._data_dir / f"{tp.topic}-{tp.partition}", identity, log_end=end)
            self._held[tp] = Held(store, self._publisher(tp), goal=end)

    def revoke(self) -> None:
        """No partition is ours; what is in hand will find its store closed and be done again by the next owner."""
        while self._held:
            _, held = self._held.popitem()
            held.publisher.release()
            held.store.close()

    def next_offset(self, tp: TopicPartition) -> int | None:
        """Where a partition stands; None when it is not ours."""
        held = self._held.get(tp)
        return None if held is None else held.store.next_offset

    def commits(self, topic: str) -> bool:
        """Whether the group's offsets of a topic are committed by our own transactions."""
        return topic in self._committing

    def get(self, topic: str, partition: int) -> Held | None:
        """A partition, when it is ours."""
        return self._held.get(TopicPartition(topic, partition))

    def of(self, topic: str) -> dict[int, Held]:
        """Our partitions of a topic."""
        return {tp.partition: held for tp, held in self._held.items() if tp.topic == topic}

    def __iter__(self) -> Iterator[tuple[TopicPartition, Held]]:
        return iter(list(self._held.items()))

    def __len__(self) -> int:
        return len(self._held)
