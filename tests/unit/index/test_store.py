"""What a store promises; the stand-in for tests passes the same suite."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.index import store
from services.index.rows import Changes, Table, first_of_each, key, parts, prefix
from services.index.store import Identity, Store, Stored, open_store
from services.runtime.errors import CannotStartError
from tests.index_bench import MemoryStore

NOW = datetime(2024, 5, 14, 12, tzinfo=UTC)
IDENTITY = Identity("cluster", "topic", 0)


def write(stored: Stored, rows: Mapping[bytes, bytes | None], *, next_offset: int = 1) -> None:
    changes = Changes(stored)
    for row_key, value in rows.items():
        if value is None:
            changes.delete(row_key)
        else:
            changes.put(row_key, value)
    stored.write(changes, next_offset=next_offset, as_of=NOW)


@pytest.fixture(params=["rocksdb", "memory"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stored]:
    make: Callable[[], Stored] = MemoryStore if request.param == "memory" else lambda: Store(tmp_path / "store")
    made = make()
    yield made
    made.close()


def test_rows_are_read_in_order_both_ways_and_within_a_prefix(stored: Stored) -> None:
    write(stored, {b"a\0" + name: name for name in (b"2", b"1", b"3")} | {b"ab\0x": b"x", b"b\0x": b"x"})
    assert [value for _, value in stored.scan(b"a\0")] == [b"1", b"2", b"3"]
    assert [value for _, value in stored.scan(b"a\0", after=b"a\0002")] == [b"2", b"3"]
    assert [value for _, value in stored.scan_back(b"a\0")] == [b"3", b"2", b"1"]
    assert [value for _, value in stored.scan_back(b"a\0", before=b"a\0003")] == [b"2", b"1"]
    assert [row_key for row_key, _ in stored.scan(b"a")] == [b"a\0001", b"a\0002", b"a\0003", b"ab\0x"]


def test_a_batch_puts_deletes_and_moves_the_position(stored: Stored) -> None:
    write(stored, {b"a": b"1", b"b": b"2"}, next_offset=5)
    write(stored, {b"a": None, b"b": b"3", b"c": None}, next_offset=9)
    assert (stored.get(b"a"), stored.get(b"b"), stored.next_offset, stored.as_of) == (None, b"3", 9, NOW)
    assert list(stored.all_rows()) == [(b"b", b"3")]


def test_distinct_parts_are_found_however_many_rows_lie_behind_each(stored: Stored) -> None:
    rows = {key(Table.WORD, word, "me", str(n)): b"" for word in ("a", "ab", "b") for n in range(50)}
    write(stored, dict(rows))
    assert [found for (found,) in first_of_each(stored, Table.WORD, depth=1)] == ["a", "ab", "b"]
    row_key, _ = next(stored.scan(prefix(Table.WORD, "b", "me")))
    assert parts(row_key) == ["b", "me", "0"]


def test_a_key_holds_any_text() -> None:
    assert parts(key(Table.PROFILE, "Ада\0x", "", "/")) == ["Ада x", "", "/"]


def test_rows_and_position_survive_the_process(tmp_path: Path) -> None:
    first = open_store(tmp_path / "store", IDENTITY, log_end=0, now=NOW)
    write(first, {b"a": b"1"}, next_offset=7)
    first.close()
    again = open_store(tmp_path / "store", IDENTITY, log_end=7, now=NOW)
    assert (again.get(b"a"), again.next_offset, again.as_of) == (b"1", 7, NOW)
    again.close()


@pytest.mark.parametrize(
    ("identity", "log_end", "complaint"),
    [
        (Identity("another", "topic", 0), 9, "cluster='cluster'"),
        (Identity("cluster", "topic", 1), 9, "partition=0"),
        (IDENTITY, 6, "stands at offset 7 of topic/0, which ends at 6"),
    ],
)
def test_a_store_of_another_log_is_refused(tmp_path: Path, identity: Identity, log_end: int, complaint: str) -> None:
    first = open_store(tmp_path / "store", IDENTITY, log_end=0, now=NOW)
    write(first, {b"a": b"1"}, next_offset=7)
    first.close()
    with pytest.raises(CannotStartError, match=complaint):
        open_store(tmp_path / "store", identity, log_end=log_end, now=NOW)


def test_a_store_of_another_layout_is_made_anew(tmp_path: Path) -> None:
    old = Identity("cluster", "topic", 0, layout=store.LAYOUT - 1)
    first = open_store(tmp_path / "store", old, log_end=0, now=NOW)
    write(first, {b"a": b"1"}, next_offset=7)
    first.close()
    again = open_store(tmp_path / "store", IDENTITY, log_end=7, now=NOW)
    assert (again.get(b"a"), again.next_offset) == (None, 0)
    again.close()
