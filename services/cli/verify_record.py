"""Reads topics from their beginning, and asks how far a group is."""

import time
from collections.abc import AsyncIterator, Mapping
from typing import Self

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from services.contracts import codec
from services.contracts.codec import Undecodable
from services.contracts.messages import Message
from services.contracts.topics import TOPICS, Topic
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings

CLIENT_ID = "readout-verify"
SILENCE_SECONDS = 60.0
"""So long an open transaction of somebody's, or a broker that restarts, may hold up the reading."""
Offsets = dict[TopicPartition, int]


class SilentError(Exception):
    """The broker has records and does not hand them out."""


class Reader:
    """Reads committed records only. `readable` is, for each partition read, the offset after its last record."""

    def __init__(self, kafka: KafkaSettings, *, group_id: str) -> None:
        self._kafka, self._group_id = kafka, group_id
        self._counts: Mapping[str, int] = {}
        self._consumer: AIOKafkaConsumer | None = None
        self._ahead: AIOKafkaConsumer | None = None
        self.readable: Offsets = {}

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
        # what is committed is told of only when its transaction's marker is written, and that of others before it
        ahead = clients.consumer(self._kafka, client_id=CLIENT_ID, group_id=None, isolation_level="read_uncommitted")
        await ahead.start()
        self._ahead = ahead
        return self

    async def __aexit__(self, *_exc: object) -> None:
        for consumer in (self._consumer, self._ahead):
            if consumer is not None:
                await consumer.stop()

    @property
    def _client(self) -> AIOKafkaConsumer:
        return _connected(self._consumer)

    def partitions(self, topic: Topic) -> list[TopicPartition]:
        """The partitions of a topic on this broker."""
        return [TopicPartition(topic.name, number) for number in range(self._counts[topic.name])]

    async def ends(self, topic: Topic) -> Offsets:
        """The present end of each partition, behind what open transactions have written too."""
        ends: Offsets = await _connected(self._ahead).end_offsets(self.partitions(topic))
        return ends

    async def committed(self, topic: Topic) -> Offsets:
        """How far the group is."""
        partitions = self.partitions(topic)
        self._client.assign(partitions)
        return {partition: await self._client.committed(partition) or 0 for partition in partitions}

    async def messages(
        self, topic: Topic, *, starts: Offsets | None = None, ends: Offsets | None = None
    ) -> AsyncIterator[tuple[ConsumerRecord, Message | None]]:
        """Every record from `starts`, or the beginning, to `ends`, or the present end; None for unreadable ones.

        A transaction that is open before the end is waited for.
        """
        client, ends = self._client, ends or await self.ends(topic)
        client.assign(list(ends))
        for partition, start in (starts or await client.beginning_offsets(list(ends))).items():
            client.seek(partition, start)
        heard = time.monotonic()
        while any([await client.position(partition) < end for partition, end in ends.items()]):
            polled = await client.getmany(timeout_ms=200)
            heard = time.monotonic() if polled else heard
            if time.monotonic() - heard > SILENCE_SECONDS:
                raise SilentError(f"nothing more of {topic.name} for {SILENCE_SECONDS:g} s, and this is not its end")
            for partition, records in polled.items():
                for record in records:
                    if record.offset < ends[partition]:
                        self.readable[partition] = record.offset + 1
                        yield record, _message(topic, record)


def _connected(consumer: AIOKafkaConsumer | None) -> AIOKafkaConsumer:
    if consumer is None:
        raise RuntimeError("not connected")
    return consumer


def _message(topic: Topic, record: ConsumerRecord) -> Message | None:
    try:
        return codec.decode(topic, record.value, record.headers)[1]
    except Undecodable:
        return None
