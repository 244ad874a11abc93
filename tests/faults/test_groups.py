"""Members that come, go, freeze and stand still."""

import asyncio
import time
from pathlib import Path
from random import Random

import pytest

from tests.faults.audit import audit
from tests.faults.disturbing import come_and_go
from tests.faults.load import Load
from tests.faults.pipeline import Kept, Pipeline
from tests.faults.results import keep
from tests.faults.scenario import ALL, logs, survives
from tests.faults.schedule import Act, spread
from tests.integration.index.harness import until

pytestmark = [pytest.mark.kafka, pytest.mark.faults, pytest.mark.long]


async def test_forty_joins_and_leaves_lose_and_double_nothing(pipeline: Pipeline) -> None:
    random = Random(4)
    acts = spread(4, 40, what=["come and leave", "come and vanish"], whom=["enrich-2", "index-2"], apart=(1.0, 3.0))

    async def come_and_leave(name: str) -> None:
        await pipeline.join(name)
        await asyncio.sleep(random.uniform(0, 2))
        await pipeline.leave(name)

    async def come_and_vanish(name: str) -> None:
        await pipeline.join(name)
        await asyncio.sleep(random.uniform(0, 2))
        await pipeline.vanish(name)

    deeds = {"come and leave": come_and_leave, "come and vanish": come_and_vanish}
    found = await survives(pipeline, acts, deeds, seed=4)
    keep("40 instances of enrich and index join and leave", acts, found, seed=4, exits=pipeline.exits)


async def test_ten_workers_frozen_past_their_session_and_woken_lose_and_double_nothing(pipeline: Pipeline) -> None:
    both = ("enrich-1", "enrich-2", "index-1", "index-2")
    acts = spread(5, 10, what=["freeze"], whom=both, apart=(2.0, 4.0))
    found = await survives(pipeline, acts, {"freeze": pipeline.freeze}, seed=5, names=("ingest", *both))
    keep("10 workers frozen past their session and woken", acts, found, seed=5, exits=pipeline.exits)


@pytest.mark.parametrize("seed", [6, 7, 8])
async def test_a_storm_of_thirty_rebalances_in_a_minute_loses_and_doubles_nothing(
    pipeline: Pipeline, seed: int
) -> None:
    random = Random(seed)
    acts = spread(seed, 30, what=["visit"], whom=["readout.enrich", "readout.index"], apart=(1.0, 3.0))

    async def visit(group_id: str) -> None:
        await come_and_go(pipeline.kafka, group_id, stay=random.uniform(0, 0.5))

    found = await survives(pipeline, acts, {"visit": visit}, seed=seed)
    keep(f"storm of 30 visits, two rebalances each (seed {seed})", acts, found, seed=seed, exits=pipeline.exits)


async def test_a_stuck_consumer_leaves_within_60_s_and_work_resumes_within_120(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    file, taken = tmp_path / "stuck", dict[str, float]()
    for name in ALL[1:]:
        pipeline.add(name, module="tests.faults.stuck", arguments=(name.partition("-")[0],))
    async with pipeline.running(*ALL):
        load = Load(pipeline.kafka, pipeline.kept["ingest"].url, seed=9)
        async with load.running():
            file.touch()
            began = time.monotonic()
            for name in ALL[1:]:
                await _leaves(pipeline.kept[name])
                taken[f"{name} left after"] = round(time.monotonic() - began, 1)
            file.unlink()
            await asyncio.gather(*(pipeline.ready(name) for name in ALL[1:]))
        found = await audit(pipeline, load.told)
        taken["all caught up after"] = round(time.monotonic() - began, 1)
        assert found.faults == {}, logs(pipeline)
    keep("a stuck enrich and a stuck index", [Act(0, "stick", "enrich-1 and index-1")], found, seed=9, **taken)
    assert taken["enrich-1 left after"] <= 60
    assert taken["index-1 left after"] <= 60
    assert taken["all caught up after"] <= 120


async def _leaves(kept: Kept) -> None:
    async def left() -> bool:
        return kept.exits[70] > 0

    await until(left, what=f"{kept.name} leaves", within=90)
