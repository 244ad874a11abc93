"""The partitions that this instance holds: their stores, opened on assignment and closed on revocation."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from aiokafka import TopicPartition

from services.index.publishing import Publisher
from services.index.store import Identity, Store, Stored, open_beside, open_store, switch
from services.runtime.clock import Clock, utc_now

_ASKED = "rebuild-since"
"""File that remembers across restarts since when stores must have begun."""


class Opener(Protocol):
    """Opens the store of a partition; `open_store` says what it promises."""

    def __call__(self, path: Path, identity: Identity, *, log_end: int, now: datetime) -> Stored:
        """The store at `path`."""


@dataclass(eq=False)
class Held:
    """A partition of this assignment. `goal` is the end of its log when it was assigned.

    `waiting_since`: no record that waits was made before this (seconds since 1970); None while nothing is known.
    `beside`: the store that is being made to take this one's place. Who holds `lock` may write or replace the store.
    """

    store: Stored
    publisher: Publisher
    goal: int
    rebuilt: bool = False
    waiting_since: float | None = None
    beside: Stored | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    began: int = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.store.next_offset


class Partitions:
    """The partitions held, by topic and partition; none between revocation and assignment."""

    def __init__(  # noqa: PLR0913 - whose they are, and what a test replaces
        self,
        data_dir: Path,
        *,
        cluster: str,
        publisher: Callable[[TopicPartition], Publisher],
        committing: frozenset[str],
        opener: Opener = open_store,
        clock: Clock = utc_now,
    ) -> None:
        self._data_dir, self._cluster, self._publisher, self._committing = data_dir, cluster, publisher, committing
        self._open, self._clock = opener, clock
        self._held: dict[TopicPartition, Held] = {}
        asked = data_dir / _ASKED
        self.rebuild_since = datetime.fromisoformat(asked.read_text("ascii")) if asked.exists() else None
        """Stores that began before this are to be made again; None when that was never asked."""

    def assign(self, ends: Mapping[TopicPartition, int]) -> None:
        """These partitions, and no others, are ours.

        Raises:
            CannotStartError: a store was made from another log.
        """
        for named, end in ends.items():
            tp = TopicPartition(*named)  # Faust has a type of its own, which aiokafka refuses
            store = self._open(self._path(tp), self._identity(tp), log_end=end, now=self._clock())
            self._held[tp] = Held(store, self._publisher(tp), goal=end)

    def revoke(self) -> None:
        """No partition is ours; what is in hand will find its store closed and be done again by the next owner."""
        while self._held:
            _, held = self._held.popitem()
            held.publisher.release()
            held.store.close()

    def _path(self, tp: TopicPartition) -> Path:
        return self._data_dir / f"{tp.topic}-{tp.partition}"

    def _identity(self, tp: TopicPartition) -> Identity:
        return Identity(self._cluster, tp.topic, tp.partition)

    def ask_rebuild(self, since: datetime) -> None:
        """Stores that began before `since` are to be made again, also after a restart; an older request is nothing."""
        if self.rebuild_since is None or since > self.rebuild_since:
            self.rebuild_since = since
            self._data_dir.mkdir(parents=True, exist_ok=True)
            written = self._data_dir / f"{_ASKED}.new"
            written.write_text(since.isoformat(), "ascii")
            written.replace(self._data_dir / _ASKED)

    def outdated(self) -> list[tuple[TopicPartition, Held]]:
        """The partitions held whose stores are to be made again."""
        since = self.rebuild_since
        return [] if since is None else [(tp, held) for tp, held in self if held.store.began < since]

    def open_beside(self, tp: TopicPartition) -> Store:
        """The store that is made to take the place of a partition's outdated one, as far as it is."""
        now = self._clock()
        return open_beside(self._path(tp), self._identity(tp), since=self.rebuild_since or now, now=now)

    def switch(self, tp: TopicPartition, held: Held, shadow: Stored) -> Path:
        """Serve from `shadow`, whose position is that of the store; where the replaced store is to be removed.

        The caller holds `held.lock`.
        """
        held.store = switch(self._path(tp), held.store, shadow)
        held.beside = None
        return self._path(tp)

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
