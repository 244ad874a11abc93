"""The publisher over producers that fail as Kafka's do; `tests/integration/ingest` has the real ones."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError, KafkaError, KafkaTimeoutError, OutOfOrderSequenceNumber

from services.contracts import codec
from services.contracts.codec import Record
from services.ingest.metrics import Metrics
from services.ingest.publisher import KafkaPublisher, Patience, Unpublished
from tests.builders import a_published

IMPATIENT = Patience(acknowledge=0.2, stalled=0.05, hopeless=0.15, probe=0.01)


def a_record(number: int = 1) -> Record:
    message = a_published(external_id=str(number))
    return codec.encode(message, service="ingest", time=datetime(2024, 5, 14, tzinfo=UTC))


@dataclass
class FakeProducer:
    """Answers each send by `answer`: None acknowledges, an error refuses, `...` keeps silent."""

    answer: Any = None
    starts: Exception | None = None
    sent: list[bytes] = field(default_factory=list)
    silent: list[asyncio.Future[Any]] = field(default_factory=list)
    stopped: bool = False

    def __post_init__(self) -> None:
        self.client = SimpleNamespace(fetch_all_metadata=self._answer_probe, close=self._answer_probe)
        self._sender = SimpleNamespace(sender_task=asyncio.get_running_loop().create_future(), close=self._answer_probe)

    def end_sender(self) -> None:
        self._sender.sender_task.set_result(None)

    async def _answer_probe(self) -> None:
        return

    async def start(self) -> None:
        if self.starts is not None:
            raise self.starts

    async def partitions_for(self, _topic: str) -> set[int]:
        return {0}

    async def send(self, _topic: str, value: bytes, **_options: Any) -> "asyncio.Future[Any]":
        if isinstance(self.answer, KafkaTimeoutError):
            raise self.answer
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.sent.append(value)
        if self.answer is ...:
            self.silent.append(future)
        elif self.answer is None:
            future.set_result(object())
        else:
            future.set_exception(self.answer)
        return future

    async def stop(self) -> None:
        self.stopped = True


@contextlib.asynccontextmanager
async def publishing(*producers: FakeProducer, metrics: Metrics | None = None) -> AsyncIterator[KafkaPublisher]:
    """A publisher that takes the given producers one after the other."""
    queue = list(producers)

    def make() -> AIOKafkaProducer:
        return cast("AIOKafkaProducer", queue.pop(0) if len(queue) > 1 else queue[0])

    publisher = KafkaPublisher(make, metrics=metrics or Metrics(), patience=IMPATIENT)
    async with publisher.running():
        yield publisher


async def eventually(holds: Callable[[], bool], *, within: float = 5.0) -> None:
    async with asyncio.timeout(within):
        while True:
            if holds():
                return
            await asyncio.sleep(0.005)


def ready(publisher: KafkaPublisher) -> bool:
    return all(check.ok for check in publisher.ready())


async def published(publisher: KafkaPublisher, *records: Record) -> list[Unpublished | None]:
    return list(await (await publisher.enqueue(records or [a_record()])))


async def test_acknowledged_records_are_sent_in_order() -> None:
    producer = FakeProducer()
    async with publishing(producer) as publisher:
        await eventually(lambda: ready(publisher))
        assert await published(publisher, a_record(1), a_record(2)) == [None, None]
    assert producer.sent == [a_record(1).value, a_record(2).value]
    assert producer.stopped


async def test_before_the_broker_is_there_nothing_is_stored_and_afterwards_it_works() -> None:
    away = FakeProducer(starts=KafkaConnectionError("nobody there"))
    async with publishing(away, FakeProducer()) as publisher:
        (outcome,) = await published(publisher)
        assert outcome is not None
        assert not outcome.may_be_stored
        assert not ready(publisher)
        await eventually(lambda: ready(publisher))
        assert await published(publisher) == [None]


async def test_a_silent_broker_is_answered_in_bounded_time_as_unknown() -> None:
    producer = FakeProducer(answer=...)
    async with publishing(producer) as publisher:
        await eventually(lambda: ready(publisher))
        (outcome,) = await asyncio.wait_for(published(publisher), 2)
        assert outcome == Unpublished("no acknowledgement within 0.2 s", may_be_stored=True)


async def test_while_a_send_is_overdue_nothing_more_is_put_in_line_and_it_is_not_ready() -> None:
    producer = FakeProducer(answer=...)
    async with publishing(producer, producer) as publisher:
        await eventually(lambda: ready(publisher))
        first = await publisher.enqueue([a_record(1)])
        await eventually(lambda: not ready(publisher))
        (outcome,) = await published(publisher, a_record(2))
        assert outcome is not None
        assert not outcome.may_be_stored
        assert producer.sent == [a_record(1).value]
        await first


async def test_when_the_broker_answers_late_the_line_opens_again() -> None:
    producer = FakeProducer(answer=...)
    async with publishing(producer) as publisher:
        await eventually(lambda: ready(publisher))
        first = await publisher.enqueue([a_record(1)])
        await eventually(lambda: not ready(publisher))
        producer.silent[0].set_result(object())
        assert list(await first) == [None]
        assert ready(publisher)


@pytest.mark.parametrize("error", [OutOfOrderSequenceNumber(), KafkaError("refused")])
async def test_a_producer_that_had_a_record_refused_is_stopped_and_replaced(error: KafkaError) -> None:
    metrics, broken, fresh = Metrics(), FakeProducer(answer=error), FakeProducer()
    async with publishing(broken, fresh, metrics=metrics) as publisher:
        await eventually(lambda: ready(publisher))
        (outcome,) = await published(publisher)
        assert outcome is not None
        assert outcome.may_be_stored
        await eventually(lambda: ready(publisher))
        assert broken.stopped
        assert await published(publisher) == [None]
    assert metrics.registry.get_sample_value("readout_ingest_producer_replacements_total") == 1


async def test_a_producer_whose_sender_has_ended_is_replaced() -> None:
    dead, fresh = FakeProducer(), FakeProducer()
    async with publishing(dead, fresh) as publisher:
        await eventually(lambda: ready(publisher))
        dead.end_sender()
        await eventually(lambda: dead.stopped)
        await eventually(lambda: ready(publisher))
        assert await published(publisher) == [None]
        assert fresh.sent


async def test_a_send_that_waits_without_hope_costs_the_producer_once_another_gets_an_answer() -> None:
    silent, fresh = FakeProducer(answer=...), FakeProducer()
    async with publishing(silent, fresh) as publisher:
        await eventually(lambda: ready(publisher))
        (outcome,) = await published(publisher)
        assert outcome is not None
        await eventually(lambda: silent.stopped)
        await eventually(lambda: ready(publisher))
        assert await published(publisher) == [None]


async def test_a_full_line_is_said_to_be_not_stored() -> None:
    async with publishing(FakeProducer(answer=KafkaTimeoutError())) as publisher:
        await eventually(lambda: ready(publisher))
        (outcome,) = await published(publisher)
        assert outcome is not None
        assert not outcome.may_be_stored


async def test_a_bug_in_the_task_that_mends_the_producer_ends_the_process() -> None:
    left: list[str] = []
    producer = FakeProducer(starts=ZeroDivisionError("a bug"))
    publisher = KafkaPublisher(
        lambda: cast("AIOKafkaProducer", producer), metrics=Metrics(), patience=IMPATIENT, leave=left.append
    )
    async with publisher.running():
        await eventually(lambda: bool(left))
    assert "a bug" in left[0]


async def test_a_cancelled_push_leaves_nothing_owed() -> None:
    producer = FakeProducer(answer=...)
    async with publishing(producer) as publisher:
        await eventually(lambda: ready(publisher))
        pushing = asyncio.create_task(published(publisher))
        await eventually(lambda: bool(producer.silent))
        pushing.cancel()
        await asyncio.gather(pushing, return_exceptions=True)
        producer.silent[0].set_result(object())
        await eventually(lambda: ready(publisher))
        producer.answer = None
        assert await published(publisher) == [None]
