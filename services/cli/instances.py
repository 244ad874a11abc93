"""All instances of the index, asked one by one: where the broker says that they are, or at the only known address."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import httpx
import orjson

from services.index.owners import GroupOwners, Owners
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings

TIMEOUT_SECONDS = 60.0
"""Between two lines of an instance that serves many rows."""


class UnsettledError(Exception):
    """An instance does not answer, or what the instances say does not fit together; ask again."""


class Instances:
    """All instances together; `only` is where to ask when the broker does not know the members of a group."""

    def __init__(self, http: httpx.AsyncClient, owners: Owners, only: str) -> None:
        self._http, self._owners, self._only = http, owners, only

    async def addresses(self) -> Collection[str]:
        """Where they are now."""
        return set((await self._owners.urls(afresh=True)).values()) or {self._only}

    async def partitions(self, address: str) -> list[dict[str, Any]]:
        """What an instance says of each partition that it holds.

        Raises:
            UnsettledError: it does not answer.
        """
        url = f"{address}/internal/partitions"
        try:
            answer = await self._http.get(url)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise UnsettledError(f"{url}: {error!r}") from error
        found: list[dict[str, Any]] = answer.json()
        return found

    async def rows(self, address: str) -> AsyncIterator[dict[str, Any]]:
        """The lines about the rows that an instance serves.

        Raises:
            UnsettledError: it does not answer, or not to the end.
        """
        url, line = f"{address}/internal/rows", dict[str, Any]()
        try:
            async with self._http.stream("GET", url) as answer:
                answer.raise_for_status()
                async for text in answer.aiter_lines():
                    yield (line := orjson.loads(text))
        except httpx.HTTPError as error:
            raise UnsettledError(f"{url}: {error!r}") from error
        if "complete" not in line:
            raise UnsettledError(f"{url}: broken off")

    async def rebuild(self, address: str, since: datetime) -> None:
        """Have an instance make again what began before `since`; without effect where it does already.

        Raises:
            UnsettledError: it does not answer.
        """
        url = f"{address}/internal/rebuild"
        try:
            answer = await self._http.post(url, params={"since": since.isoformat()})
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise UnsettledError(f"{url}: {error!r}") from error


@asynccontextmanager
async def all_instances(
    kafka: KafkaSettings, group: str, only: str, *, client_id: str, patience: float = TIMEOUT_SECONDS
) -> AsyncIterator[Instances]:
    """The instances of a group; one that says nothing for `patience` seconds counts as one that does not answer."""
    owners = GroupOwners(lambda: clients.admin(kafka, client_id=client_id), group)
    try:
        async with httpx.AsyncClient(timeout=patience, trust_env=False) as http:
            yield Instances(http, owners, only)
    finally:
        await owners.close()
