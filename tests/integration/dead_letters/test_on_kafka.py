import pytest

from tests.integration.dead_letters.suite import DeadLetterBoxSuite


@pytest.mark.kafka
class TestDeadLetterBoxOnKafka(DeadLetterBoxSuite):
    """The suite, on a real broker."""
