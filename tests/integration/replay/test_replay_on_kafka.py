"""The record read again by another extractor, on a real broker."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from datetime import timedelta

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition

from services.cli.log_ends import log_ends, up_to
from services.cli.replay_differences import Fate
from services.cli.replay_findings import Finding, Outcome, Reread, findings
from services.cli.replay_record import DERIVED, Record, Selection
from services.cli.replay_sending import LogTail, Reading, send
from services.contracts import codec
from services.contracts.messages import Derived, Message, Release, ReleasePublished, ReleaseWithdrawn
from services.contracts.topics import RELEASES_MEETINGS, RELEASES_TOPICS, Topic
from services.enrich.derive import Extract
from services.enrich.transform import RawRecord, transform
from services.runtime import kafka as clients
from services.runtime.clock import utc_now
from services.runtime.product import Product
from services.runtime.sending import send_all
from services.runtime.settings import KafkaSettings
from tests.builders import a_meeting, a_published
from tests.fake_extractor import FakeExtraction

pytestmark = [pytest.mark.kafka, pytest.mark.shares_broker("enrich")]


def old(release: Release) -> FakeExtraction:
    return FakeExtraction(release.language, [a_meeting()], ["diplomacy"])


def new(release: Release) -> FakeExtraction:
    """Finds a place for the meeting of releases that are titled so, and another topic."""
    if release.title == "better":
        return FakeExtraction(release.language, [a_meeting(place="Vienna")], ["diplomacy", "trade"])
    return old(release)


def reading(extract: Extract, extractor: str = "new") -> Reread:
    async def reread(record: RawRecord) -> Product:
        return transform(record, extract=extract, extractor=extractor)

    return reread


class Pipeline:
    """The raw topic, and enrich by hand: each pushed message is read with the old extractor at once."""

    def __init__(self, kafka: KafkaSettings) -> None:
        self.kafka = kafka

    async def push(self, message: ReleasePublished | ReleaseWithdrawn, *, derive: bool = True) -> int:
        """Its offset in the raw topic."""
        record = codec.encode(message, service="ingest", time=utc_now())
        async with clients.producer(self.kafka, client_id="test") as producer:
            sent = await producer.send_and_wait(
                record.topic.name, record.value, record.key, headers=list(record.headers)
            )
            raw = RawRecord(sent.offset, record.value, record.headers)
            for derived in transform(raw, extract=old, extractor="old").records if derive else ():
                await producer.send_and_wait(
                    derived.topic.name, derived.value, derived.key, headers=list(derived.headers)
                )
        offset: int = sent.offset
        return offset

    async def replay(self, key: str, *, publish: bool = False, reread: Reread | None = None) -> list[Finding]:
        selection = Selection(release_id=key)
        async with aclosing(findings(self.kafka, selection, reread=reread or reading(new), publish=publish)) as found:
            return [finding async for finding in found]

    async def log(self, key: str) -> Sequence[Derived]:
        """What readers of committed records find for a release, in order: its events, then its topics."""
        return [message for topic in (RELEASES_MEETINGS, RELEASES_TOPICS) for message in await self._log(topic, key)]

    async def _log(self, topic: Topic, key: str) -> list[Derived]:
        ends = await log_ends(
            self.kafka, [TopicPartition(topic.name, number) for number in range(topic.partitions)], client_id="test"
        )
        consumer = clients.consumer(self.kafka, client_id="test", group_id=None)
        consumer.assign(list(ends))
        async with consumer:
            read = [codec.decode(topic, each.value, each.headers)[1] async for each in up_to(ends, consumer)]
        return [message for message in read if isinstance(message, Derived) and message.key == key]


@pytest.fixture
def pipeline(kafka: KafkaSettings) -> Pipeline:
    return Pipeline(kafka)


def a_release_to_be_read_better(**overrides: str) -> ReleasePublished:
    return a_published(external_id=str(uuid.uuid4()), **{"title": "better", **overrides})


async def test_what_would_change_is_told_and_nothing_is_sent(pipeline: Pipeline) -> None:
    message = a_release_to_be_read_better()
    offset = await pipeline.push(message)
    before = await pipeline.log(message.key)
    (finding,) = await pipeline.replay(message.key)
    assert (finding.outcome, finding.sequence) == (Outcome.DIFFERENT, offset)
    assert [(change.fate, [*change.fields]) for change in finding.difference.events] == [(Fate.CHANGED, ["place"])]
    assert finding.difference.topics_added == ["trade"]
    assert await pipeline.log(message.key) == before


async def test_published_sets_have_the_sequence_of_their_raw_record_and_a_second_replay_finds_nothing_to_do(
    pipeline: Pipeline,
) -> None:
    message = a_release_to_be_read_better()
    offset = await pipeline.push(message)
    (sent,) = await pipeline.replay(message.key, publish=True)
    (again,) = await pipeline.replay(message.key, publish=True)
    assert (sent.outcome, again.outcome) == (Outcome.SENT, Outcome.SAME)
    log = await pipeline.log(message.key)
    assert [(each.extractor, each.release.sequence) for each in log] == [("old", offset), ("new", offset)] * 2


async def test_what_is_the_same_is_not_sent(pipeline: Pipeline) -> None:
    message = a_release_to_be_read_better(title="as before")
    await pipeline.push(message)
    (finding,) = await pipeline.replay(message.key, publish=True)
    assert finding.outcome is Outcome.SAME
    assert len(await pipeline.log(message.key)) == 2


async def test_only_the_newest_revision_is_read_again(pipeline: Pipeline) -> None:
    message = a_release_to_be_read_better()
    await pipeline.push(message)
    offset = await pipeline.push(ReleaseWithdrawn(release_id=message.release_id))
    (finding,) = await pipeline.replay(message.key, publish=True)
    assert (finding.outcome, finding.sequence) == (Outcome.SAME, offset)


async def test_a_release_that_enrich_never_managed_to_read_is_sent(pipeline: Pipeline) -> None:
    message = a_release_to_be_read_better()
    await pipeline.push(message, derive=False)
    (finding,) = await pipeline.replay(message.key, publish=True)
    assert finding.outcome is Outcome.SENT
    assert [change.fate for change in finding.difference.events] == [Fate.ADDED]
    assert len(await pipeline.log(message.key)) == 2


async def test_a_revision_that_arrives_during_the_replay_wins(pipeline: Pipeline) -> None:
    message = a_release_to_be_read_better()
    await pipeline.push(message)

    async def reread_while_a_revision_arrives(record: RawRecord) -> Product:
        await pipeline.push(a_published(external_id=message.release.external_id, title="corrected"))
        return await reading(new)(record)

    (finding,) = await pipeline.replay(message.key, publish=True, reread=reread_while_a_revision_arrives)
    assert finding.outcome is Outcome.OVERTAKEN
    assert [each.release.title for each in await pipeline.log(message.key)] == ["better", "corrected"] * 2


async def test_a_revision_that_slips_in_before_the_sets_aborts_their_transaction(
    kafka: KafkaSettings, pipeline: Pipeline
) -> None:
    message = a_release_to_be_read_better()
    offset = await pipeline.push(message)
    product = await reading(new)(RawRecord(offset, *_raw(message)))
    async with _tail(kafka, message.key) as tail, _transactional(kafka) as producer:

        async def send_too_late(records: Sequence[codec.Record]) -> None:
            await pipeline.push(a_published(external_id=message.release.external_id, title="corrected"))
            await send_all(producer, records)

        batch = [Reading(message.key, offset, product.records)]
        overtaken = await send(batch, tail=tail, transaction=producer.transaction, send_all=send_too_late)
    assert overtaken == {message.key}
    assert [each.release.title for each in await pipeline.log(message.key)] == ["better", "corrected"] * 2


async def test_what_stands_behind_an_open_transaction_is_waited_for_and_read(
    kafka: KafkaSettings, pipeline: Pipeline
) -> None:
    message = a_release_to_be_read_better()
    record = await Record.on(kafka)
    async with _transactional(kafka) as upstream:
        await upstream.begin_transaction()
        await send_all(upstream, [codec.encode(message, service="ingest", time=utc_now())])
        offset = await pipeline.push(message)
        choosing = asyncio.create_task(record.choose(Selection(release_id=message.key)))
        finished, _ = await asyncio.wait({choosing}, timeout=1)
        assert not finished
        await upstream.abort_transaction()
        async with asyncio.timeout(30):
            chosen = await choosing
    assert chosen[message.key].offset == offset


async def test_a_selection_by_time_takes_what_was_received_in_it(kafka: KafkaSettings, pipeline: Pipeline) -> None:
    early, late = a_release_to_be_read_better(), a_release_to_be_read_better()
    await pipeline.push(early)
    between = utc_now()
    await pipeline.push(late)
    record = await Record.on(kafka)
    assert late.key in await record.choose(Selection(since=between))
    assert early.key not in await record.choose(Selection(since=between))
    assert early.key in await record.choose(Selection(until=between))
    assert late.key not in await record.choose(Selection(until=between))
    assert not await record.choose(Selection(since=utc_now() + timedelta(hours=1)))


def _raw(message: Message) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    record = codec.encode(message, service="ingest", time=utc_now())
    return record.value, record.headers


@asynccontextmanager
async def _tail(kafka: KafkaSettings, key: str) -> AsyncIterator[LogTail]:
    consumer = clients.consumer(kafka, client_id="test", group_id=None, isolation_level="read_uncommitted")
    consumer.assign([TopicPartition(topic.name, number) for topic in DERIVED for number in range(topic.partitions)])
    async with consumer:
        yield LogTail(consumer, {key})


def _transactional(kafka: KafkaSettings) -> AIOKafkaProducer:
    return clients.transactional_producer(kafka, client_id="test", transactional_id=f"test-{uuid.uuid4()}")
