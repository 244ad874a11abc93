"""Asks the instances of the index where they stand, and for all rows that they serve."""

from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from typing import Any

import httpx
import orjson
from aiokafka import TopicPartition

from services.cli.verify_tables import Rows, served

TIMEOUT_SECONDS = 60.0
Addresses = Callable[[], Awaitable[Collection[str]]]
"""Where all instances are."""


class UnsettledError(Exception):
    """Not every partition is held by exactly one instance that answers; ask again."""


class Instances:
    """All instances together."""

    def __init__(self, http: httpx.AsyncClient, addresses: Addresses) -> None:
        self._http, self._addresses = http, addresses

    async def positions(self) -> dict[TopicPartition, int]:
        """The next offset of each partition that is held. Raises UnsettledError."""
        positions: dict[TopicPartition, int] = {}
        for address in await self._addresses():
            for held in await self._json(f"{address}/internal/partitions"):
                _add(positions, held)
        return positions

    async def rows(self) -> tuple[dict[str, Rows], dict[TopicPartition, int]]:
        """The comparable rows of each topic's views, and the positions they were read at. Raises UnsettledError."""
        positions: dict[TopicPartition, int] = {}
        found: dict[str, list[tuple[bytes, bytes]]] = defaultdict(list)
        for address in await self._addresses():
            async for line in self._lines(f"{address}/internal/rows"):
                if "key" in line:
                    found[line["topic"]].append((line["key"].encode(), line["value"].encode()))
                elif "topic" in line:
                    _add(positions, line)
        return {topic: served(topic, rows) for topic, rows in found.items()}, positions

    async def _json(self, url: str) -> Any:
        try:
            answer = await self._http.get(url)
            answer.raise_for_status()
            return answer.json()
        except httpx.HTTPError as error:
            raise UnsettledError(f"{url}: {error!r}") from error

    async def _lines(self, url: str) -> AsyncIterator[dict[str, Any]]:
        line: dict[str, Any] = {}
        try:
            async with self._http.stream("GET", url) as answer:
                answer.raise_for_status()
                async for text in answer.aiter_lines():
                    yield (line := orjson.loads(text))
        except httpx.HTTPError as error:
            raise UnsettledError(f"{url}: {error!r}") from error
        if "complete" not in line:
            raise UnsettledError(f"{url}: broken off")


def _add(positions: dict[TopicPartition, int], held: dict[str, Any]) -> None:
    tp = TopicPartition(held["topic"], held["partition"])
    if tp in positions:
        raise UnsettledError(f"{tp.topic}/{tp.partition} is held by two")
    positions[tp] = held["next_offset"]
