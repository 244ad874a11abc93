from collections.abc import Iterator

import pytest

from services.cli.broker import start_mock_cluster
from services.runtime.settings import KafkaSettings
from tests.kafka_container import KafkaContainer, a_broker


@pytest.fixture(scope="module")
def kafka_container() -> Iterator[KafkaContainer]:
    """A real broker with every topic, for the tests of one file; READOUT_TEST_KAFKA names its version."""
    yield from a_broker()


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
