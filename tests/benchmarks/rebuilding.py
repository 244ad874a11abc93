"""From nothing: the derived topics from raw records, and the views from participations."""

import time
from typing import Any

from tests.benchmarks import inputs
from tests.benchmarks.enriching import HANDLED
from tests.benchmarks.indexing import FOLDED
from tests.benchmarks.pipeline import Bench, rates, watch

RAW, RAW_SHARE, PARTICIPATIONS = 100_000, 8_000, 1_000_000
WITHIN = 300.0
"""Seconds for all participations on a machine that is busy with something else."""


async def measure(bench: Bench) -> dict[str, Any]:
    """All participations; of the raw records a share, for time: its rate gives the seconds for all of them."""
    inputs.fill(bench.kafka, inputs.participations(PARTICIPATIONS))
    began = time.monotonic()
    index = await bench.start("index")
    await index.answering()
    samples = await watch(lambda: index.metric(FOLDED), lambda: index.cpu, until=PARTICIPATIONS, within=WITHIN)
    seconds, memory = time.monotonic() - began, index.memory_mb
    await index.process.kill()
    return {
        "from_participations": {**rates(samples), "seconds_with_start": round(seconds, 1), "memory_mb": memory},
        "from_raw_records": await _from_raw(bench),
    }


async def _from_raw(bench: Bench) -> dict[str, Any]:
    inputs.fill(bench.kafka, inputs.published(RAW_SHARE))
    enrich = await bench.started("enrich")
    found = rates(await watch(lambda: enrich.metric(HANDLED), lambda: enrich.cpu, until=RAW_SHARE))
    return {**found, f"seconds_for_{RAW}_by_this_rate": round(RAW / found["per_second"])}
