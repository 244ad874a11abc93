"""What happens between the broker and a store, and to transactions."""

from random import Random

import pytest

from tests.faults.disturbing import Feeder
from tests.faults.pipeline import Pipeline
from tests.faults.results import keep
from tests.faults.scenario import survives
from tests.faults.schedule import Act, spread

pytestmark = [pytest.mark.kafka, pytest.mark.faults, pytest.mark.long]


@pytest.mark.parametrize("seed", [10, 11, 12])
async def test_records_dropped_between_broker_and_store_are_read_again(pipeline: Pipeline, seed: int) -> None:
    pipeline.add("index-1", module="tests.faults.lossy_index")
    healed = 0.0

    async def look(name: str) -> None:
        nonlocal healed
        healed = await pipeline.metric(name, "readout_index_heals_total")

    acts = (Act(40, "look at", "index-1"),)
    found = await survives(pipeline, acts, {"look at": look}, seed=seed, pause=0.05)
    lost = sum(int(line.split()[1]) for line in pipeline.kept["index-1"].said if line.startswith("lost "))
    keep(
        f"0.1 % of records dropped before the store (seed {seed})",
        acts,
        found,
        seed=seed,
        dropped=lost,
        healed=healed,
        exits=pipeline.exits,
    )
    assert lost > 0
    assert healed > 0


async def test_transactions_aborted_or_abandoned_by_an_upstream_feeder_are_never_seen(pipeline: Pipeline) -> None:
    acts = spread(13, 12, what=["abort", "abandon"], whom=["feeder"], apart=(3.0, 5.0))
    feeder = Feeder(pipeline.kafka, Random(13))
    ids = [f"load.example:{number}" for number in range(4)]

    async def abort(_: str) -> None:
        await feeder.abort(ids)

    async def abandon(_: str) -> None:
        await feeder.abandon(ids)

    found = await survives(pipeline, acts, {"abort": abort, "abandon": abandon}, seed=13)
    await feeder.close()
    keep("12 upstream transactions aborted or abandoned", acts, found, seed=13, sent_and_never_committed=feeder.sent)
