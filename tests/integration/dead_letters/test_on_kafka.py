import pytest

from tests.integration.dead_letters.suite import DeadLetterBoxSuite

pytestmark = [pytest.mark.kafka, pytest.mark.shares_broker("enrich")]


class TestDeadLetterBoxOnKafka(DeadLetterBoxSuite):
    """The suite, on a real broker."""
