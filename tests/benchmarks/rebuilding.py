"""From nothing: the derived topics from raw records, and the views from participations."""

import time
from typing import Any

from tests.benchmarks import inputs
from tests.benchmarks.enriching import HANDLED
from tests.benchmarks.indexing import FOLDED
from tests.benchmarks.pipeline import Bench, rates, watch

RAW, RAW_SHARE, PARTICIPATIONS = 100_000, 4_000, 1_000_000
WITHIN = 300.0
"""Seconds for each part on a machine that is busy with something else."""


async def measure(bench: Bench) -> dict[str, Any]:
    """The views from participations."""
    inputs.fill(bench.kafka, inputs.participations(PARTICIPATIONS))
    began = time.monotonic()
    index = await bench.start("index")
    await index.answering()
    samples = await watch(lambda: index.metric(FOLDED), lambda: index.cpu, until=PARTICIPATIONS, within=WITHIN)
    return {
        **rates(samples),
        "seconds_with_start": round(time.monotonic() - began, 1),
        "memory_mb": index.memory_mb,
    }


async def measure_raw(bench: Bench) -> dict[str, Any]:
    """The derived topics from a share of the raw records, for time: its rate gives the seconds for all of them."""
    inputs.fill(bench.kafka, inputs.published(RAW_SHARE))
    enrich = await bench.started("enrich")
    samples = await watch(lambda: enrich.metric(HANDLED), lambda: enrich.cpu, until=RAW_SHARE, within=WITHIN)
    found = rates(samples)
    return {**found, f"seconds_for_{RAW}_by_this_rate": round(RAW / found["per_second"])}
