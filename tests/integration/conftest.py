from collections.abc import Iterator

import pytest

from services.cli.broker import start_mock_cluster
from services.runtime.settings import KafkaSettings
from tests.kafka_container import KafkaContainer, a_broker, versions


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked `older_kafka_too` runs on each version, what else needs a real broker on the newest."""
    if "kafka_container" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("older_kafka_too") is not None
        metafunc.parametrize("kafka_container", versions(older_too=marked), indirect=True, scope="module")


@pytest.fixture(scope="module")
def kafka_container(request: pytest.FixtureRequest) -> Iterator[KafkaContainer]:
    """A real broker with every topic, for the tests of one file on one version."""
    yield from a_broker(request.param)


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
