"""What a release costs the index, by how many are stored already: it must not grow."""

from typing import Any

from tests.benchmarks import inputs
from tests.benchmarks.indexing import FOLDED
from tests.benchmarks.pipeline import Bench, Sample, watch

RELEASES, STEPS = 100_000, 10


async def measure(bench: Bench) -> dict[str, Any]:
    """Both stages, one meeting of two in each release; processor time for each tenth of the releases."""
    inputs.fill(bench.kafka, inputs.sets(RELEASES))
    index = await bench.start("index")
    await index.answering()
    samples = await watch(lambda: index.metric(FOLDED), lambda: index.cpu, until=2 * RELEASES)
    return {"releases": RELEASES, "curve": _curve(samples)}


def _curve(samples: list[Sample]) -> list[dict[str, float]]:
    found, first = [], samples[0]
    for sample in samples[1:]:
        if sample.done - first.done >= 2 * RELEASES / STEPS or sample is samples[-1]:
            releases = (sample.done - first.done) / 2
            cost = 1e6 * (sample.cpu - first.cpu) / releases if releases else 0.0
            found.append({"stored": first.done / 2, "cpu_microseconds_per_release": round(cost, 1)})
            first = sample
    return found
