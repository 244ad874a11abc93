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
