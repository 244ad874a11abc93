"""The run of a replay: read again, compare, and send where that is asked."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, replace
from enum import StrEnum

from services.cli.replay_differences import Difference, difference
from services.cli.replay_record import DERIVED, Place, Record, Selection, Shelf, Standing
from services.cli.replay_sending import BATCH, Reading, Send, sending
from services.contracts import codec
from services.contracts.codec import Record as Encoded
from services.contracts.messages import MeetingsExtracted, TopicsExtracted
from services.contracts.topics import RELEASES_MEETINGS, RELEASES_TOPICS
from services.enrich.transform import RawRecord
from services.runtime.errors import Poison
from services.runtime.product import Product
from services.runtime.settings import KafkaSettings

Reread = Callable[[RawRecord], Awaitable[Product]]
"""What enrich makes of a raw record; raises Poison."""


class Outcome(StrEnum):
    """What a replay found out about a release, or did."""

    SAME = "same"
    DIFFERENT = "different"
    SENT = "sent"
    OVERTAKEN = "overtaken"
    """A newer revision came meanwhile: enrich reads that one by itself."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One release: `sequence` is the offset of its newest raw record, `detail` says why it is unreadable."""

    release_id: str
    sequence: int
    outcome: Outcome
    difference: Difference
    title: str | None = None
    detail: str | None = None
    records: Sequence[Encoded] = ()


def compare(release_id: str, place: Place, standing: Standing, product: Product) -> Finding:
    """What the new reading changes, with the records that must be sent for it."""
    meetings, topics = (
        codec.decode(record.topic, record.value, record.headers)[1] for record in product.records[: len(DERIVED)]
    )
    if not isinstance(meetings, MeetingsExtracted) or not isinstance(topics, TopicsExtracted):
        raise TypeError("enrich makes a set of events and a set of topics of each record")
    title, sequence = meetings.release.title, place.offset
    if max((each.release.sequence for each in standing if each), default=-1) > sequence:
        return Finding(release_id, sequence, Outcome.OVERTAKEN, Difference(), title)
    found = difference(standing, (meetings, topics))
    needed = {RELEASES_MEETINGS.name: found.meetings, RELEASES_TOPICS.name: found.topics}
    records = tuple(record for record in product.records if needed[record.topic.name])
    outcome = Outcome.DIFFERENT if found else Outcome.SAME
    return Finding(release_id, sequence, outcome, found, title, records=records)


def paced(
    reread: Reread,
    rate: float,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> Reread:
    """`reread`, begun at most `rate` times a second."""
    due = clock()

    async def wait_and_reread(record: RawRecord) -> Product:
        nonlocal due
        if (early := due - clock()) > 0:
            await sleep(early)
        due = max(due, clock()) + 1 / rate
        return await reread(record)

    return wait_and_reread


async def _compared(
    record: Record, chosen: Mapping[str, Place], shelf: Shelf, reread: Reread
) -> AsyncGenerator[Finding]:
    async with aclosing(record.read(chosen.values())) as records:
        async for raw in records:
            release_id, place = raw.key.decode(), Place(raw.partition, raw.offset)
            try:
                product = await reread(RawRecord(raw.offset, raw.value, tuple(raw.headers)))
            except Poison as poison:
                detail = f"{poison.reason}: {poison}"
                yield Finding(release_id, raw.offset, Outcome.UNREADABLE, Difference(), detail=detail)
            else:
                yield compare(release_id, place, shelf.standing(release_id), product)


async def findings(
    kafka: KafkaSettings,
    selection: Selection,
    *,
    reread: Reread,
    publish: bool = False,
    total: Callable[[int], object] = lambda _count: None,
) -> AsyncGenerator[Finding]:
    """The findings for the selection; with `publish` each after what is different was sent. `total` hears how many.

    Raises:
        CannotStartError: the broker does not answer, or a topic is missing.
    """
    record = await Record.on(kafka)
    chosen = await record.choose(selection)
    total(len(chosen))
    if not chosen:
        return
    async with AsyncExitStack() as stack:
        shelf, positions = await record.shelve(chosen)
        stack.callback(shelf.close)
        found = await stack.enter_async_context(aclosing(_compared(record, chosen, shelf, reread)))
        if publish:
            send = await stack.enter_async_context(sending(kafka, positions, chosen))
            found = await stack.enter_async_context(aclosing(_sent(found, send)))
        async for finding in found:
            yield finding


async def _sent(found: AsyncIterator[Finding], send: Send) -> AsyncGenerator[Finding]:
    """The findings, each after it was sent if it had to be."""
    async for batch in _batches(found):
        different = [each for each in batch if each.outcome is Outcome.DIFFERENT]
        overtaken = await send([Reading(each.release_id, each.sequence, each.records) for each in different])
        for each in batch:
            sent = Outcome.OVERTAKEN if each.release_id in overtaken else Outcome.SENT
            yield replace(each, outcome=sent) if each.outcome is Outcome.DIFFERENT else each


async def _batches(findings: AsyncIterator[Finding]) -> AsyncIterator[list[Finding]]:
    batch: list[Finding] = []
    async for finding in findings:
        batch.append(finding)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch
