from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.pipeline import Pipeline
from tests.kafka_container import KafkaContainer, a_broker


@pytest.fixture
def broker() -> Iterator[KafkaContainer]:
    """A broker of the test's own, for some do not treat it well."""
    yield from a_broker()


@pytest.fixture
def pipeline(broker: KafkaContainer, tmp_path: Path) -> Pipeline:
    """Not started."""
    return Pipeline(broker.settings, tmp_path)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests' own Kafka clients leave a socket behind where a broker dies under them, as their writers do."""
    left_behind = "ignore:Exception ignored in. <socket.socket:pytest.PytestUnraisableExceptionWarning"
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings(left_behind))
