"""Others on the same broker: members that come and go, and a feeder whose transactions never commit."""

import asyncio
import contextlib
from collections.abc import Sequence
from random import Random

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor

from services.contracts import codec
from services.contracts.messages import MeetingsExtracted, TopicsExtracted
from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_MEETINGS, RELEASES_RAW, RELEASES_TOPICS, Topic
from services.contracts.vocabulary import Outcome
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings
from tests.builders import a_reference
from tests.integration.index.harness import EXTRACTED

CONSUMED: dict[str, Sequence[Topic]] = {
    "readout.enrich": (RELEASES_RAW,),
    "readout.index": (RELEASES_MEETINGS, RELEASES_TOPICS, PARTICIPANTS_EVENTS),
}
TRANSACTION_MS = 8_000


async def come_and_go(kafka: KafkaSettings, group_id: str, *, stay: float) -> None:
    """A member of the group that takes partitions, does nothing with them, and leaves: two rebalances."""
    consumer: AIOKafkaConsumer = clients.consumer(
        kafka,
        client_id="passing",
        group_id=group_id,
        partition_assignment_strategy=[RoundRobinPartitionAssignor],
    )
    consumer.subscribe([topic.name for topic in CONSUMED[group_id]])
    await consumer.start()
    try:
        await asyncio.sleep(stay)
    finally:
        await consumer.stop()


class Feeder:
    """Sends, in a transaction that never commits, newer and empty sets for releases that are there."""

    def __init__(self, kafka: KafkaSettings, random: Random) -> None:
        self._kafka, self._random = kafka, random
        self._producer: AIOKafkaProducer | None = None
        self.sent = 0

    async def abort(self, release_ids: Sequence[str]) -> None:
        """Sent, and taken back."""
        producer = await self._begun(release_ids)
        await producer.abort_transaction()

    async def abandon(self, release_ids: Sequence[str]) -> None:
        """Sent, and its sender is gone: the broker ends the transaction when its time is over."""
        producer = await self._begun(release_ids)
        self._producer = None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.1):
                await producer.client.close()
        producer._closed = True  # noqa: SLF001 - nobody is to say, when it is collected, that it was left behind

    async def _begun(self, release_ids: Sequence[str]) -> AIOKafkaProducer:
        producer = self._producer or await self._new()
        await producer.begin_transaction()
        for release_id in release_ids:
            reference = a_reference(release_id=release_id, sequence=10**9)
            for model in (MeetingsExtracted, TopicsExtracted):
                message = model(release=reference, extractor="x", outcome=Outcome.WITHDRAWN)
                record = codec.encode(message, service="enrich", time=EXTRACTED)
                await producer.send_and_wait(
                    record.topic.name, record.value, key=record.key, headers=list(record.headers)
                )
                self.sent += 1
        return producer

    async def _new(self) -> AIOKafkaProducer:
        identity = f"feeder-{self._random.random()}"  # another one each time, or it would end its former transaction
        self._producer = clients.transactional_producer(
            self._kafka, client_id="feeder", transactional_id=identity, transaction_timeout_ms=TRANSACTION_MS
        )
        await self._producer.start()
        return self._producer

    async def close(self) -> None:
        if self._producer is not None:
            await self._producer.stop()
