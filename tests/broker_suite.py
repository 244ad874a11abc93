"""What a worker relies on from a broker's clients; the fake and a real broker both have to show it."""

import contextlib
import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from services.contracts.topics import RELEASES_MEETINGS, RELEASES_RAW
from services.runtime.broker import Consumer, Producer

IN, OUT = TopicPartition(RELEASES_RAW.name, 0), RELEASES_MEETINGS.name


class Clients(Protocol):
    """Makes the clients of one broker; whoever asks for them starts and stops them."""

    def producer(self, transactional_id: str | None = None) -> Producer: ...

    def consumer(self, group_id: str) -> Consumer: ...

    async def committed_on(self, topic: str) -> Sequence[bytes | None]:
        """The values of all committed records of a topic, as far as its commit markers are written by now."""


@contextlib.asynccontextmanager
async def started(producer: Producer) -> AsyncIterator[Producer]:
    await producer.start()
    yield producer
    await producer.stop()


@contextlib.asynccontextmanager
async def member(clients: Clients, group_id: str) -> AsyncIterator[Consumer]:
    consumer = clients.consumer(group_id)
    await consumer.start()
    yield consumer
    await consumer.stop()


def unique() -> str:
    return f"suite-{uuid.uuid4()}"


async def send(producer: Producer, value: bytes) -> None:
    await (await producer.send(OUT, value, b"key", headers=[("h", b"1")]))


async def becomes_visible(clients: Clients, value: bytes) -> bool:
    """A broker acknowledges a commit before it has written the markers that readers wait for."""
    for _ in range(500):
        if value in await clients.committed_on(OUT):
            return True
    return False


class BrokerSuite:
    async def test_what_a_transaction_sends_is_there_when_it_commits(self, clients: Clients) -> None:
        value = unique().encode()
        async with started(clients.producer(unique())) as producer:
            await producer.begin_transaction()
            await send(producer, value)
            assert value not in await clients.committed_on(OUT)
            await producer.commit_transaction()
            assert await becomes_visible(clients, value)

    async def test_without_a_transaction_it_is_there_when_it_is_acknowledged(self, clients: Clients) -> None:
        value = unique().encode()
        async with started(clients.producer()) as producer:
            await send(producer, value)
        assert await becomes_visible(clients, value)

    async def test_a_started_producer_fences_its_predecessor_and_undoes_its_transaction(self, clients: Clients) -> None:
        name, value, group = unique(), unique().encode(), unique()
        predecessor = clients.producer(name)
        await predecessor.start()
        await predecessor.begin_transaction()
        await send(predecessor, value)
        async with started(clients.producer(name)), member(clients, group) as consumer:
            with pytest.raises(KafkaError):
                await predecessor.send_offsets_to_transaction({IN: 3}, group)
            assert await consumer.committed(IN) is None
        later = unique().encode()
        async with started(clients.producer()) as producer:
            await send(producer, later)
        assert await becomes_visible(clients, later)
        assert value not in await clients.committed_on(OUT)
        await predecessor.stop()

    async def test_after_a_start_with_the_same_id_the_committed_position_is_final(self, clients: Clients) -> None:
        name, group = unique(), unique()
        async with started(clients.producer(name)) as producer, member(clients, group) as consumer:
            assert await consumer.committed(IN) is None
            await producer.begin_transaction()
            await send(producer, b"value")
            await producer.send_offsets_to_transaction({IN: 3}, group)
            await producer.commit_transaction()
            async with started(clients.producer(name)):
                assert await consumer.committed(IN) == 3

    async def test_groups_do_not_share_positions(self, clients: Clients) -> None:
        group = unique()
        async with started(clients.producer(unique())) as producer, member(clients, unique()) as other:
            await producer.begin_transaction()
            await producer.send_offsets_to_transaction({IN: 3}, group)
            await producer.commit_transaction()
            assert await other.committed(IN) is None
