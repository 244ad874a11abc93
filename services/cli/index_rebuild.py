"""`readout index rebuild`: has all instances make their views from zero beside the serving ones, and waits for it."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiokafka import TopicPartition

from services.cli.instances import Instances, UnsettledError

CLIENT_ID = "readout-rebuild"
PATIENCE_SECONDS = 10.0
POLL_SECONDS = 0.5
Stands = Mapping[TopicPartition, "Standing"]


class NotRebuiltError(Exception):
    """The views were not all made again in time; the message says which partitions are missing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What an instance says of a partition:  `done` of `whole` records are in the store that will serve."""

    address: str
    began: datetime
    asked: datetime | None
    done: int
    whole: int

    @classmethod
    def of(cls, address: str, said: Mapping[str, Any]) -> "Standing":
        """From a line of the instance's `/internal/partitions`."""
        asked = said["rebuild_since"] and datetime.fromisoformat(said["rebuild_since"])
        whole = said["next_offset"]
        return cls(address, datetime.fromisoformat(said["began"]), asked, said["rebuilt_to"] if asked else whole, whole)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far all instances are together, in partitions and in records of those that still have to be made again."""

    since: datetime
    partitions: int
    rebuilt: int
    records_to_go: int


async def standing(instances: Instances) -> Stands:
    """Of each partition that is held by an instance that answers."""
    found: dict[TopicPartition, Standing] = {}
    for address in await instances.addresses():
        with contextlib.suppress(UnsettledError):  # it starts again, or another takes over: the next look shows which
            for said in await instances.partitions(address):
                found[TopicPartition(said["topic"], said["partition"])] = Standing.of(address, said)
    return found


async def rebuilt(
    instances: Instances,
    wanted: Collection[TopicPartition],
    *,
    now: datetime,
    within: float,
    tell: Callable[[Progress], None],
) -> Progress:
    """Return once all `wanted` partitions are served from stores begun since `now`, or since the request under way.

    Instances remember the request: one that starts again goes on by itself, one that newly takes over is asked too.

    Raises:
        NotRebuiltError: not `within` so many seconds.
    """
    deadline = time.monotonic() + within
    since = max((each.asked for each in (await standing(instances)).values() if each.asked), default=now)
    while True:
        stands = await standing(instances)
        for address in {each.address for each in stands.values() if each.began < since and each.asked != since}:
            with contextlib.suppress(UnsettledError):  # it is asked again after the next look
                await instances.rebuild(address, since)
        progress = _progress(stands, wanted, since)
        tell(progress)
        if progress.rebuilt == progress.partitions:
            return progress
        if time.monotonic() > deadline:
            raise NotRebuiltError(_missing(stands, wanted, since, within))
        await asyncio.sleep(POLL_SECONDS)


def _progress(stands: Stands, wanted: Collection[TopicPartition], since: datetime) -> Progress:
    found = [stands[tp] for tp in wanted if tp in stands]
    fresh = [each for each in found if each.began >= since]
    old = [each for each in found if each.began < since]
    to_go = sum(each.whole - (each.done if each.asked == since else 0) for each in old)
    return Progress(since, len(wanted), len(fresh), to_go)


def _missing(stands: Stands, wanted: Collection[TopicPartition], since: datetime, within: float) -> str:
    missing = [f"{tp.topic}/{tp.partition}" for tp in wanted if tp not in stands or stands[tp].began < since]
    return f"not within {within:g} s: {', '.join(missing)}; the instances go on by themselves, ask again to watch them"
