"""How the process starts and ends."""

import signal
from pathlib import Path

import pytest

from services.cli.probes import free_ports
from services.runtime.settings import KafkaSettings
from tests.histories import a_history
from tests.integration.index.harness import Index, running, tell, until
from tests.kafka_container import KafkaContainer

pytestmark = [pytest.mark.kafka, pytest.mark.shares_broker("index")]


async def test_without_a_broker_it_ends_with_1_and_says_where_it_looked(tmp_path: Path) -> None:
    nowhere = KafkaSettings(bootstrap_servers=f"127.0.0.1:{free_ports(1)[0]}")
    async with Index(nowhere, data_dir=tmp_path) as index:
        assert await index.process.wait(within=30) == 1
        assert f"no answer from Kafka at {nowhere.bootstrap_servers}" in index.process.log[-1]


async def test_sigterm_ends_it_within_ten_seconds_with_status_0(kafka: KafkaSettings, tmp_path: Path) -> None:
    async with running(kafka, data_dir=tmp_path) as index:
        index.process.send(signal.SIGTERM)
        assert await index.process.wait(within=10) == 0


async def test_a_store_of_another_cluster_is_refused(
    kafka: KafkaSettings, embedded: KafkaSettings, tmp_path: Path
) -> None:
    async with running(embedded, data_dir=tmp_path):
        pass
    async with Index(kafka, data_dir=tmp_path) as index:
        assert await index.process.wait(within=30) == 1
        assert "set READOUT_INDEX_DATA_DIR to an empty folder" in index.process.log[-1]


async def test_a_stuck_worker_leaves_by_itself_with_70(kafka: KafkaSettings, tmp_path: Path) -> None:
    async with running(kafka, data_dir=tmp_path):
        pass
    async with Index(kafka, data_dir=tmp_path, module="tests.stuck_index") as index:
        await tell(kafka, a_history(6, releases=5, source="stuck.org"))
        assert await index.process.wait(within=40) == 70
        assert "records wait and no store moved" in index.process.log[-1]


async def test_while_the_broker_stands_still_it_is_not_ready_but_alive_and_answers(
    kafka: KafkaSettings, kafka_container: KafkaContainer, tmp_path: Path
) -> None:
    container = kafka_container.container.get_wrapped_container()
    async with running(kafka, data_dir=tmp_path) as index:
        container.pause()
        try:
            await until(lambda: index.answers("/readyz", 503), what="it is not ready")
            assert await index.answers("/livez")
            assert await index.answers("/participants?q=nobody")
        finally:
            container.unpause()
        await index.ready()
