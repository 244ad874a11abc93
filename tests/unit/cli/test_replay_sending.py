"""The race with live traffic, on a log in memory; `tests/integration/replay` has it on a broker."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from services.cli.replay_sending import Reading, send
from services.contracts import codec
from services.contracts.codec import Record
from services.runtime.clock import utc_now
from tests.builders import a_meetings_extracted, a_reference


def a_reading(release_id: str, sequence: int) -> Reading:
    message = a_meetings_extracted(release=a_reference(release_id=release_id, sequence=sequence))
    return Reading(release_id, sequence, [codec.encode(message, service="enrich", time=utc_now())])


async def nobody() -> None:
    """No live traffic."""


@dataclass
class FakeLog:
    """One topic: what is committed, and what is in the open transaction. `live` happens just before each append."""

    committed: list[tuple[str, int]] = field(default_factory=list)
    pending: list[tuple[str, int]] = field(default_factory=list)
    seen: list[tuple[str, int]] = field(default_factory=list)
    live: Callable[[], Awaitable[None]] = nobody
    aborted: int = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        try:
            yield
        except BaseException:
            self.pending.clear()
            self.aborted += 1
            raise
        self.committed += self.pending
        self.pending.clear()

    async def send_all(self, records: Sequence[Record]) -> None:
        await self.live()
        for record in records:
            self.pending.append((record.key.decode(), int(dict(record.headers)["ce_sequence"])))

    async def catch_up(self) -> None:
        self.seen = [*self.committed, *self.pending]

    def newest(self, release_id: str) -> int:
        return max((sequence for key, sequence in self.seen if key == release_id), default=-1)

    async def take(self, *batch: Reading) -> set[str]:
        return await send(batch, tail=self, transaction=self.transaction, send_all=self.send_all)


def arriving_once(log: FakeLog, release_id: str, sequence: int) -> Callable[[], Awaitable[None]]:
    async def arrive() -> None:
        log.live = nobody
        log.committed.append((release_id, sequence))

    return arrive


async def test_what_nobody_overtakes_is_sent() -> None:
    log = FakeLog([("a", 1)])
    assert await log.take(a_reading("a", 1), a_reading("b", 2)) == set()
    assert log.committed == [("a", 1), ("a", 1), ("b", 2)]


async def test_what_is_overtaken_before_is_not_sent() -> None:
    log = FakeLog([("a", 5)])
    assert await log.take(a_reading("a", 1)) == {"a"}
    assert log.committed == [("a", 5)]


async def test_what_is_overtaken_while_it_is_sent_is_taken_back_and_the_rest_of_the_batch_is_sent() -> None:
    log = FakeLog()
    log.live = arriving_once(log, "a", 5)
    assert await log.take(a_reading("a", 1), a_reading("b", 2)) == {"a"}
    assert (log.committed, log.aborted) == ([("a", 5), ("b", 2)], 1)


async def test_a_newer_revision_that_stands_already_is_never_followed_by_an_older_one() -> None:
    """However often live traffic comes between, the last word on each release is its newest."""
    log = FakeLog()
    arrivals = iter([("a", 7), ("b", 8), ("c", 9)])

    async def arrive() -> None:
        if (arrival := next(arrivals, None)) is not None:
            log.committed.append(arrival)

    log.live = arrive
    overtaken = await log.take(*(a_reading(key, number) for number, key in enumerate("abcd")))
    assert overtaken == {"a", "b", "c"}
    assert log.committed == [("a", 7), ("b", 8), ("c", 9), ("d", 3)]
