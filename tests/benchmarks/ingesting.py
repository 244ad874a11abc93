"""Ingest: single pushes and batches over HTTP, beside a bare producer with records that are ready."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx

from tests.benchmarks import inputs
from tests.benchmarks.alternatives import bare
from tests.benchmarks.numbers import quantiles, ratio
from tests.benchmarks.pipeline import Bench, Service

SINGLE, CONNECTIONS, BATCH, LINES, BATCHES_AT_ONCE = 4_000, 32, 20_000, 500, 2


async def measure(bench: Bench) -> dict[str, Any]:
    """The client shares the machine, and costs about as much as the service: `per_cpu_second` is the service alone."""
    ingest = await bench.started("ingest")
    await _single(ingest, 200)
    single, batch = await _single(ingest, SINGLE), await _batches(ingest, BATCH)
    alone = await bare(bench, "produce", BATCH)
    return {
        "single": single,
        "batch": batch,
        "bare_producer": alone,
        "batch_to_bare": ratio(batch["per_second"], alone["per_second"]),
    }


async def _single(ingest: Service, count: int) -> dict[str, Any]:
    bodies = [release.model_dump_json().encode() for release in inputs.releases(count)]
    waiting, took = iter(bodies), list[float]()

    async def push() -> None:
        for body in waiting:
            began = time.monotonic()
            answer = await ingest.http.post("/releases", content=body, headers={"content-type": "application/json"})
            answer.raise_for_status()
            took.append(time.monotonic() - began)

    began, cpu = time.monotonic(), ingest.cpu
    await asyncio.gather(*(push() for _ in range(CONNECTIONS)))
    return {**_rate(count, began, ingest.cpu - cpu), **quantiles(took)}


async def _batches(ingest: Service, count: int) -> dict[str, Any]:
    lines = [release.model_dump_json().encode() + b"\n" for release in inputs.releases(count, first=1_000_000)]
    batches = iter([lines[at : at + LINES] for at in range(0, count, LINES)])

    async def push() -> None:
        for batch in batches:
            answer = await ingest.http.post("/releases/batch", **_body(batch))
            accepted = answer.text.count('"status":202')
            if accepted != len(batch):
                raise RuntimeError(f"{accepted} of {len(batch)} accepted: {answer.text[:300]}")

    began, cpu = time.monotonic(), ingest.cpu
    await asyncio.gather(*(push() for _ in range(BATCHES_AT_ONCE)))
    return _rate(count, began, ingest.cpu - cpu)


def _body(batch: Sequence[bytes]) -> dict[str, Any]:
    return {"content": b"".join(batch), "headers": {"content-type": "application/x-ndjson"}}


def _rate(count: int, began: float, cpu: float) -> dict[str, Any]:
    seconds = time.monotonic() - began
    return {"count": count, "per_second": round(count / seconds, 1), "per_cpu_second": round(count / cpu, 1)}


async def push_all(http: httpx.AsyncClient, count: int, *, first: int = 0) -> AsyncIterator[int]:
    """Push by batches; after each, how many are accepted."""
    for begin in range(first, first + count, LINES):
        batch = [release.model_dump_json().encode() + b"\n" for release in inputs.releases(LINES, first=begin)]
        (await http.post("/releases/batch", **_body(batch))).raise_for_status()
        yield begin + LINES - first
