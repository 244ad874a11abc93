"""Stores that are made again beside the serving ones: what a switch leaves, and what a crash at each step leaves."""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.structs import ConsumerRecord

from services.contracts import codec
from services.contracts.topics import RELEASES_MEETINGS
from services.index.partitions import Partitions
from services.index.progress import Progress
from services.index.rebuilding import Rebuilder
from services.index.rows import Changes
from services.index.store import Identity, Store, open_beside, open_store, switch
from tests.builders import a_meetings_extracted, a_reference
from tests.index_bench import NOW, FakePublisher, FakeReading

TP = TopicPartition(RELEASES_MEETINGS.name, 0)
IDENTITY = Identity("one", *TP)
LATER = NOW + timedelta(hours=1)


class FakeLog:
    """A consumer of one partition that holds these records; every second offset is missing, as after compaction."""

    def __init__(self, records: Sequence[Any]) -> None:
        self._records, self._at = records, 0

    async def start(self) -> None:
        """Nothing to connect to."""

    async def stop(self) -> None:
        """Nothing to close."""

    def assign(self, _partitions: Any) -> None:
        """It is the only one."""

    def seek(self, _partition: Any, offset: int) -> None:
        self._at = offset

    async def seek_to_beginning(self, *_partitions: Any) -> bool:
        self._at = 0
        return True

    async def getmany(self, *_partitions: Any, timeout_ms: int = 0, max_records: int | None = None) -> Any:
        del timeout_ms
        found = [record for record in self._records if record.offset >= self._at][:max_records]
        self._at = found[-1].offset + 1 if found else 2 * len(self._records)
        return {TP: found} if found else {}

    async def position(self, _partition: Any) -> int:
        return self._at


def a_log(count: int) -> list[Any]:
    return [_consumed(2 * number, number) for number in range(count)]


def _consumed(offset: int, number: int) -> Any:
    message = a_meetings_extracted(release=a_reference(release_id=f"example.org:{number}", sequence=number))
    record = codec.encode(message, service="enrich", time=NOW)
    stamp = int(NOW.timestamp() * 1000)
    return ConsumerRecord(*TP, offset, stamp, 0, record.key, record.value, None, 0, 0, record.headers)


def marked(store: Store, mark: bytes, *, next_offset: int) -> Store:
    changes = Changes(store)
    changes.put(b"mark", mark)
    store.write(changes, next_offset=next_offset, as_of=NOW)
    return store


def reopened(path: Path) -> Store:
    return open_store(path, IDENTITY, log_end=1_000, now=NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "topic-0"


def test_after_a_switch_the_new_store_stands_alone_at_the_place_of_the_old(path: Path) -> None:
    old = marked(reopened(path), b"old", next_offset=7)
    new = marked(open_beside(path, IDENTITY, since=LATER, now=LATER), b"new", next_offset=7)
    store = switch(path, old, new)
    assert (store.get(b"mark"), store.next_offset, store.began, store.identity) == (b"new", 7, LATER, IDENTITY)
    store.close()
    again = reopened(path)
    assert again.get(b"mark") == b"new"
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    again.close()


@pytest.mark.parametrize("moved", [0, 1, 2], ids=["before it", "between its steps", "before the old one is removed"])
def test_a_crash_around_a_switch_leaves_one_whole_store(path: Path, moved: int) -> None:
    marked(reopened(path), b"old", next_offset=7).close()
    marked(open_beside(path, IDENTITY, since=LATER, now=LATER), b"new", next_offset=7).close()
    if moved > 0:
        path.rename(path.with_name(f"{path.name}.replaced"))
    if moved > 1:
        path.with_name(f"{path.name}.beside").rename(path)
    store = reopened(path)
    assert store.get(b"mark") == (b"new" if moved else b"old")
    assert store.next_offset == 7
    store.close()


def test_a_store_half_made_is_gone_on_with_unless_another_rebuild_is_asked_for(path: Path) -> None:
    marked(open_beside(path, IDENTITY, since=NOW, now=NOW), b"half", next_offset=3).close()
    again = open_beside(path, IDENTITY, since=NOW, now=LATER)
    assert (again.next_offset, again.began) == (3, NOW)
    again.close()
    anew = open_beside(path, IDENTITY, since=LATER, now=NOW)
    assert (anew.next_offset, anew.began, list(anew.all_rows())) == (0, LATER, [])
    anew.close()


@pytest.fixture
def partitions(tmp_path: Path) -> Iterator[Partitions]:
    found = held_in(tmp_path)
    yield found
    found.revoke()


def held_in(folder: Path) -> Partitions:
    partitions = Partitions(
        folder, cluster="one", publisher=lambda _tp: FakePublisher(), committing=frozenset(), clock=lambda: NOW
    )
    partitions.assign({TP: 1_000})
    return partitions


async def rebuilding(partitions: Partitions, log: Sequence[Any]) -> None:
    """Runs a rebuilder until nothing is outdated."""
    task = asyncio.create_task(Rebuilder(partitions, consumer=lambda: FakeLog(log)).run())
    async with asyncio.timeout(10):
        while partitions.outdated() and not task.done():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("served", [0, 1, 30, 250])
async def test_the_new_store_holds_what_the_log_does_up_to_where_the_old_one_stands(
    partitions: Partitions, served: int
) -> None:
    held = partitions.get(*TP)
    assert held is not None
    if served:
        marked(held.store, b"wrong", next_offset=2 * served)  # type: ignore[arg-type] # partitions opened it
    partitions.ask_rebuild(LATER)
    await rebuilding(partitions, a_log(300))
    assert (held.store.next_offset, held.store.began) == (2 * served, LATER)
    assert held.store.get(b"mark") is None
    assert len(list(held.store.all_rows())) == served
    assert held.beside is None


async def test_a_request_outlives_the_process_and_an_older_one_changes_nothing(
    partitions: Partitions, tmp_path: Path
) -> None:
    partitions.ask_rebuild(LATER)
    partitions.ask_rebuild(NOW)
    partitions.revoke()
    again = held_in(tmp_path)
    assert [tp for tp, _ in again.outdated()] == [TP]
    await rebuilding(again, a_log(0))
    assert again.outdated() == []
    again.revoke()


async def test_a_partition_that_is_lost_meanwhile_is_left_alone(partitions: Partitions) -> None:
    held = partitions.get(*TP)
    assert held is not None
    marked(held.store, b"old", next_offset=600)  # type: ignore[arg-type] # partitions opened it
    partitions.ask_rebuild(LATER)
    async with held.lock:
        task = asyncio.create_task(rebuilding(partitions, a_log(300)))
        async with asyncio.timeout(10):
            while held.beside is None or held.beside.next_offset < 599:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0)
        partitions.revoke()
    await task
    assert len(partitions) == 0
    assert held.beside is None


def test_what_is_left_to_be_read_is_told(partitions: Partitions) -> None:
    progress = Progress(partitions, reading=lambda: FakeReading(partitions))
    held = partitions.get(*TP)
    assert held is not None
    marked(held.store, b"old", next_offset=40)  # type: ignore[arg-type] # partitions opened it
    assert progress.beside() == (0, 0)
    partitions.ask_rebuild(LATER)
    assert progress.beside() == (40, 40)
    held.beside = marked(partitions.open_beside(TP), b"new", next_offset=30)
    assert progress.beside() == (10, 40)
    assert "10 of 40 records to go (75 % done)" in [check.detail for check in progress.checks()][-1]
    held.beside.close()
