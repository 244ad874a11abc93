"""Sends and position of the first stage, over a producer that keeps what it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiokafka import TopicPartition

from services.contracts import codec
from services.contracts.codec import Record
from services.index.publishing import PlainPublisher, TransactionalPublisher
from tests.builders import a_meetings_extracted
from tests.index_bench import NOW

TP = TopicPartition("in", 0)


class FakeProducer:
    """A producer's life as a list of words. `gate` holds up a transaction's end."""

    def __init__(self) -> None:
        self.life: list[str] = []
        self.gate, self.sending = asyncio.Event(), asyncio.Event()
        self.gate.set()

    async def start(self) -> None:
        self.life.append("start")

    async def stop(self) -> None:
        self.life.append("stop")

    async def partitions_for(self, _topic: str) -> set[int]:
        return {0, 1, 2, 3}

    async def send(self, _topic: str, *_value: bytes, **_more: object) -> asyncio.Future[None]:
        self.life.append("send")
        self.sending.set()
        sent: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        sent.set_result(None)
        return sent

    async def send_offsets_to_transaction(self, offsets: dict[TopicPartition, int], _group: str) -> None:
        self.life.append(f"offset {offsets[TP]}")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        self.life.append("begin")
        yield
        await self.gate.wait()
        self.life.append("commit")


def a_publisher(producer: FakeProducer, *, committed: int = 0) -> TransactionalPublisher:
    async def ask(_tp: TopicPartition) -> int:
        producer.life.append("ask")
        return committed

    return TransactionalPublisher(TP, group_id="g", producer=producer, committed=ask)


def a_record() -> Record:
    return codec.encode(a_meetings_extracted(), service="index", time=NOW)


async def test_earlier_owners_are_fenced_before_the_committed_offset_is_read() -> None:
    producer = FakeProducer()
    assert await a_publisher(producer, committed=7).position() == 7
    assert producer.life == ["start", "ask"]


async def test_sends_and_position_are_one_transaction() -> None:
    producer = FakeProducer()
    publisher = a_publisher(producer)
    await publisher.publish([a_record(), a_record()], next_offset=5)
    assert producer.life[2:] == ["begin", "send", "send", "offset 5", "commit"]
    assert await publisher.position() == 5


async def test_what_is_committed_is_not_sent_again() -> None:
    producer = FakeProducer()
    await a_publisher(producer, committed=5).publish([], next_offset=5)
    assert "begin" not in producer.life


async def test_a_producer_is_stopped_only_when_its_transaction_is_over() -> None:
    producer = FakeProducer()
    producer.gate.clear()
    publisher = a_publisher(producer)
    publishing = asyncio.create_task(publisher.publish([a_record()], next_offset=1))
    await producer.sending.wait()
    publisher.release()
    assert "stop" not in producer.life
    producer.gate.set()
    await publishing
    await asyncio.sleep(0)
    assert producer.life[-2:] == ["commit", "stop"]


@pytest.mark.parametrize("used", [True, False])
async def test_an_unused_producer_is_stopped_at_once_if_it_was_started(used: bool) -> None:  # noqa: FBT001 - both
    producer = FakeProducer()
    publisher = a_publisher(producer)
    if used:
        await publisher.position()
    publisher.release()
    await asyncio.sleep(0)
    assert ("stop" in producer.life) is used


async def test_without_transactions_all_is_sent_plainly() -> None:
    producer = FakeProducer()
    publisher = PlainPublisher(producer)
    await publisher.publish([a_record()], next_offset=5)
    assert (producer.life, await publisher.position()) == (["send"], 0)
