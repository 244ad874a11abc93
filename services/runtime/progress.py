"""How far a worker is, as it finds out itself, and what that means for its health."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping

from aiokafka import TopicPartition

from services.runtime.health import Check
from services.runtime.watchdog import Suspicion

POLLED_WITHIN = 10.0
QUIET_SECONDS = 10.0
"""A partition with records waiting and no commit for this long counts as stuck; the watchdog then waits once more."""


class Progress:
    """Stamps of what a worker did, and the answers they give. Times are monotonic seconds, but those of records.

    `member` says whether the worker is in its group now.
    """

    def __init__(
        self,
        *,
        member: Callable[[], bool],
        now: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._member, self._now, self._wall = member, now, wall
        self._polled_at = self._sampled_at = now()
        self._following: dict[TopicPartition, int] = {}
        self._advanced_at: dict[TopicPartition, float] = {}
        self._waiting_since: dict[TopicPartition, float] = {}  # no record that waits was made before this
        self.lag: dict[TopicPartition, int] = {}
        """Records waiting in each owned partition, when last looked at."""

    # --- what happened ----------------------------------------------------------------------------------------------

    def polled(self) -> None:
        """The loop asked for records."""
        self._polled_at = self._now()

    def assigned(self, starts: Mapping[TopicPartition, int]) -> None:
        """The worker now owns exactly these partitions, from these offsets."""
        self._following = dict(starts)
        self._advanced_at = dict.fromkeys(starts, self._now())
        self._waiting_since = dict.fromkeys(starts, self._wall())
        self.lag = {}

    def began(self, partition: TopicPartition, made: int) -> None:
        """A batch is in hand; its first record, which no other precedes, was made at `made`, in ms since 1970."""
        self._waiting_since[partition] = made / 1000

    def advanced(self, partition: TopicPartition, following: int) -> None:
        """All records before `following` are dealt with."""
        self._following[partition] = following
        self._advanced_at[partition] = self._now()

    def sampled(self, ends: Mapping[TopicPartition, int], positions: Mapping[TopicPartition, int]) -> None:
        """The broker answered with the ends of the partitions; `positions` are past markers that carry no record."""
        self._sampled_at = self._now()
        self.lag = {
            tp: max(0, end - max(self._following[tp], positions.get(tp, 0)))
            for tp, end in ends.items()
            if tp in self._following
        }
        self._waiting_since |= {tp: self._wall() for tp, waiting in self.lag.items() if not waiting}

    # --- what it means ----------------------------------------------------------------------------------------------

    @property
    def owned(self) -> Collection[TopicPartition]:
        """The partitions the worker owns."""
        return self._following.keys()

    def lag_seconds(self) -> float:
        """The age of the oldest record that waits, at most: it came after what was read, and after all was read."""
        since = [self._waiting_since[tp] for tp, waiting in self.lag.items() if waiting]
        return max(0.0, self._wall() - min(since)) if since else 0.0

    def least_recent_first(self, partitions: Iterable[TopicPartition]) -> list[TopicPartition]:
        """So that one partition of slow records cannot starve the others."""
        return sorted(partitions, key=lambda tp: self._advanced_at.get(tp, 0.0))

    def checks(self) -> Iterable[Check]:
        """In the group, polling, and does the broker answer? No partition is fine: others have them."""
        polled, sampled = self._now() - self._polled_at, self._now() - self._sampled_at
        yield Check("member", self._member(), f"{len(self.owned)} partitions")
        yield Check("polling", polled < POLLED_WITHIN, f"last poll {polled:.1f} s ago")
        yield Check("broker", sampled < POLLED_WITHIN, f"last answer {sampled:.1f} s ago")

    def stuck(self) -> Suspicion | None:
        """Whether the worker seems stuck, on its quietest partition; never for the broker's absence or lag alone."""
        now = self._now()
        if now - self._sampled_at > QUIET_SECONDS:
            return None
        if now - self._polled_at > QUIET_SECONDS:
            return Suspicion(f"no poll for {now - self._polled_at:.0f} s", "poll")
        if not self._member():
            return Suspicion("not a member of its group", "group")
        waiting = [tp for tp, lag in self.lag.items() if lag > 0 and now - self._advanced_at[tp] > QUIET_SECONDS]
        if not waiting:
            return None
        tp = min(waiting, key=self._advanced_at.__getitem__)
        told = f"{self.lag[tp]} records wait in {tp.topic}/{tp.partition}, none was dealt with for"
        return Suspicion(f"{told} {now - self._advanced_at[tp]:.0f} s", (tp, self._advanced_at[tp]))
