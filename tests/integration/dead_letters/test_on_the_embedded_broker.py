import pytest

from services.runtime.settings import KafkaSettings
from tests.integration.dead_letters.suite import DeadLetterBoxSuite


@pytest.fixture
def kafka(embedded: KafkaSettings) -> KafkaSettings:
    return embedded


@pytest.mark.embedded
class TestDeadLetterBoxOnTheEmbeddedBroker(DeadLetterBoxSuite):
    """The suite, on the mock broker of the demo."""
