import pytest

from tests.broker_suite import BrokerSuite
from tests.fake_kafka import FakeBroker


class TestFakeKafka(BrokerSuite):
    """The suite, in memory."""

    @pytest.fixture
    def clients(self) -> FakeBroker:
        return FakeBroker()
