"""What a release costs the index, by how many are stored already: it must not grow."""

import asyncio
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from services.contracts import codec
from services.contracts.codec import Record
from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_MEETINGS, Topic
from services.index.folds import fold
from services.index.rows import Changes
from services.index.store import Store
from tests.benchmarks import inputs, machine
from tests.benchmarks.pipeline import Bench

RELEASES, STEPS, AT_ONCE = 1_000_000, 20, 500


async def measure(bench: Bench) -> dict[str, Any]:
    """Both stages' folds and stores, without a broker: what could grow with what is stored, and nothing else.

    One meeting of two in each release, first revisions only. `folding` is the processor time of the thread that folds,
    looks up and writes, which sets the pace; `all` has RocksDB's flushing and compaction beside it.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        loop = asyncio.get_running_loop()
        curve = await loop.run_in_executor(pool, _curve, str(bench.folder), RELEASES, STEPS)
    first, last = curve[0], curve[-1]
    ratios = {of: round(last[f"{of}_microseconds"] / first[f"{of}_microseconds"], 2) for of in ("folding", "all")}
    return {"releases": RELEASES, "last_step_to_first": ratios, "curve": curve}


def _curve(folder: str, releases: int, steps: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(dir=folder) as own:
        path, step, found = Path(own), releases // steps, []
        with (
            closing(Stage.at(path, RELEASES_MEETINGS)) as first,
            closing(Stage.at(path, PARTICIPANTS_EVENTS)) as second,
        ):
            for stored in range(0, releases, step):
                folding, everything = _step(first, second, inputs.sets(step, first=stored))
                found.append(
                    {
                        "stored": stored,
                        "folding_microseconds": round(1e6 * folding / step, 1),
                        "all_microseconds": round(1e6 * everything / step, 1),
                        "disk_mb": round(sum(file.stat().st_size for file in path.rglob("*")) / 1e6),
                        "load_average": machine.describe()["load_average"][0],
                    }
                )
    return found


def _step(first: "Stage", second: "Stage", records: Iterable[Record]) -> tuple[float, float]:
    """Processor seconds for these, of this thread and of all; making them is not counted."""
    folding, everything, remaining = 0.0, 0.0, iter(records)
    while batch := list(islice(remaining, AT_ONCE)):
        thread, process = time.thread_time(), time.process_time()
        second.apply(first.apply(batch))
        folding += time.thread_time() - thread
        everything += time.process_time() - process
    return folding, everything


@dataclass(frozen=True, slots=True)
class Stage:
    """What `services.index.stages.Stage` does with a run of records, but for sending."""

    topic: Topic
    stores: Sequence[Store]

    @classmethod
    def at(cls, folder: Path, topic: Topic) -> "Stage":
        return cls(topic, [Store(folder / f"{topic.name}-{number}") for number in range(topic.partitions)])

    def apply(self, records: Iterable[Record]) -> list[Record]:
        said: list[Record] = []
        for number, part in self._parts(records).items():
            store = self.stores[number]
            changes = Changes(store)
            for record in part:
                envelope, message = codec.decode(self.topic, record.value, record.headers)
                outgoing = fold(changes, message, record.value)
                said += (codec.encode(each, service="index", time=envelope.time) for each in outgoing)
            store.write(changes, next_offset=store.next_offset + len(part), as_of=datetime.now(UTC))
        return said

    def _parts(self, records: Iterable[Record]) -> dict[int, list[Record]]:
        found: dict[int, list[Record]] = {}
        for record in records:
            found.setdefault(inputs.partition_of(self.topic, record.key), []).append(record)
        return found

    def close(self) -> None:
        for store in self.stores:
            store.close()
