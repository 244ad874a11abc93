"""Rows: sorted keys of bytes with values, as RocksDB keeps them; what the folds write and the answers read."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Protocol

_SEPARATOR = "\0"


class Table(StrEnum):
    """The first part of every key: what the row is, and what the other parts are."""

    PAGE = "page"
    """release id → the last derived message of the release, as JSON."""
    ENTRY = "entry"
    """participant, event → sequence and day: the last word on the participation, also when it was retracted."""
    DATED = "dated"
    """participant, day, event → the `ParticipationReported`, as JSON."""
    PROFILE = "profile"
    """participant, name, role, affiliation, day, event → the participant's type."""
    COUNTERPART = "counterpart"
    """participant, other participant, day, event → the other's name."""
    WORD = "word"
    """folded word of a name, participant, event → the name."""


class Rows(Protocol):
    """Rows that can be read; all iteration is in the order of the keys."""

    def get(self, key: bytes) -> bytes | None:
        """The value of a row, or None."""

    def scan(self, prefix: bytes, *, after: bytes | None = None) -> Iterator[tuple[bytes, bytes]]:
        """Rows whose key begins with `prefix`, ascending, from the first key that is at least `after`."""

    def scan_back(self, prefix: bytes, *, before: bytes | None = None) -> Iterator[tuple[bytes, bytes]]:
        """Rows whose key begins with `prefix`, descending, from the last key that is below `before`."""


def key(table: Table, *parts: str) -> bytes:
    """The key of a row."""
    text = _SEPARATOR.join((table, *parts))
    if text.count(_SEPARATOR) != len(parts):  # names are what releases write: anything may be in them
        text = _SEPARATOR.join((table, *(part.replace(_SEPARATOR, " ") for part in parts)))
    return text.encode()


def prefix(table: Table, *parts: str) -> bytes:
    """What the keys of all rows that begin with these parts begin with."""
    return key(table, *parts) + _SEPARATOR.encode()


def parts(row_key: bytes) -> list[str]:
    """The parts of a key, without the table."""
    return row_key.decode().split(_SEPARATOR)[1:]


def beyond(row_prefix: bytes) -> bytes:
    """A key above all keys with the prefix, and below all later ones. Keys are UTF-8, so no byte is the highest."""
    return row_prefix[:-1] + bytes([row_prefix[-1] + 1])


def first_of_each(rows: Rows, table: Table, *above: str, depth: int) -> Iterator[list[str]]:
    """The distinct next `depth` parts below `above`: one seek for each, however many rows lie between."""
    within, after = prefix(table, *above), None
    while (row := next(rows.scan(within, after=after), None)) is not None:
        found = parts(row[0])[: len(above) + depth]
        yield found[len(above) :]
        after = beyond(prefix(table, *found))


class Changes:
    """Rows as they will be once this batch is written: the changes so far over the stored rows."""

    def __init__(self, stored: Rows) -> None:
        self._stored = stored
        self._changed: dict[bytes, bytes | None] = {}

    def get(self, key: bytes) -> bytes | None:
        """The value of a row, or None."""
        return self._changed[key] if key in self._changed else self._stored.get(key)

    def put(self, key: bytes, value: bytes) -> None:
        """Write a row."""
        self._changed[key] = value

    def delete(self, key: bytes) -> None:
        """Take a row away; it need not be there."""
        self._changed[key] = None

    def __iter__(self) -> Iterator[tuple[bytes, bytes | None]]:
        """What to write: keys with values, None to delete."""
        return iter(self._changed.items())


class Sorted:
    """Rows in memory, for the reference model and for tests."""

    def __init__(self, rows: Mapping[bytes, bytes] | None = None) -> None:
        self.rows = dict(rows or {})

    def get(self, key: bytes) -> bytes | None:
        """The value of a row, or None."""
        return self.rows.get(key)

    def write(self, changes: Changes) -> None:
        """Apply a batch."""
        for key, value in changes:
            if value is None:
                self.rows.pop(key, None)
            else:
                self.rows[key] = value

    def scan(self, prefix: bytes, *, after: bytes | None = None) -> Iterator[tuple[bytes, bytes]]:
        """Rows whose key begins with `prefix`, ascending, from the first key that is at least `after`."""
        for key in sorted(self.rows):
            if key.startswith(prefix) and (after is None or key >= after):
                yield key, self.rows[key]

    def scan_back(self, prefix: bytes, *, before: bytes | None = None) -> Iterator[tuple[bytes, bytes]]:
        """Rows whose key begins with `prefix`, descending, from the last key that is below `before`."""
        for key in sorted(self.rows, reverse=True):
            if key.startswith(prefix) and (before is None or key < before):
                yield key, self.rows[key]
