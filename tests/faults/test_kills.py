"""Processes that die."""

import signal

import pytest

from tests.faults.pipeline import Pipeline
from tests.faults.results import keep
from tests.faults.scenario import ALL, survives
from tests.faults.schedule import spread

pytestmark = [pytest.mark.kafka, pytest.mark.faults]


@pytest.mark.long
async def test_a_hundred_kills_at_random_lose_and_double_nothing(pipeline: Pipeline) -> None:
    acts = spread(1, 110, what=["kill"], whom=ALL, apart=(0.5, 5.0))  # some find nobody, who was killed just before
    found = await survives(pipeline, acts, {"kill": pipeline.kill}, seed=1)
    assert sum(kept.exits[-signal.SIGKILL] for kept in pipeline.kept.values()) >= 100
    keep("100 kills of ingest, enrich and index", acts, found, seed=1, exits=pipeline.exits)


@pytest.mark.long
async def test_an_index_that_loses_its_data_twenty_times_is_whole_again(pipeline: Pipeline) -> None:
    acts = spread(2, 20, what=["wipe"], whom=["index-1"], apart=(3.0, 9.0))
    found = await survives(pipeline, acts, {"wipe": pipeline.wipe}, seed=2)
    keep("20 kills of index with its data wiped", acts, found, seed=2, exits=pipeline.exits)


async def test_a_few_kills_and_a_lost_disk_lose_and_double_nothing(pipeline: Pipeline) -> None:
    acts = spread(3, 7, what=["kill", "kill", "wipe"], whom=["index-1", "enrich-1"], apart=(1.0, 4.0))
    acts = tuple(act for act in acts if act.whom == "index-1" or act.what == "kill")
    await survives(pipeline, acts, {"kill": pipeline.kill, "wipe": pipeline.wipe}, seed=3)
