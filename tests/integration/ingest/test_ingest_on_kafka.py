"""The service as a process of its own on a real broker that goes away, refuses and comes back."""

import asyncio
import contextlib
import re
import signal
import time
from collections.abc import Iterator

import httpx
import pytest

from services.contracts import ids
from services.contracts.messages import Release, ReleasePublished, ReleaseWithdrawn
from services.contracts.topics import RELEASES_RAW
from services.runtime.settings import KafkaSettings
from tests.integration.ingest.harness import Ingest, a_release, a_source, push_batch, serving, status, stored, until
from tests.kafka_container import KafkaContainer

pytestmark = [pytest.mark.kafka, pytest.mark.older_kafka_too]


async def test_pushes_batches_and_withdrawals_are_in_the_topic_in_order(kafka: KafkaSettings) -> None:
    source = a_source()
    async with serving(kafka) as (ingest, client):
        single = (await client.post("/releases", json=a_release(source, 0))).json()
        lines = [a_release(source, number % 50, body=f"Revision {number}.") for number in range(300)]
        results = await push_batch(client, lines)
        withdrawn = await client.request("DELETE", f"/releases/{single['release_id']}", json={"reason": "in error"})
        assert {result["status"] for result in results} == {202}
        assert withdrawn.status_code == 202
        ingest.send(signal.SIGTERM)
        assert await ingest.wait(within=15) == 0
    found = await stored(kafka, source)
    for number in range(50):
        history = [message for message in found if message.release_id == results[number]["release_id"]]
        bodies = [message.release.body for message in history if isinstance(message, ReleasePublished)]
        revisions = [f"Revision {revision}." for revision in range(number, 300, 50)]
        assert bodies == (["They met.", *revisions] if number == 0 else revisions)
        assert isinstance(history[-1], ReleaseWithdrawn) is (number == 0)


async def test_a_broker_that_stands_still_is_answered_503_in_bounded_time_and_recovers(
    kafka: KafkaSettings, kafka_container: KafkaContainer
) -> None:
    source = a_source()
    accepted: list[str] = []
    async with serving(kafka) as (_, client):
        accepted.append((await client.post("/releases", json=a_release(source, 0))).json()["release_id"])
        container = kafka_container.container.get_wrapped_container()
        container.pause()
        try:
            started = time.monotonic()
            answers = await asyncio.gather(*(client.post("/releases", json=a_release(source, n)) for n in range(1, 6)))
            assert time.monotonic() - started < 10
            assert {answer.status_code for answer in answers} == {503}
            assert all("unknown" in answer.json()["detail"] for answer in answers)
            started = time.monotonic()
            refused = await client.post("/releases", json=a_release(source, 6))
            assert time.monotonic() - started < 1
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
            assert "it was not stored" in refused.json()["detail"]
            assert await status(client, "/readyz") == 503
            assert await status(client, "/livez") == 200
        finally:
            container.unpause()
        await until(client, "/readyz", 200, within=60)
        answer = await client.post("/releases", json=a_release(source, 7))
        assert answer.status_code == 202
        accepted.append(answer.json()["release_id"])
    found = {message.release_id for message in await stored(kafka, source)}
    assert set(accepted) <= found
    assert ids.release_id(Release.model_validate(a_release(source, 6))) not in found


async def test_a_service_that_starts_without_a_broker_says_so_and_works_once_it_comes(
    kafka: KafkaSettings, kafka_container: KafkaContainer
) -> None:
    source = a_source()
    container = kafka_container.container.get_wrapped_container()
    container.pause()
    try:
        async with Ingest(kafka) as ingest, ingest.client() as client:
            await until(client, "/livez", 200, within=10)
            assert await status(client, "/readyz") == 503
            refused = await client.post("/releases", json=a_release(source, 1))
            assert refused.status_code == 503
            assert "it was not stored" in refused.json()["detail"]
            container.unpause()
            await until(client, "/readyz", 200, within=60)
            assert (await client.post("/releases", json=a_release(source, 2))).status_code == 202
    finally:
        container.reload()
        if container.status == "paused":
            container.unpause()


@pytest.fixture
def narrow_raw_topic(kafka_container: KafkaContainer) -> Iterator[None]:
    """The raw topic takes less than ingest believes."""
    kafka_container.configure(RELEASES_RAW, {"max.message.bytes": "20000"})
    yield
    kafka_container.configure(RELEASES_RAW, RELEASES_RAW.broker_config)


@pytest.mark.usefixtures("narrow_raw_topic")
async def test_a_record_that_the_broker_refuses_costs_a_producer_and_nothing_else(kafka: KafkaSettings) -> None:
    source = a_source()
    async with serving(kafka) as (_, client):
        refused = await client.post("/releases", json=a_release(source, 1, body="x" * 50_000))
        assert refused.status_code == 503
        await until(client, "/readyz", 200, within=20)
        for number in range(2, 22):  # every partition
            assert (await client.post("/releases", json=a_release(source, number))).status_code == 202
        metrics = (await client.get("/metrics")).text
        assert re.search(r"^readout_ingest_producer_replacements_total 1\.0$", metrics, re.MULTILINE)
    assert len(await stored(kafka, source)) == 20


async def test_a_service_killed_in_the_middle_has_stored_all_that_it_acknowledged(kafka: KafkaSettings) -> None:
    source = a_source()
    accepted: list[str] = []
    killed = asyncio.Event()

    async with serving(kafka) as (ingest, client):
        numbers = iter(range(500))

        async def sender() -> None:
            for number in numbers:
                with contextlib.suppress(httpx.TransportError):
                    answer = await client.post("/releases", json=a_release(source, number))
                    assert answer.status_code == 202
                    accepted.append(answer.json()["release_id"])
                if len(accepted) >= 250 and not killed.is_set():
                    killed.set()
                    await ingest.kill()

        await asyncio.gather(*(sender() for _ in range(16)))
        assert killed.is_set()
    found = {message.release_id for message in await stored(kafka, source)}
    assert 250 <= len(accepted) < 500
    assert set(accepted) <= found
    async with serving(kafka) as (_, client):  # pushing all of it again completes it and adds nothing else
        results = await push_batch(client, [a_release(source, number) for number in range(500)])
        assert {result["status"] for result in results} == {202}
    assert len({message.release_id for message in await stored(kafka, source)}) == 500


async def test_sigterm_ends_the_service_in_bounded_time_though_the_broker_stands_still(
    kafka: KafkaSettings, kafka_container: KafkaContainer
) -> None:
    source = a_source()
    container = kafka_container.container.get_wrapped_container()
    async with serving(kafka) as (ingest, client):
        container.pause()
        try:
            pushing = asyncio.create_task(client.post("/releases", json=a_release(source, 1)))
            refused = await client.post("/releases", json=a_release(source, 2))
            ingest.send(signal.SIGTERM)
            started = time.monotonic()
            assert await ingest.wait(within=15) == 0
            assert time.monotonic() - started < 5
            assert (await pushing).status_code == refused.status_code == 503
        finally:
            container.unpause()


async def test_what_is_in_flight_at_sigterm_is_answered(kafka: KafkaSettings) -> None:
    source = a_source()
    async with serving(kafka) as (ingest, client):
        pushes = [asyncio.create_task(client.post("/releases", json=a_release(source, n))) for n in range(50)]
        await asyncio.wait(pushes, return_when=asyncio.FIRST_COMPLETED)
        ingest.send(signal.SIGTERM)
        answers = await asyncio.gather(*pushes, return_exceptions=True)
        assert await ingest.wait(within=20) == 0
    accepted = [
        answer.json()["release_id"]
        for answer in answers
        if isinstance(answer, httpx.Response) and answer.status_code == 202
    ]
    assert accepted
    assert set(accepted) <= {message.release_id for message in await stored(kafka, source)}
