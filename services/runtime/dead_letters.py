"""What becomes of a record that can never work, and when there are too many of them."""

from collections import deque
from collections.abc import Sequence
from typing import Protocol

from services import __version__
from services.contracts.messages import RecordDeadLettered
from services.runtime.errors import Poison


class ConsumedRecord(Protocol):
    """A record as the client hands it over."""

    @property
    def topic(self) -> str:
        """The name of its topic."""

    @property
    def partition(self) -> int:
        """The number of its partition."""

    @property
    def offset(self) -> int:
        """Where it stands there."""

    @property
    def key(self) -> bytes | None:
        """Its key, if it has one."""

    @property
    def value(self) -> bytes | None:
        """Its value; None is a tombstone."""

    @property
    def headers(self) -> Sequence[tuple[str, bytes]]:
        """Its headers; the client gives None for a null value."""

    @property
    def timestamp(self) -> int:
        """When it was made, in milliseconds since 1970."""


LARGEST_KEPT = 2_900_000
"""Bytes of key, value and headers together; as base64 they still fit into a record of the dead letters' topic."""


def dead_letter(record: ConsumedRecord, poison: Poison, *, service: str) -> RecordDeadLettered:
    """The message that keeps `record` byte for byte, with the reason why `service` gave it up.

    Of a record larger than `LARGEST_KEPT` key and position are kept, and the detail says so.
    """
    headers = tuple((name, value or b"") for name, value in record.headers)  # a header may be null
    size = len(record.key or b"") + len(record.value or b"") + sum(len(name) + len(value) for name, value in headers)
    fits = size <= LARGEST_KEPT
    return RecordDeadLettered(
        reason=poison.reason,
        detail=str(poison) if fits else f"{poison}; its {size} bytes are too many to be kept here",
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        service=service,
        version=__version__,
        original_key=record.key,
        original_value=record.value if fits else None,
        original_headers=headers if fits else (),
    )


class FloodError(Exception):
    """So many records are poison that the fault is more likely ours or the feed's: the worker stops."""


class FloodGate:
    """Counts records and dead letters; raises `FloodError` instead of draining a topic into the dead letters.

    The gate closes when, among the last `window` records, more than `share` were poison, and at least `minimum`.
    """

    def __init__(self, *, window: int = 1000, share: float = 0.5, minimum: int = 100) -> None:
        self._recent: deque[bool] = deque(maxlen=window)
        self._dead, self._share, self._minimum = 0, share, minimum

    def passed(self) -> None:
        """A record was handled."""
        self._count(dead=False)

    def dead(self) -> None:
        """A record was poison."""
        self._count(dead=True)
        if self._dead >= self._minimum and self._dead > self._share * len(self._recent):
            raise FloodError(f"{self._dead} of the last {len(self._recent)} records were poison")

    def _count(self, *, dead: bool) -> None:
        if len(self._recent) == self._recent.maxlen:
            self._dead -= self._recent[0]
        self._recent.append(dead)
        self._dead += dead
