from collections.abc import AsyncIterator, Iterator

import pytest

from services.contracts.topics import RELEASES_RAW
from services.runtime.settings import KafkaSettings
from tests.integration.enrich.harness import Enrich, Topics
from tests.kafka_container import KafkaContainer


@pytest.fixture
async def topics(kafka: KafkaSettings) -> AsyncIterator[Topics]:
    async with Topics.on(kafka) as topics:
        yield topics


@pytest.fixture
async def enrich(kafka: KafkaSettings, topics: Topics) -> AsyncIterator[Enrich]:
    async with Enrich(kafka, topics.group_id) as enrich:
        yield enrich


@pytest.fixture
def roomy_raw_topic(kafka_container: KafkaContainer) -> Iterator[None]:
    """The raw topic takes records that are larger than it should."""
    kafka_container.configure(RELEASES_RAW, {"max.message.bytes": "4000000"})
    yield
    kafka_container.configure(RELEASES_RAW, RELEASES_RAW.broker_config)
