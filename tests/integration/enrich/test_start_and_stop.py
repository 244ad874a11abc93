"""Starts that cannot work, and ends, on brokers in memory."""

import signal
from collections.abc import Iterator

import pytest
from confluent_kafka import Producer

from services.cli.probes import free_ports
from services.runtime.settings import KafkaSettings
from tests.integration.enrich.harness import Enrich, Topics, releases
from tests.processes import ServiceProcess

pytestmark = pytest.mark.embedded


@pytest.fixture
def bare_broker() -> Iterator[KafkaSettings]:
    """A broker without topics."""
    handle = Producer({"test.mock.num.brokers": 1, "log_level": 3})
    (broker,) = handle.list_topics(timeout=10).brokers.values()
    yield KafkaSettings(bootstrap_servers=f"127.0.0.1:{broker.port}", transactions=False)
    del handle


async def test_without_a_broker_it_ends_with_status_1_and_says_so() -> None:
    nowhere = KafkaSettings(bootstrap_servers=f"127.0.0.1:{free_ports(1)[0]}")
    async with Enrich(nowhere) as enrich:
        assert await enrich.wait(within=30) == 1
    assert "no answer from Kafka at" in enrich.log[-1]


async def test_without_topics_it_ends_with_status_1_and_the_command_that_creates_them(
    bare_broker: KafkaSettings,
) -> None:
    async with Enrich(bare_broker) as enrich:
        assert await enrich.wait(within=30) == 1
    assert [line for line in enrich.log if "readout topics create" in line] == enrich.log


async def test_a_bad_setting_ends_it_with_one_line(bare_broker: KafkaSettings) -> None:
    async with Enrich(bare_broker, batch_size="many") as enrich:
        assert await enrich.wait(within=30) != 0
    assert [line for line in enrich.log if line.startswith("READOUT_ENRICH_BATCH_SIZE: ")] == enrich.log


async def test_releases_go_through_on_the_embedded_broker(embedded: KafkaSettings) -> None:
    async with Topics.on(embedded) as topics, Enrich(embedded, topics.group_id) as enrich:
        await enrich.until_ready()
        await topics.push(*releases(20, prefix="embedded"))
        await topics.read_until(lambda seen: len(seen) == 40)
        enrich.send(signal.SIGTERM)
        assert await enrich.wait(within=30) == 0


async def test_a_kill_on_the_embedded_broker_loses_nothing(embedded: KafkaSettings) -> None:
    pushed = releases(300, prefix="embedded-kill")
    async with Topics.on(embedded) as topics:
        async with Enrich(embedded, topics.group_id, batch_size="10") as enrich:
            await topics.push(*pushed)
            await topics.read_until(lambda seen: len(seen) > 40)
            await enrich.kill()
        async with Enrich(embedded, topics.group_id):
            wanted = {message.release_id for message in pushed}
            await topics.read_until(lambda _: {one.key for one in topics.meetings} == wanted)
    repeated = len(topics.meetings) - len(pushed)
    assert repeated <= 40


async def test_sigterm_ends_it_in_bounded_time_when_the_broker_is_gone() -> None:
    (port,) = free_ports(1)
    kafka = KafkaSettings(bootstrap_servers=f"127.0.0.1:{port}", transactions=False)
    async with ServiceProcess("services.cli.broker", {}, str(port)) as broker, Enrich(kafka) as enrich:
        await enrich.until_ready()
        await broker.kill()
        enrich.send(signal.SIGTERM)
        await enrich.wait(within=16)
