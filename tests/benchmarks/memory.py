"""Memory of each service over an hour's worth of releases, pushed as fast as enrich reads them."""

import asyncio
import time
from typing import Any

from tests.benchmarks.enriching import HANDLED
from tests.benchmarks.ingesting import LINES, push_all
from tests.benchmarks.pipeline import Bench, Service

PER_SECOND, HOUR, LIMIT_SECONDS = 4, 3_600, 400.0
AHEAD = 2 * LINES


async def measure(bench: Bench) -> dict[str, Any]:
    """Resident megabytes, children included, as the number of releases grows."""
    services = {name: await bench.started(name) for name in ("ingest", "enrich", "index")}
    curve, began = [await _look(services, 0)], time.monotonic()
    async for pushed in push_all(services["ingest"].http, PER_SECOND * HOUR):
        await _until_handled(services["enrich"], pushed - AHEAD)
        if pushed % (4 * LINES) == 0:
            curve.append(await _look(services, pushed))
        if time.monotonic() - began > LIMIT_SECONDS:
            break
    return {"releases": pushed, "wanted": PER_SECOND * HOUR, "seconds": time.monotonic() - began, "resident_mb": curve}


async def _until_handled(enrich: Service, count: int) -> None:
    """Another process: there is nothing to wait on but its metric."""
    while await enrich.metric(HANDLED) < count:  # noqa: ASYNC110 - as said
        await asyncio.sleep(0.1)


async def _look(services: dict[str, Service], pushed: int) -> dict[str, float]:
    return {"pushed": pushed, **{name: service.memory_mb for name, service in services.items()}}
