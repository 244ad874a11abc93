"""Reads topics from their beginning, and asks how far a group is."""

from collections.abc import AsyncIterator, Mapping
from typing import Self

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from services.cli.log_ends import Offsets, log_ends, up_to
from services.contracts import codec
from services.contracts.codec import Undecodable
from services.contracts.messages import Message
from services.contracts.topics import TOPICS, Topic
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings

CLIENT_ID = "readout-verify"


class Reader:
    """Reads committed records only. `readable` is, for each partition read, the offset after its last record."""

    def __init__(self, kafka: KafkaSettings, *, group_id: str) -> None:
        self._kafka, self._group_id = kafka, group_id
        self._counts: Mapping[str, int] = {}
        self._consumer: AIOKafkaConsumer | None = None
        self.readable: dict[TopicPartition, int] = {}

    async def __aenter__(self) -> Self:
        """Connect.

        Raises:
            CannotStartError: the broker does not answer, or a topic is missing.
        """
        self._counts = await clients.partition_counts(self._kafka, TOPICS, client_id=CLIENT_ID)
        # a member of no group: it assigns itself what it reads, and asks for the group's commits
        consumer = clients.consumer(self._kafka, client_id=CLIENT_ID, group_id=self._group_id)
        await consumer.start()
        self._consumer = consumer
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._consumer is not None:
            await self._consumer.stop()

    @property
    def _client(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            raise RuntimeError("not connected")
        return self._consumer

    def partitions(self, topic: Topic) -> list[TopicPartition]:
        """The partitions of a topic on this broker."""
        return [TopicPartition(topic.name, number) for number in range(self._counts[topic.name])]

    async def ends(self, topic: Topic) -> Offsets:
        """The present end of each partition."""
        return await log_ends(self._kafka, self.partitions(topic), client_id=CLIENT_ID)

    async def committed(self, topic: Topic) -> Offsets:
        """How far the group is."""
        partitions = self.partitions(topic)
        self._client.assign(partitions)
        return {partition: await self._client.committed(partition) or 0 for partition in partitions}

    async def messages(
        self, topic: Topic, *, starts: Offsets | None = None, ends: Offsets | None = None
    ) -> AsyncIterator[tuple[ConsumerRecord, Message | None]]:
        """Every record from `starts`, or the beginning, to `ends`, or the present end; None for unreadable ones.

        Raises:
            SilentError: the broker stopped answering, or somebody's transaction stays open.
        """
        client, ends = self._client, ends or await self.ends(topic)
        client.assign(list(ends))
        for partition, start in (starts or await client.beginning_offsets(list(ends))).items():
            client.seek(partition, start)
        async for record in up_to(ends, client):
            self.readable[TopicPartition(record.topic, record.partition)] = record.offset + 1
            yield record, _message(topic, record)


def _message(topic: Topic, record: ConsumerRecord) -> Message | None:
    try:
        return codec.decode(topic, record.value, record.headers)[1]
    except Undecodable:
        return None
