from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

import pytest

from services.cli.broker import start_mock_cluster
from services.runtime.settings import KafkaSettings
from tests.kafka_container import KafkaContainer, a_broker, versions, wanted_version


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked `older_kafka_too` runs on each version, what else needs a real broker on the newest."""
    if "kafka_container" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("older_kafka_too") is not None
        metafunc.parametrize("kafka_container", versions(older_too=marked), indirect=True, scope="module")


@pytest.fixture(scope="session")
def shared_brokers() -> Iterator[Callable[[str], KafkaContainer]]:
    """A real broker for each family of files, started when the first of them needs it."""
    with ExitStack() as stack:
        start = contextmanager(a_broker)
        yield cache(lambda _family: stack.enter_context(start()))


@pytest.fixture(scope="module")
def kafka_container(
    request: pytest.FixtureRequest, shared_brokers: Callable[[str], KafkaContainer]
) -> Iterator[KafkaContainer]:
    """A real broker with every topic, for one file on one version; of files marked `shares_broker` for a family."""
    marker = request.node.get_closest_marker("shares_broker")
    if marker is not None and request.param == wanted_version():
        yield shared_brokers(*marker.args)
    else:
        yield from a_broker(request.param)


@pytest.fixture
def kafka(kafka_container: KafkaContainer) -> KafkaSettings:
    """How to reach the real broker. Others use its topics too: tell releases apart by their ids."""
    return kafka_container.settings


@pytest.fixture(scope="session")
def embedded() -> Iterator[KafkaSettings]:
    """How to reach a broker like the one of the demo: in memory, without transactions."""
    handle, port = start_mock_cluster()
    yield KafkaSettings(bootstrap_servers=f"127.0.0.1:{port}", transactions=False)
    del handle
