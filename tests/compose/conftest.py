import os
from collections.abc import Iterator

import pytest

from tests.compose.stack import Stack
from tests.kafka_container import docker_answers


@pytest.fixture(scope="session")
def _engine() -> None:
    if docker_answers():
        return
    if os.environ.get("CI") == "true":
        pytest.fail("no Docker: in CI the tests of the images must run")
    pytest.skip("no Docker: the tests of the images are left out")


@pytest.fixture(scope="session")
def stack(_engine: None) -> Iterator[Stack]:
    """Readout under compose, shared by the tests, which run in order and leave it healthy."""
    with Stack.running() as stack:
        yield stack
