"""Three brokers, of which one may be lost."""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from services.contracts.topics import RELEASES_RAW
from tests.faults.audit import audit
from tests.faults.load import Load
from tests.faults.pipeline import Pipeline
from tests.faults.results import keep
from tests.faults.scenario import ALL, logs
from tests.faults.schedule import perform, spread
from tests.integration.index.harness import until
from tests.kafka_cluster import KafkaCluster, three_brokers

pytestmark = [pytest.mark.kafka, pytest.mark.faults, pytest.mark.long]

ENOUGH = 60
"""Acknowledged pushes of which hardly any set misses the partitions whose leader is gone."""
WITHIN = 30


@pytest.fixture
def cluster() -> Iterator[KafkaCluster]:
    yield from three_brokers()


async def test_pushes_go_on_and_nothing_stops_when_a_leader_of_three_brokers_is_lost_five_times(
    cluster: KafkaCluster, tmp_path: Path
) -> None:
    pipeline, taken = Pipeline(cluster.settings, tmp_path), list[float]()
    acts = spread(17, 5, what=["lose the leader of"], whom=["0", "1", "2", "3"], apart=(5.0, 8.0))
    async with pipeline.running(*ALL):
        load = Load(pipeline.kafka, pipeline.kept["ingest"].url, seed=17)

        async def lose(partition: str) -> None:
            taken.append(await _seconds_until_pushes_go_on(cluster, load, int(partition)))

        async with load.running():
            await perform(acts, {"lose the leader of": lose})
        found = await audit(pipeline, load.told)
        exits, answers = pipeline.exits, dict(load.told.answers)
        assert found.faults == {}, logs(pipeline)
    keep("leader of three brokers lost 5 times", acts, found, seed=17, answers=answers, exits=exits, seconds=taken)
    assert not any(exits.values()), "nothing stops"


async def _seconds_until_pushes_go_on(cluster: KafkaCluster, load: Load, partition: int) -> float:
    """From the loss of the leader until enough is acknowledged by the two that are left; then the third is back."""
    await until(cluster.is_whole, what="the brokers are in step", within=90)
    leader, wanted = await cluster.leader(RELEASES_RAW, partition), load.told.acknowledged + ENOUGH
    began = time.monotonic()
    await cluster.kill(leader)
    await until(partial(_has_reached, load, wanted), what="pushes go on with two brokers", within=WITHIN)
    taken = round(time.monotonic() - began, 1)
    await cluster.start_again(leader)
    return taken


async def _has_reached(load: Load, wanted: int) -> bool:
    return load.told.acknowledged >= wanted
