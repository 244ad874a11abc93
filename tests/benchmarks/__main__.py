"""`python -m tests.benchmarks [NAME…]`: run benchmarks one after the other and keep each result as a file.

A result is `benchmarks/results/NAME.json`: the machine, the load before and after, and what was measured.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import cost, enriching, indexing, ingesting, latency, machine, memory, queries, rebuilding
from tests.benchmarks.pipeline import Bench, bench

RESULTS = Path("benchmarks/results")
Result = dict[str, Any]
BENCHMARKS: dict[str, Callable[[Bench], Coroutine[Any, Any, Result]]] = {
    "ingest": ingesting.measure,
    "enrich": enriching.measure,
    "index": indexing.measure,
    "latency": latency.measure,
    "compose": latency.measure_compose,
    "queries": queries.measure,
    "rebuild": rebuilding.measure,
    "derive": rebuilding.measure_raw,
    "cost": cost.measure,
    "memory": memory.measure,
}


async def run(name: str) -> Result:
    """One benchmark, with a broker of its own."""
    before, began = machine.describe(), time.monotonic()
    async with bench() as at_hand:
        measured = await BENCHMARKS[name](at_hand)
    after = machine.describe()["load_average"]
    return {**before, "load_average_after": after, "seconds": round(time.monotonic() - began), "measured": measured}


def main(names: Sequence[str]) -> None:
    if unknown := set(names) - BENCHMARKS.keys():
        sys.exit(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    for name in names or BENCHMARKS:
        result = asyncio.run(run(name))
        (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
        sys.stdout.write(f"{name}: {json.dumps(result['measured'], indent=2)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
