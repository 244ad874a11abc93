"""Enrich with its extractor and without one, beside reading the raw topic alone, and beside extraction alone."""

import time
from typing import Any

from services.enrich.extract import extract
from tests.benchmarks import inputs
from tests.benchmarks.alternatives import bare
from tests.benchmarks.numbers import ratio
from tests.benchmarks.pipeline import Bench, rates, watch

RECORDS = 3_000
HANDLED = "readout_enrich_records_total"


async def measure(bench: Bench) -> dict[str, Any]:
    """Releases a second; two groups, so that each reads the whole topic."""
    inputs.fill(bench.kafka, inputs.published(RECORDS))
    extraction = _extraction_alone()
    without = await _drain(bench, module="tests.benchmarks.plain_enrich", GROUP_ID="bench.without")
    with_ = await _drain(bench, GROUP_ID="bench.with")
    return {
        "with_extraction": with_,
        "without_extraction": without,
        "extraction_alone_per_second": extraction,
        "bare_consumer": await bare(bench, "consume", RECORDS),
        "with_extraction_to_extraction_alone": ratio(with_["per_second"], extraction),
    }


async def _drain(bench: Bench, *, module: str | None = None, **settings: str) -> dict[str, Any]:
    enrich = await bench.start("enrich", module=module, **settings)
    await enrich.ready()
    samples = await watch(lambda: enrich.metric(HANDLED), lambda: enrich.cpu, until=RECORDS)
    await enrich.process.kill()
    return rates(samples)


def _extraction_alone(count: int = 500) -> float:
    releases = list(inputs.releases(count))
    extract(releases[0])
    began = time.monotonic()
    for release in releases:
        extract(release)
    return round(count / (time.monotonic() - began), 1)
