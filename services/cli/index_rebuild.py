"""`readout index rebuild`: has all instances make their views from zero beside the serving ones, and waits for it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from aiokafka import TopicPartition

from services.index.owners import GroupOwners, Owners
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings

CLIENT_ID = "readout.rebuild"
TIMEOUT_SECONDS = 10.0
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


class Instances:
    """All instances of the index."""

    def __init__(self, http: httpx.AsyncClient, owners: Owners, only: str) -> None:
        self._http, self._owners, self._only = http, owners, only

    async def addresses(self) -> Collection[str]:
        """Where they are; where the broker does not know, the only one."""
        return set((await self._owners.urls(afresh=True)).values()) or {self._only}

    async def standing(self) -> Stands:
        """Of each partition that is held by an instance that answers."""
        found: dict[TopicPartition, Standing] = {}
        for address in await self.addresses():
            for said in await self._partitions(address):
                found[TopicPartition(said["topic"], said["partition"])] = Standing.of(address, said)
        return found

    async def _partitions(self, address: str) -> list[dict[str, Any]]:
        try:
            answer = await self._http.get(f"{address}/internal/partitions")
            answer.raise_for_status()
        except httpx.HTTPError:
            return []  # it starts again, or another takes over: the next look shows which
        found: list[dict[str, Any]] = answer.json()
        return found

    async def ask(self, address: str, since: datetime) -> None:
        """Have an instance make again what began before `since`; without effect where it does already."""
        try:
            answer = await self._http.post(f"{address}/internal/rebuild", params={"since": since.isoformat()})
            answer.raise_for_status()
        except httpx.HTTPError:
            return  # it is asked again after the next look


@asynccontextmanager
async def all_instances(kafka: KafkaSettings, group: str, only: str) -> AsyncIterator[Instances]:
    """The instances of a group; `only` where the broker does not know its members."""
    owners = GroupOwners(lambda: clients.admin(kafka, client_id=CLIENT_ID), group)
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as http:
            yield Instances(http, owners, only)
    finally:
        await owners.close()


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
    since = max((each.asked for each in (await instances.standing()).values() if each.asked), default=now)
    while True:
        stands = await instances.standing()
        for address in {each.address for each in stands.values() if each.began < since and each.asked != since}:
            await instances.ask(address, since)
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
