import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from services.contracts.topics import BY_NAME
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings
from tests.broker_suite import BrokerSuite

pytestmark = [pytest.mark.kafka, pytest.mark.shares_broker("enrich")]


@dataclass(frozen=True)
class RealClients:
    kafka: KafkaSettings

    def producer(self, transactional_id: str | None = None) -> AIOKafkaProducer:
        if transactional_id is None:
            return clients.producer(self.kafka, client_id="test")
        return clients.transactional_producer(self.kafka, client_id="test", transactional_id=transactional_id)

    def consumer(self, group_id: str) -> AIOKafkaConsumer:
        return clients.consumer(self.kafka, client_id="test", group_id=group_id)

    async def committed_on(self, topic: str) -> Sequence[bytes | None]:
        reader = clients.consumer(self.kafka, client_id="test", group_id=None)
        reader.assign([TopicPartition(topic, number) for number in range(BY_NAME[topic].partitions)])
        values: list[bytes | None] = []
        async with reader:
            for partition, end in (await reader.end_offsets(reader.assignment())).items():
                while await reader.position(partition) < end:
                    polled = await reader.getmany(timeout_ms=200)
                    values += [record.value for batch in polled.values() for record in batch]
        return values


class TestRealKafka(BrokerSuite):
    """The suite, on a real broker: what the fake of the unit tests is held to."""

    @pytest.fixture
    def clients(self, kafka: KafkaSettings) -> Iterator[RealClients]:
        yield RealClients(kafka)
        gc.collect()  # a fenced producer leaves a failed future behind, which reports itself whenever it is collected
