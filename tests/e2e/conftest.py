import uuid
from collections.abc import Iterator

import pytest

from services.cli.embedded import Ports
from tests.e2e.pipeline import Pipeline, running_with


@pytest.fixture(scope="session")
def pipeline() -> Iterator[Pipeline]:
    """`readout up` on free ports, shared by tests that only push and ask."""
    with Pipeline.up(Ports.free()) as pipeline:
        yield pipeline


@pytest.fixture
def mark() -> Iterator[str]:
    """A mark for processes that a test starts; none may be left."""
    value = uuid.uuid4().hex
    yield value
    assert running_with(value) == {}
