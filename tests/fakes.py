"""Stand-ins that behave; each passes the suite of the real thing where there is one."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from services.contracts.codec import Record
from services.ingest.publisher import Outcome
from services.runtime.health import Check


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = datetime(2024, 5, 14, 12, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


def acknowledge(_record: Record) -> Outcome:
    """The broker takes everything."""
    return None


class FakePublisher:
    """Keeps what it acknowledged, in order. `outcome` decides what becomes of each record."""

    def __init__(self, outcome: Callable[[Record], Outcome] = acknowledge) -> None:
        self.records: list[Record] = []
        self.outcome = outcome
        self.runs = 0

    async def enqueue(self, records: Sequence[Record]) -> Awaitable[Sequence[Outcome]]:
        outcomes = [self.outcome(record) for record in records]
        self.records += [record for record, outcome in zip(records, outcomes, strict=True) if outcome is None]
        return _settled(outcomes)

    def ready(self) -> Iterable[Check]:
        yield Check("producer", self.runs > 0, "fake")

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self.runs += 1
        try:
            yield
        finally:
            self.runs -= 1


def _settled(outcomes: Sequence[Outcome]) -> Awaitable[Sequence[Outcome]]:
    settled: asyncio.Future[Sequence[Outcome]] = asyncio.get_running_loop().create_future()
    settled.set_result(outcomes)
    return settled
