"""From a push to the view that shows it, at two steady rates: services beside a broker, and all of it under compose.

The releases are short, so that enrich on one core is not what 200 a second ask for; `enrich` measures long ones.
"""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import httpx

from services.contracts.messages import Release
from services.enrich.extract import extract
from tests.benchmarks import inputs
from tests.benchmarks.numbers import quantiles
from tests.benchmarks.pipeline import Bench
from tests.compose.stack import Stack

RATES, SECONDS, WARM_UP = (20, 200), 15.0, 40
LOOKED_AT_PER_SECOND = 4
LOOK_EVERY = 0.02
"""Seconds between two looks, and so the error of each: more often, the client itself would be the load."""
SINGLY, BURST = 50, 10
PATIENCE = 30.0


async def measure(bench: Bench) -> dict[str, Any]:
    """Of the pushed releases four a second name somebody new, whose view is asked for until it is there."""
    ingest, index = await bench.started("ingest"), await bench.started("index")
    await bench.started("enrich")
    return await _at_all_rates(ingest.http, index.http)


async def measure_compose(_bench: Bench) -> dict[str, Any]:
    """The same through the front of the images under compose, which have a broker of their own."""
    with Stack.running() as stack:
        async with _client(stack.url("PUSH")) as ingest, _client(stack.url("ASK")) as index:
            return await _at_all_rates(ingest, index)


def _client(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, timeout=30, trust_env=False)


async def _at_all_rates(ingest: httpx.AsyncClient, index: httpx.AsyncClient) -> dict[str, Any]:
    numbers = iter(range(1_000_000))
    for _ in range(WARM_UP):
        await _seen(ingest, index, _telling(next(numbers)))
    return {f"at_{rate}_per_second": await _at(rate, ingest, index, numbers) for rate in RATES}


async def _at(rate: int, ingest: httpx.AsyncClient, index: httpx.AsyncClient, numbers: Iterator[int]) -> dict[str, Any]:
    began = time.monotonic()
    background = asyncio.create_task(_background(rate - LOOKED_AT_PER_SECOND, ingest, began))
    looks = []
    for number in range(int(SECONDS * LOOKED_AT_PER_SECOND)):
        await asyncio.sleep(max(0.0, began + number / LOOKED_AT_PER_SECOND - time.monotonic()))
        looks.append(asyncio.create_task(_seen(ingest, index, _telling(next(numbers)))))
    took = await asyncio.gather(*looks)
    pushed = await background
    return {**quantiles(took), "pushed_per_second": round((pushed + len(looks)) / SECONDS, 1)}


async def _background(rate: int, ingest: httpx.AsyncClient, began: float) -> int:
    """Push the rest of the rate, in small batches where it is high: the client must not be what is measured."""
    size, pushed = (1 if rate <= SINGLY else BURST), 0
    first = int(began * 1000) % 10**9
    releases = iter([_telling(first + number) for number in range(int(rate * SECONDS))])
    while batch := [each for _, each in zip(range(size), releases, strict=False)]:
        await asyncio.sleep(max(0.0, began + pushed / rate - time.monotonic()))
        lines = b"".join(release.model_dump_json().encode() + b"\n" for release in batch)
        await ingest.post("/releases/batch", content=lines, headers={"content-type": "application/x-ndjson"})
        pushed += len(batch)
    return pushed


def _telling(number: int) -> Release:
    name = "".join(chr(ord("a") + int(digit)) for digit in f"{number:09d}")
    return Release(
        source="example.org",
        external_id=f"look-{number}",
        title="Meeting",
        body=f"The Foreign Minister of Kenya, Zed Alphonse{name}, met the President of Ghana, Bob Builder{name}.",
        language="en",
        published_at=inputs.NOW,
    )


async def _seen(ingest: httpx.AsyncClient, index: httpx.AsyncClient, release: Release) -> float:
    """Seconds from the beginning of the push until the view has it."""
    who = extract(release).events[0].participants[0].participant_id
    began = time.monotonic()
    content, kind = release.model_dump_json().encode(), {"content-type": "application/json"}
    (await ingest.post("/releases", content=content, headers=kind)).raise_for_status()
    while (await index.get(f"/participants/{who}")).status_code != httpx.codes.OK:
        if time.monotonic() - began > PATIENCE:
            raise RuntimeError(f"{who} is not there after {PATIENCE:g} s")
        await asyncio.sleep(LOOK_EVERY)
    return time.monotonic() - began
