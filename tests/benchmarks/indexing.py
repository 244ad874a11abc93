"""Index beside the same fold and store around a bare consumer, and beside Quix Streams doing the same fold."""

from typing import Any

from tests.benchmarks import inputs
from tests.benchmarks.alternatives import bare, quix
from tests.benchmarks.numbers import ratio
from tests.benchmarks.pipeline import Bench, Service, rates, watch

PARTICIPATIONS, SETS, FOR_QUIX = 100_000, 25_000, 20_000
FOLDED = "readout_index_participations_applied_total"


async def measure(bench: Bench) -> dict[str, Any]:
    """Participations a second: the second stage from a full topic, then both stages from complete sets."""
    inputs.fill(bench.kafka, inputs.participations(PARTICIPATIONS))
    index = await bench.start("index")
    second = await _folded(index, PARTICIPATIONS)
    inputs.fill(bench.kafka, inputs.sets(SETS))
    both = await _folded(index, PARTICIPATIONS + 2 * SETS)
    alone, other = await bare(bench, "participations", PARTICIPATIONS), await quix(bench, FOR_QUIX)
    return {
        "second_stage": second,
        "both_stages": both,
        "bare_loop": alone,
        "quix_streams": other,
        "second_stage_to_bare": ratio(second["per_second"], alone["per_second"]),
        "second_stage_to_quix": ratio(second["per_second"], other["per_second"]) if "per_second" in other else None,
    }


async def _folded(index: Service, total: int) -> dict[str, Any]:
    if not index.process.running:
        raise RuntimeError("\n".join(index.process.log[-20:]))
    await index.answering()
    before = await index.metric(FOLDED)

    async def done() -> float:
        return await index.metric(FOLDED) - before

    return rates(await watch(done, lambda: index.cpu, until=total - before, every=0.1))
