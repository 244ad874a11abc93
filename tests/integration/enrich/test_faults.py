"""What may go wrong around enrich on a real broker."""

import json
import signal
from collections import Counter

import pytest

from services.contracts import codec
from services.contracts.topics import RELEASES_RAW
from services.runtime import kafka as clients
from services.runtime.dead_letter_box import Position, letter_at, redrive
from services.runtime.settings import KafkaSettings
from tests.builders import a_published
from tests.integration.enrich.harness import RECEIVED, Enrich, Topics, releases
from tests.kafka_container import KafkaContainer

pytestmark = [pytest.mark.kafka, pytest.mark.shares_broker("enrich")]


async def test_a_worker_frozen_past_its_session_doubles_nothing_when_it_wakes(
    kafka: KafkaSettings, topics: Topics
) -> None:
    pushed = releases(300, prefix="frozen")
    async with Enrich(kafka, topics.group_id, batch_size="10") as frozen:
        await topics.push(*pushed)
        await topics.read_until(lambda seen: len(seen) > 40)
        frozen.send(signal.SIGSTOP)
        async with Enrich(kafka, topics.group_id):
            await topics.read_until(lambda _: len(topics.meetings) >= 300 and len(topics.topics) >= 300)
            frozen.send(signal.SIGCONT)
            later = releases(50, prefix="after-the-thaw")
            await topics.push(*later)
            await topics.read_until(lambda _: len(topics.meetings) >= 350 and len(topics.topics) >= 350)
            await topics.read_to_the_end()
    wanted = Counter(message.release_id for message in [*pushed, *later])
    assert Counter(one.key for one in topics.meetings) == wanted
    assert Counter(one.key for one in topics.topics) == wanted


async def test_a_repaired_dead_letter_goes_through_when_it_is_put_back(
    kafka: KafkaSettings, topics: Topics, enrich: Enrich
) -> None:
    message = a_published(external_id="to-be-repaired")
    record = codec.encode(message, service="ingest", time=RECEIVED)
    broken = {**json.loads(record.value), "release": None}
    await topics.push_records([codec.Record(RELEASES_RAW, record.key, json.dumps(broken).encode(), record.headers)])
    await topics.read_until(lambda _: len(topics.dead_letters) == 1)
    (letter,) = topics.dead_letters
    stored = await letter_at(kafka, Position(letter.topic, letter.partition, letter.offset))
    assert stored is not None
    await redrive(kafka, [stored], repair=lambda _: record.value)
    await topics.read_until(lambda _: len(topics.meetings) == 1)
    assert topics.meetings[0].release.release_id == message.release_id
    assert enrich.running


async def test_only_committed_records_of_an_upstream_transaction_are_read(
    kafka: KafkaSettings, topics: Topics, enrich: Enrich
) -> None:
    aborted, committed = a_published(external_id="aborted"), a_published(external_id="committed")
    async with clients.transactional_producer(kafka, client_id="test", transactional_id="test") as feeder:
        for message, end in ((aborted, feeder.abort_transaction), (committed, feeder.commit_transaction)):
            await feeder.begin_transaction()
            record = codec.encode(message, service="ingest", time=RECEIVED)
            await feeder.send_and_wait(record.topic.name, record.value, record.key, headers=list(record.headers))
            await end()
    await topics.read_until(lambda _: bool(topics.meetings))
    assert [one.release.release_id for one in topics.meetings] == [committed.release_id]
    await enrich.until_no_lag()


async def test_sigterm_hands_the_partitions_over_at_once_and_loses_nothing(
    kafka: KafkaSettings, topics: Topics
) -> None:
    pushed = releases(200, prefix="handed-over")
    async with Enrich(kafka, topics.group_id, batch_size="10") as first:
        await first.until_ready()
        async with Enrich(kafka, topics.group_id, batch_size="10") as second:
            await second.until_ready()
            await topics.push(*pushed)
            await topics.read_until(lambda seen: len(seen) > 20)
            first.send(signal.SIGTERM)
            assert await first.wait(within=30) == 0
            await topics.read_until(lambda _: len(topics.meetings) >= 200 and len(topics.topics) >= 200)
            await topics.read_to_the_end()
    wanted = Counter(message.release_id for message in pushed)
    assert Counter(one.key for one in topics.meetings) == wanted
    assert Counter(one.key for one in topics.topics) == wanted


async def test_a_flood_of_poison_stops_the_worker(kafka: KafkaSettings, topics: Topics) -> None:
    for _ in range(150):
        await topics.push_raw(b"not json")
    async with Enrich(kafka, topics.group_id, batch_size="32") as enrich:
        assert await enrich.wait(within=30) == 70
        assert any("FloodError" in line for line in enrich.log)
    await topics.read_to_the_end()
    assert len(topics.dead_letters) < 100


async def test_health_is_computed_from_what_the_worker_does(topics: Topics, enrich: Enrich) -> None:
    await enrich.until_ready()
    await topics.push(a_published(external_id="healthy"))
    await topics.read_until(lambda seen: len(seen) == 2)
    assert (await enrich.get("/livez")).status_code == 200
    ready = (await enrich.get("/readyz")).json()
    assert {check["name"] for check in ready["checks"]} == {"member", "polling", "broker", "senders"}
    metrics = (await enrich.get("/metrics")).text
    assert 'readout_enrich_records_total{outcome="extracted"} 1.0' in metrics
    assert "readout_enrich_commits_total 1.0" in metrics


async def test_while_the_broker_stands_still_it_is_not_ready_but_alive(
    kafka_container: KafkaContainer, enrich: Enrich
) -> None:
    await enrich.until_ready()
    container = kafka_container.container.get_wrapped_container()
    container.pause()
    try:
        await enrich.until_ready(ready=False)
        assert (await enrich.get("/livez")).status_code == 200
    finally:
        container.unpause()
    await enrich.until_ready()
