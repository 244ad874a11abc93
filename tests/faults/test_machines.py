"""Brokers that go away, disks that fill up, memory that ends."""

import asyncio
import contextlib
import os
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.faults.audit import audit
from tests.faults.load import Load
from tests.faults.pipeline import Kept, Pipeline
from tests.faults.results import keep
from tests.faults.scenario import ALL, loaded, logs, survives
from tests.faults.schedule import Act, Deed, spread
from tests.integration.index.harness import until
from tests.kafka_container import KafkaContainer

LAST_WORDS = ("No space left on device", "Rust cannot catch foreign exceptions")
"""The second is RocksDB without memory, called from Rust: docs/decisions/rocksdict-memory.md."""

pytestmark = [pytest.mark.kafka, pytest.mark.faults, pytest.mark.long]


async def test_a_broker_restarted_killed_and_away_for_a_minute_costs_nothing(
    pipeline: Pipeline, broker: KafkaContainer
) -> None:
    container, load = broker.container.get_wrapped_container(), loaded(pipeline, seed=14)

    async def restart(_: str) -> None:
        await asyncio.to_thread(partial(container.restart, timeout=20))

    async def kill(_: str, *, away: float = 2.0) -> None:
        await asyncio.to_thread(container.kill)
        await asyncio.sleep(away)
        await asyncio.to_thread(container.start)

    acts = (
        *spread(14, 9, what=["restart", "kill"], whom=["broker"], apart=(9.0, 14.0)),
        Act(125, "keep away", "broker"),
    )
    deeds: dict[str, Deed] = {"restart": restart, "kill": kill, "keep away": partial(kill, away=60.0)}
    found = await survives(pipeline, acts, deeds, seed=14, load=load, within=240)
    more = {"answers": dict(load.told.answers), "exits": pipeline.exits}
    keep("broker restarted or killed 9 times, then away for 60 s", acts, found, seed=14, **more)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


async def test_a_full_disk_under_index_is_a_clear_end_and_a_clean_return(pipeline: Pipeline, small_disk: Path) -> None:
    index = pipeline.add("index-1", data_dir=str(small_disk / "data"))
    filler = small_disk / "filler"

    def fill() -> None:
        file = os.open(filler, os.O_CREAT | os.O_WRONLY)
        try:
            with contextlib.suppress(OSError):
                while True:
                    os.write(file, bytes(4096))
        finally:
            os.close(file)

    await ends_and_returns(pipeline, index, begin=fill, end=filler.unlink, seed=15, scenario="disk full under index")


async def test_a_memory_limit_under_index_is_a_clear_end_and_a_clean_return(pipeline: Pipeline) -> None:
    index = pipeline.add("index-1")

    def limit() -> None:
        assert index.process is not None
        size = int(Path(f"/proc/{index.process.pid}/statm").read_text().split()[0]) * resource.getpagesize()
        resource.prlimit(index.process.pid, resource.RLIMIT_AS, (size, size))

    await ends_and_returns(
        pipeline, index, begin=limit, end=lambda: None, seed=16, scenario="memory limit hit by index"
    )


async def ends_and_returns(
    pipeline: Pipeline, index: Kept, *, begin: Callable[[], None], end: Callable[[], None], seed: int, scenario: str
) -> None:
    taken: dict[str, float] = {}
    async with pipeline.running(*ALL):
        load = Load(pipeline.kafka, pipeline.kept["ingest"].url, seed=seed, pause=0.02)
        async with load.running():
            await asyncio.sleep(3)
            begin()
            began = time.monotonic()
            await until(partial(_ended, index), what="the index ends", within=400)
            taken["ended after"] = round(time.monotonic() - began, 1)
            end()
            await pipeline.ready("index-1", within=60)
            taken["ready again after"] = round(time.monotonic() - began, 1)
        found = await audit(pipeline, load.told)
        assert found.faults == {}, logs(pipeline)
    last = [line.replace(str(pipeline.folder), "") for line in index.log if any(word in line for word in LAST_WORDS)]
    assert last, "a clear end says why"
    keep(scenario, [Act(3, scenario, "index-1")], found, seed=seed, last_words=last[-1], exits=pipeline.exits, **taken)


async def _ended(index: Kept) -> bool:
    return index.exits.total() > 0
