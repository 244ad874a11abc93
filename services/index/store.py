"""One RocksDB database for each input partition: rows and the position in the log, written together.

A batch is one `WriteBatch` of the changed rows and the next offset: after a crash both are from before it or both from
after it. Beside the rows stands what they were made from; a store that belongs to another log is refused.
"""

import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any, Protocol

import orjson
import structlog
from rocksdict import BlockBasedOptions, Cache, DBCompactionStyle, Options, Rdict, WriteBatch

from services.index.rows import Changes, Rows, beyond
from services.runtime.errors import CannotStartError

LAYOUT = 1
"""Raised when rows are written in another form: stores of another layout are made anew from the topics."""
WRITE_BUFFER = 8 << 20
BLOCK_CACHE = 64 << 20
"""Bytes of unpacked blocks, for all stores of the process together."""
_OFFSET, _AS_OF, _IDENTITY, _BEGAN = b"!offset", b"!as-of", b"!identity", b"!began"
LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""When a store began that does not say so."""
_log = structlog.get_logger()


@cache
def _block_cache() -> Cache:
    return Cache(BLOCK_CACHE)


@dataclass(frozen=True, slots=True)
class Identity:
    """The log that a store was made from."""

    cluster: str
    topic: str
    partition: int
    layout: int = LAYOUT


class Stored(Rows, Protocol):
    """The rows made from one input partition, and how far it was read."""

    next_offset: int
    as_of: datetime | None
    began: datetime

    def write(self, changes: Changes, *, next_offset: int, as_of: datetime) -> None:
        """The rows and the position, both or neither."""

    def all_rows(self) -> Iterator[tuple[bytes, bytes]]:
        """Every row, but for the position and the identity."""

    def close(self) -> None:
        """Give the rows back; they can no longer be read."""


class Store:
    """The rows made from one input partition, up to `next_offset`. Belongs to one assignment."""

    def __init__(self, path: Path) -> None:
        options = Options(raw_mode=True)
        options.create_if_missing(True)
        options.set_write_buffer_size(WRITE_BUFFER)
        options.set_max_write_buffer_number(2)
        options.set_compaction_style(DBCompactionStyle.universal())  # docs/decisions/compaction.md
        options.set_max_open_files(256)
        blocks = BlockBasedOptions()
        blocks.set_bloom_filter(10, False)  # most look-ups are for entries that are not there yet
        blocks.set_block_cache(_block_cache())
        options.set_block_based_table_factory(blocks)
        self._db = Rdict(str(path), options)
        self.next_offset = int(self._db.get(_OFFSET) or 0)
        as_of = self._db.get(_AS_OF)
        self.as_of: datetime | None = datetime.fromisoformat(as_of.decode()) if as_of else None
        """When the last record that is in the rows was written to its topic."""
        began = self._db.get(_BEGAN)
        self.began = datetime.fromisoformat(began.decode()) if began else LONG_AGO
        """When the store was empty: what it holds was read since."""

    @property
    def identity(self) -> Identity | None:
        """The log that this store was made from; None when it is new."""
        stored = self._db.get(_IDENTITY)
        return Identity(**orjson.loads(stored)) if stored else None

    @identity.setter
    def identity(self, identity: Identity) -> None:
        self._db.put(_IDENTITY, orjson.dumps(asdict(identity)))

    def begin(self, identity: Identity, *, now: datetime) -> None:
        """Remember, in an empty store, what it is made from and since when."""
        self.identity, self.began = identity, now
        self._db.put(_BEGAN, now.isoformat().encode())

    def get(self, key: bytes) -> bytes | None:
        """The value of a row, or None."""
        value: bytes | None = self._db.get(key)
        return value

    def scan(self, prefix: bytes, *, after: bytes | None = None) -> Iterator[tuple[bytes, bytes]]:
        """Rows whose key begins with `prefix`, ascending, from the first key that is at least `after`."""
        rows: Iterator[tuple[Any, Any]] = self._db.items(from_key=after or prefix)
        yield from takewhile(lambda row: row[0].startswith(prefix), rows)

    def scan_back(self, prefix: bytes, *, before: bytes | None = None) -> Iterator[tuple[bytes, bytes]]:
        """Rows whose key begins with `prefix`, descending, from the last key that is below `before`."""
        end = before or beyond(prefix)
        rows: Iterator[tuple[Any, Any]] = self._db.items(backwards=True, from_key=end)
        yield from takewhile(lambda row: row[0].startswith(prefix), (row for row in rows if row[0] < end))

    def write(self, changes: Changes, *, next_offset: int, as_of: datetime) -> None:
        """The rows and the position, both or neither."""
        batch = WriteBatch(raw_mode=True)
        for key, value in changes:
            if value is None:
                batch.delete(key)
            else:
                batch.put(key, value)
        batch.put(_OFFSET, str(next_offset).encode())
        batch.put(_AS_OF, as_of.isoformat().encode())
        self._db.write(batch)
        self.next_offset, self.as_of = next_offset, as_of

    def all_rows(self) -> Iterator[tuple[bytes, bytes]]:
        """Every row, but for the position and the identity."""
        rows: Iterator[tuple[Any, Any]] = self._db.items()
        yield from ((key, value) for key, value in rows if not key.startswith(b"!"))

    def close(self) -> None:
        """Give the database back; the rows can no longer be read through this store."""
        self._db.close()


def open_store(path: Path, identity: Identity, *, log_end: int, now: datetime) -> Store:
    """The store at `path`, new where there is none or where it has another layout; a switch is brought to its end.

    Raises:
        CannotStartError: the store was made from another log.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _finish_switch(path)
    store = Store(path)
    found = store.identity
    if found is not None and found.layout != identity.layout:
        _log.warning("rebuilding", topic=identity.topic, partition=identity.partition, reason="another layout of rows")
        store.close()
        shutil.rmtree(path)
        store, found = Store(path), None
    if found is None and store.next_offset == 0:
        store.begin(identity, now=now)
    elif complaint := _foreign(store, found, identity, log_end):
        store.close()
        raise CannotStartError(
            f"{path} {complaint}; set READOUT_INDEX_DATA_DIR to an empty folder to rebuild from the topics"
        )
    return store


def _foreign(store: Store, found: Identity | None, identity: Identity, log_end: int) -> str | None:
    if found != identity:
        return f"was made from {found}, and this is {identity}"
    if store.next_offset > log_end:
        return f"stands at offset {store.next_offset} of {identity.topic}/{identity.partition}, which ends at {log_end}"
    return None


def open_beside(path: Path, identity: Identity, *, since: datetime, now: datetime) -> Store:
    """The store that is made beside the one at `path`: one begun since `since` is gone on with, else a new one."""
    store = Store(_beside(path))
    if store.identity != identity or store.began < since:
        store.close()
        shutil.rmtree(_beside(path))
        store = Store(_beside(path))
        store.begin(identity, now=max(since, now))
    return store


def switch(path: Path, serving: Stored, shadow: Stored) -> Store:
    """The store made beside takes the place of the one at `path`, which is removed by `remove_replaced`.

    1. The serving store is moved away. A crash before 2 leaves the shadow alone: `open_store` does 2.
    2. The shadow is moved to its place. A crash after it leaves files that `open_store` removes.
    """
    serving.close()
    shadow.close()
    remove_replaced(path)
    path.rename(_replaced(path))
    _beside(path).rename(path)
    return Store(path)


def remove_replaced(path: Path) -> None:
    """Remove what `switch` put aside."""
    shutil.rmtree(_replaced(path), ignore_errors=True)


def _finish_switch(path: Path) -> None:
    if not path.exists() and _beside(path).exists():
        _beside(path).rename(path)
    remove_replaced(path)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.beside")


def _replaced(path: Path) -> Path:
    return path.with_name(f"{path.name}.replaced")
