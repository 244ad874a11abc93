import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.pipeline import Pipeline
from tests.kafka_container import KafkaContainer, docker_answers


@pytest.fixture
def broker() -> Iterator[KafkaContainer]:
    """A broker of the test's own, for some do not treat it well."""
    if not docker_answers():
        if os.environ.get("CI") == "true":
            pytest.fail("no Docker: in CI the faults must be tried")
        pytest.skip("no Docker: faults are tried on a real Kafka")
    container = KafkaContainer()
    container.start()
    yield container
    container.stop()


@pytest.fixture
def pipeline(broker: KafkaContainer, tmp_path: Path) -> Pipeline:
    """Not started."""
    return Pipeline(broker.settings, tmp_path)
