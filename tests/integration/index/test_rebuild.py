"""The views are made again while they serve: same answers all the time, nothing lost, doubled or sent again."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from aiokafka import TopicPartition

from services.cli.index_rebuild import CLIENT_ID, NotRebuiltError, Progress, rebuilt
from services.cli.instances import all_instances
from services.cli.verify_report import Groups, verified
from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_MEETINGS, RELEASES_TOPICS
from services.runtime.settings import KafkaSettings
from tests.histories import a_history
from tests.integration.index.harness import Index, caught_up, running, tell, until
from tests.integration.index.test_delivery import assert_each_difference_was_sent_once

pytestmark = pytest.mark.kafka
WANTED = tuple(
    TopicPartition(topic.name, number)
    for topic in (RELEASES_MEETINGS, RELEASES_TOPICS, PARTICIPANTS_EVENTS)
    for number in range(topic.partitions)
)


async def rebuild(kafka: KafkaSettings, *, within: float = 60, looks: list[Progress] | None = None) -> Progress:
    async with all_instances(kafka, Groups().index, "", client_id=CLIENT_ID) as instances:
        tell_ = looks.append if looks is not None else (lambda _progress: None)
        return await rebuilt(instances, WANTED, now=datetime.now(UTC), within=within, tell=tell_)


async def a_participant(index: Index) -> str:
    """Somebody who is served, whatever the history was."""
    key = next(key for key in await index.rows() if key.startswith(b"dated\0"))
    return key.decode().split("\0")[1]


@contextlib.asynccontextmanager
async def asked_all_the_time(ask: Callable[[], Awaitable[httpx.Response]]) -> AsyncIterator[list[httpx.Response]]:
    """Every answer that `ask` got while the block ran, one question after the other."""
    answers: list[httpx.Response] = []

    async def keep_asking() -> None:
        while True:
            answers.append(await ask())

    task = asyncio.create_task(keep_asking())
    yield answers
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def said(answer: httpx.Response) -> object:
    """The status and the answer, but for how fresh it is."""
    return answer.status_code, {name: value for name, value in answer.json().items() if name != "freshness"}


async def test_answers_are_the_same_all_the_time_and_the_rows_afterwards_too(
    kafka: KafkaSettings, tmp_path: Path
) -> None:
    await tell(kafka, a_history(11, releases=300, source="rebuilt.org"))
    async with running(kafka, data_dir=tmp_path) as index:
        before = dict(await caught_up(kafka, [index]))
        sent = await index.metric("readout_index_participations_sent_total")
        path = f"/participants/{await a_participant(index)}/events"
        should = said(await index.http.get(path))
        async with asked_all_the_time(lambda: index.http.get(path)) as answers:
            found = await rebuild(kafka)
        assert (found.partitions, found.rebuilt, found.records_to_go) == (12, 12, 0)
        assert len(answers) > 1
        assert [answer.status_code for answer in answers if said(answer) != should] == []
        assert await index.rows() == before
        assert await index.metric("readout_index_participations_sent_total") == sent
        assert await index.metric("readout_index_rebuild_beside_remaining_records") == 0


async def test_a_kill_amid_a_rebuild_under_load_loses_and_doubles_nothing_and_the_rebuild_goes_on(
    kafka: KafkaSettings, tmp_path: Path
) -> None:
    await tell(kafka, a_history(12, releases=400, source="killed-rebuild.org"))
    feeding = asyncio.create_task(tell(kafka, a_history(13, releases=300, source="fed.org"), pace=0.01))
    async with running(kafka, data_dir=tmp_path) as index:
        asked = asyncio.create_task(rebuild(kafka, within=1))
        await until(lambda: begun(index), what="a partition is served from a new store")
        await index.process.kill()
        with pytest.raises(NotRebuiltError):
            await asked
    async with running(kafka, data_dir=tmp_path) as index:
        await until(lambda: finished(index), what="it goes on by itself")
        await feeding
        await caught_up(kafka, [index])
        report = await verified(kafka, Groups(), queries_url="", extractor=None, within=60, say=lambda _what: None)
        assert list(report.differences) == []
    await assert_each_difference_was_sent_once(kafka)


async def begun(index: Index) -> bool:
    held = await index.get("/internal/partitions")
    outdated = [each for each in held if each["rebuild_since"]]
    return 0 < len(outdated) < len(held)


async def finished(index: Index) -> bool:
    held = await index.get("/internal/partitions")
    return all(each["rebuild_since"] is None for each in held)


async def test_two_instances_rebuild_what_each_holds_and_answer_meanwhile(kafka: KafkaSettings, tmp_path: Path) -> None:
    await tell(kafka, a_history(14, releases=100, source="shared.org"))
    async with running(kafka, data_dir=tmp_path) as first, running(kafka, data_dir=tmp_path) as second:
        await until(first.holds_a_share, what="the first instance holds a share")
        await caught_up(kafka, [first, second])
        path = f"/participants/{await a_participant(first)}"
        await until(lambda: second.answers(path), what="the second knows who holds it")
        feeding = asyncio.create_task(tell(kafka, a_history(15, releases=200, source="both.org"), pace=0.01))
        began = time.time()
        async with asked_all_the_time(lambda: second.http.get(path)) as answers:
            found = await rebuild(kafka)
        assert {answer.status_code for answer in answers} == {200}
        assert found.rebuilt == 12
        for index in (first, second):
            for held in await index.get("/internal/partitions"):
                assert datetime.fromisoformat(held["began"]).timestamp() >= began
        await feeding
        await caught_up(kafka, [first, second])
    await assert_each_difference_was_sent_once(kafka)
