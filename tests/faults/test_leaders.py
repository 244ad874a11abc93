"""Three brokers, of which one may be lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.contracts.topics import RELEASES_RAW
from tests.faults.pipeline import Pipeline
from tests.faults.results import keep
from tests.faults.scenario import loaded, logs, seconds_until_pushes_go_on, survives
from tests.faults.schedule import spread
from tests.integration.index.harness import until
from tests.kafka_cluster import KafkaCluster, three_brokers

pytestmark = [pytest.mark.kafka, pytest.mark.faults, pytest.mark.long]


@pytest.fixture
def cluster() -> Iterator[KafkaCluster]:
    yield from three_brokers()


async def test_pushes_go_on_and_nothing_stops_when_a_leader_of_three_brokers_is_lost_five_times(
    cluster: KafkaCluster, tmp_path: Path
) -> None:
    pipeline, taken = Pipeline(cluster.settings, tmp_path), list[float]()
    acts = spread(17, 5, what=["lose the leader of"], whom=["0", "1", "2", "3"], apart=(5.0, 8.0))
    load = loaded(pipeline, seed=17)

    async def lose(partition: str) -> None:
        await until(cluster.is_whole, what="the brokers are in step", within=90)
        leader = await cluster.leader(RELEASES_RAW, int(partition))
        await cluster.kill(leader)
        taken.append(await seconds_until_pushes_go_on(load, within=30))  # with two brokers
        await cluster.start_again(leader)

    found = await survives(pipeline, acts, {"lose the leader of": lose}, seed=17, load=load)
    more = {"answers": dict(load.told.answers), "exits": pipeline.exits, "pushes went on after": taken}
    keep("leader of three brokers lost 5 times", acts, found, seed=17, **more)
    assert not any(pipeline.exits.values()), logs(pipeline)  # nothing stops
