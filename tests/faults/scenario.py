"""The frame of every scenario: a pipeline under load, a schedule, and the audit afterwards."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from services.cli.verify_reading import NotCaughtUpError
from tests.faults.audit import Audit, audit
from tests.faults.load import PAUSE, Load
from tests.faults.pipeline import Pipeline
from tests.faults.schedule import Act, Deed, perform

ALL = ("ingest", "enrich-1", "index-1")


async def survives(
    pipeline: Pipeline,
    acts: Sequence[Act],
    deeds: Mapping[str, Deed],
    *,
    seed: int,
    names: Sequence[str] = ALL,
    pause: float = PAUSE,
    within: float = 400,
) -> Audit:
    """Nothing is lost, doubled or out of order after the acts; the outcome."""
    for act in acts:
        sys.stdout.write(f"{act}\n")
    async with pipeline.running(*names):
        load = Load(pipeline.kafka, pipeline.kept["ingest"].url, seed=seed, pause=pause)
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


def logs(pipeline: Pipeline) -> Any:
    """The last words of each, for the failure message."""
    return "\n".join(f"{name}: {line}" for name, kept in pipeline.kept.items() for line in kept.said[-15:])
