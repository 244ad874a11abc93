"""Queries at 200 a second: with the index at rest, while it folds participations, while it makes its views again."""

import asyncio
import random
import time
from datetime import UTC, datetime
from typing import Any

from tests.benchmarks import inputs
from tests.benchmarks.numbers import quantiles
from tests.benchmarks.pipeline import Bench, Service

STORED, PER_SECOND, SECONDS, FED_PER_SECOND = 50_000, 200, 10.0, 1_000


async def measure(bench: Bench) -> dict[str, Any]:
    """Profiles, events, counterparts and searches in turn, of different participants."""
    inputs.fill(bench.kafka, inputs.participations(STORED))
    index = await bench.started("index")
    at_rest = await _ask(index)
    feeding = asyncio.create_task(_feed(bench))
    indexing = await _ask(index)
    fed = await feeding
    rebuilding = await _ask_while_rebuilding(index)
    return {
        "at_rest": at_rest,
        "while_indexing": indexing,
        "participations_fed_per_second": fed,
        "while_rebuilding": rebuilding,
    }


async def _ask_while_rebuilding(index: Service) -> dict[str, Any]:
    """As the other two, and how many partitions were served from new views at its end."""
    since = datetime.now(UTC)
    (await index.http.post("/internal/rebuild", params={"since": since.isoformat()})).raise_for_status()
    found = await _ask(index)
    held = (await index.http.get("/internal/partitions")).json()
    switched = sum(datetime.fromisoformat(each["began"]) >= since for each in held)
    return {**found, "partitions_switched": switched, "of": len(held)}


async def _feed(bench: Bench) -> float:
    """Steady new participations, a tenth of a second's worth at a time."""
    began, fed, share = time.monotonic(), 0, FED_PER_SECOND // 10
    while time.monotonic() - began < SECONDS:
        records = inputs.participations(share, first=STORED + fed)
        fed += await asyncio.to_thread(inputs.fill, bench.kafka, records)
        await asyncio.sleep(max(0.0, began + fed / FED_PER_SECOND - time.monotonic()))
    return round(fed / (time.monotonic() - began), 1)


async def _ask(index: Service) -> dict[str, Any]:
    chance, began, asked = random.Random(7), time.monotonic(), []
    for number in range(int(SECONDS * PER_SECOND)):
        await asyncio.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
        asked.append(asyncio.create_task(_one(index, number, f"p{chance.randrange(inputs.PEOPLE):05d}")))
    return quantiles(await asyncio.gather(*asked))


async def _one(index: Service, number: int, name: str) -> float:
    who = f"/participants/person:{name}"
    paths = (who, f"{who}/events?limit=20", f"{who}/counterparts", f"/participants?q={name}")
    began = time.monotonic()
    (await index.http.get(paths[number % len(paths)])).raise_for_status()
    return time.monotonic() - began
