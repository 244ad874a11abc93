"""Nothing that a topic holds is missing from the views, and nothing else is in them.

All tests are one consumer group on the same topics, so each new data folder is a lost one: the views are rebuilt, and
nothing is sent twice.
"""

import asyncio
import dataclasses
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from services.contracts import codec
from services.contracts.messages import MeetingsExtracted, RecordDeadLettered, TopicsExtracted
from services.contracts.topics import DEAD_LETTERS, PARTICIPANTS_EVENTS
from services.contracts.vocabulary import Outcome
from services.index.folds import difference
from services.runtime.settings import KafkaSettings
from tests.builders import a_meetings_extracted, a_reference, an_event
from tests.histories import a_history
from tests.integration.index.harness import (
    EXTRACTED,
    Index,
    caught_up,
    differences,
    extracted,
    messages_on,
    put,
    running,
    tell,
    until,
)

pytestmark = [pytest.mark.kafka, pytest.mark.older_kafka_too]


async def assert_each_difference_was_sent_once(kafka: KafkaSettings) -> None:
    sent = Counter(message.model_dump_json() for message in await messages_on(kafka, PARTICIPANTS_EVENTS))
    assert sent == differences(await extracted(kafka))


async def test_what_is_told_is_served(kafka: KafkaSettings, tmp_path: Path) -> None:
    await tell(kafka, a_history(1, releases=50, source="served.org"))
    async with running(kafka, data_dir=tmp_path) as index:
        await caught_up(kafka, [index])
    await assert_each_difference_was_sent_once(kafka)


async def test_a_sigkill_amid_500_releases_loses_and_doubles_nothing(kafka: KafkaSettings, tmp_path: Path) -> None:
    history = list(a_history(2, releases=500, source="killed.org"))
    third = len(history) // 3
    for part in (history[:third], history[third : 2 * third], history[2 * third :]):
        async with running(kafka, data_dir=tmp_path) as index:
            before = await index.metric("readout_index_records_applied_total")
            feeding = asyncio.create_task(tell(kafka, part, pace=0.002))
            await until(partial(moved, index, before), what="records are applied")
            await index.process.kill()
            await feeding
    async with running(kafka, data_dir=tmp_path) as index:
        await caught_up(kafka, [index])
    await assert_each_difference_was_sent_once(kafka)


async def moved(index: Index, before: float) -> bool:
    return await index.metric("readout_index_records_applied_total") > before


async def test_a_lost_store_is_rebuilt_and_nothing_sent_again(kafka: KafkaSettings, tmp_path: Path) -> None:
    await tell(kafka, a_history(3, releases=50, source="lost.org"))
    async with running(kafka, data_dir=tmp_path / "one") as index:
        await caught_up(kafka, [index])
    async with running(kafka, data_dir=tmp_path / "two") as index:
        await caught_up(kafka, [index])
        assert await index.metric("readout_index_participations_sent_total") == 0
        assert await index.metric("readout_index_rebuild_remaining_records") == 0
    await assert_each_difference_was_sent_once(kafka)


async def test_records_lost_on_the_way_are_read_again(kafka: KafkaSettings, tmp_path: Path) -> None:
    async with running(kafka, data_dir=tmp_path, module="tests.dropping_index") as index:
        await tell(kafka, a_history(4, releases=200, source="dropped.org"), pace=0.01)
        await caught_up(kafka, [index])
        assert await index.metric("readout_index_heals_total") > 0
    await assert_each_difference_was_sent_once(kafka)


async def test_poison_in_every_topic_becomes_a_dead_letter_and_what_comes_after_it_is_served(
    kafka: KafkaSettings, tmp_path: Path
) -> None:
    reference = a_reference(release_id="poisoned.org:1", sequence=0)
    good = a_meetings_extracted(an_event(release_id="poisoned.org:1"), release=reference)
    topics = TopicsExtracted(release=reference, extractor="1", outcome=Outcome.EXTRACTED)
    (participation, *_) = difference(None, good)
    record, page, said = (codec.encode(one, service="enrich", time=EXTRACTED) for one in (good, topics, participation))
    poison = [bad for one in (record, page, said) for bad in _poisoned(one)]
    poison.append(("too-large", dataclasses.replace(record, value=_padded(good, 600_000))))
    await put(kafka, [*(bad for _, bad in poison), record, page])
    async with running(kafka, data_dir=tmp_path) as index:
        await caught_up(kafka, [index])
        assert (await index.get("/releases/poisoned.org:1"))["events"]
    letters = [m for m in await messages_on(kafka, DEAD_LETTERS) if isinstance(m, RecordDeadLettered)]
    letters = [letter for letter in letters if letter.original_key in {record.key, said.key}]
    kept = Counter((letter.topic, letter.reason, letter.original_value) for letter in letters)
    assert kept == Counter((bad.topic.name, reason, bad.value) for reason, bad in poison)
    assert {letter.service for letter in letters} == {"index"}


def _poisoned(record: codec.Record) -> list[tuple[str, codec.Record]]:
    """The record spoilt in each way, with the reason that it will be given up for."""
    other = record.topic.messages[0].TYPE.replace(".v1", ".v9").encode()
    return [
        ("not-json", dataclasses.replace(record, value=b"{")),
        ("schema", dataclasses.replace(record, value=b'{"release": 1}')),
        ("not-a-cloud-event", dataclasses.replace(record, headers=())),
        ("unknown-type", dataclasses.replace(record, headers=_typed(record, other))),
    ]


def _typed(record: codec.Record, type_: bytes) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, type_ if name == "ce_type" else value) for name, value in record.headers)


def _padded(message: MeetingsExtracted, size: int) -> bytes:
    return message.model_copy(update={"extractor": "x" * size}).model_dump_json().encode()


async def test_instances_that_join_and_leave_lose_and_double_nothing(kafka: KafkaSettings, tmp_path: Path) -> None:
    feeding = asyncio.create_task(tell(kafka, a_history(5, releases=400, source="joined.org"), pace=0.01))
    async with running(kafka, data_dir=tmp_path) as first:
        for _ in range(2):
            async with running(kafka, data_dir=tmp_path) as second:
                await until(first.holds_a_share, what="the first instance holds a share")
                await second.leaves()
        async with running(kafka, data_dir=tmp_path) as third:
            await feeding
            await caught_up(kafka, [first, third])
    await assert_each_difference_was_sent_once(kafka)
