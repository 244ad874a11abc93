import os
from collections.abc import Iterator

import pytest

from services.cli.broker import start_mock_cluster
from services.runtime.settings import KafkaSettings
from tests.kafka_container import KafkaContainer, docker_answers


@pytest.fixture(scope="module")
def kafka_container() -> Iterator[KafkaContainer]:
    """A real broker with every topic, for the tests of one file; READOUT_TEST_KAFKA names its version."""
    if not docker_answers():
        if os.environ.get("CI") == "true":
            pytest.fail("no Docker: in CI the tests on a real Kafka must run")
        pytest.skip("no Docker: the tests on a real Kafka are left out")
    container = KafkaContainer()
    container.start()
    yield container
    container.stop()


@pytest.fixture
def kafka(kafka_container: KafkaContainer) -> KafkaSettings:
    """How to reach the real broker. The tests of a file share its topics: tell releases apart by their ids."""
    return kafka_container.settings


@pytest.fixture(scope="session")
def embedded() -> Iterator[KafkaSettings]:
    """How to reach a broker like the one of the demo: in memory, without transactions."""
    handle, port = start_mock_cluster()
    yield KafkaSettings(bootstrap_servers=f"127.0.0.1:{port}", transactions=False)
    del handle
