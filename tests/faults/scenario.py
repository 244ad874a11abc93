"""The frame of every scenario: a pipeline under load, a schedule, and the audit afterwards."""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.cli.verify_reading import NotCaughtUpError
from tests.faults.audit import Audit, audit
from tests.faults.load import PAUSE, Load
from tests.faults.pipeline import Pipeline
from tests.faults.schedule import Act, Deed, perform
from tests.integration.index.harness import until

ALL = ("ingest", "enrich-1", "index-1")
ENOUGH = 60


async def survives(
    pipeline: Pipeline,
    acts: Sequence[Act],
    deeds: Mapping[str, Deed],
    *,
    seed: int,
    names: Sequence[str] = ALL,
    pause: float = PAUSE,
    load: Load | None = None,
    within: float = 400,
) -> Audit:
    """Nothing is lost, doubled or out of order after the acts; the outcome. `load`, where a deed looks at it."""
    load = load or loaded(pipeline, seed=seed, pause=pause)
    for act in acts:
        sys.stdout.write(f"{act}\n")
    async with pipeline.running(*names):
        async with load.running():
            await perform(acts, deeds)
        try:
            found = await audit(pipeline, load.told, within=within)
        except NotCaughtUpError as error:
            error.add_note(f"exits {pipeline.exits}\n{logs(pipeline)}")
            raise
        sys.stdout.write(f"{dict(found.counts)} answers {dict(load.told.answers)} exits {pipeline.exits}\n")
        assert found.faults == {}, logs(pipeline)
    return found


def loaded(pipeline: Pipeline, *, seed: int, pause: float = PAUSE) -> Load:
    """What will be pushed to the pipeline's ingest."""
    ingest = pipeline.kept.get("ingest") or pipeline.add("ingest")
    return Load(pipeline.kafka, ingest.url, seed=seed, pause=pause)


async def seconds_until_pushes_go_on(load: Load, *, within: float) -> float:
    """Until so many more are acknowledged that every sender and every partition has its share in them."""
    began, wanted = time.monotonic(), load.told.acknowledged + ENOUGH

    async def enough() -> bool:
        return load.told.acknowledged >= wanted

    await until(enough, what="pushes go on", within=within)
    return round(time.monotonic() - began, 1)


def logs(pipeline: Pipeline) -> Any:
    """Why each left, and its last words, for the failure message."""
    return "\n".join(f"{name}: {line}" for name, kept in pipeline.kept.items() for line in _telling(kept.said))


def _telling(said: Sequence[str]) -> Iterator[str]:
    yield from (line for line in said[:-15] if '"level":"critical"' in line)
    yield from said[-15:]
