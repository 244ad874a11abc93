from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from prometheus_client import CollectorRegistry

from services.contracts import codec
from services.contracts.codec import Record
from services.contracts.messages import RecordDeadLettered
from services.contracts.topics import DEAD_LETTERS, RELEASES_MEETINGS
from services.runtime.dead_letters import ConsumedRecord, FloodError, FloodGate
from services.runtime.errors import Poison, Transient
from services.runtime.handling import BACK_OFF_SECONDS, Handler
from services.runtime.product import Product
from services.runtime.worker_metrics import WorkerMetrics
from tests.fake_kafka import FakeRecord

NOON = datetime(2024, 5, 14, 12, tzinfo=UTC)
RECORD = FakeRecord("releases.raw.v1", 1, 7, b"key", b"value")
OUT = Record(RELEASES_MEETINGS, b"key", b"out", ())


class Script:
    """A transformation that does in turn what it is told: raises an error, or gives its product."""

    def __init__(self, *steps: Exception | None) -> None:
        self._steps: Iterator[Exception | None] = iter(steps)
        self.slept: list[float] = []
        self.registry = CollectorRegistry()

    async def transform(self, _record: ConsumedRecord) -> Product:
        if (error := next(self._steps)) is not None:
            raise error
        return Product((OUT,), outcome="extracted")

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def handler(self, *, flood: Callable[[], FloodGate] = FloodGate) -> Handler:
        return Handler(
            service="enrich",
            transform=self.transform,
            metrics=WorkerMetrics(service="enrich", registry=self.registry),
            flood=flood(),
            clock=lambda: NOON,
            sleep=self.sleep,
        )

    def counted(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(f"readout_enrich_{name}", labels)


async def test_what_works_is_passed_on_and_counted_by_outcome() -> None:
    script = Script(None)
    assert list(await script.handler()(RECORD)) == [OUT]
    assert script.counted("records_total", outcome="extracted") == 1


async def test_poison_becomes_a_dead_letter_and_is_counted_by_reason() -> None:
    script = Script(Poison("schema", "body: missing"))
    (record,) = await script.handler()(RECORD)
    envelope, letter = codec.decode(DEAD_LETTERS, record.value, record.headers)
    assert isinstance(letter, RecordDeadLettered)
    assert (letter.reason, letter.subject, letter.original_value) == ("schema", "releases.raw.v1/1/7", b"value")
    assert envelope.time == NOON
    assert script.counted("dead_letters_total", reason="schema") == 1


async def test_a_transient_fault_is_waited_out_in_place() -> None:
    script = Script(Transient("not now"), Transient("not now"), None)
    assert list(await script.handler()(RECORD)) == [OUT]
    assert script.slept == list(BACK_OFF_SECONDS[:2])


async def test_a_transient_fault_that_does_not_end_ends_the_process() -> None:
    script = Script(*[Transient("not now")] * (len(BACK_OFF_SECONDS) + 1))
    with pytest.raises(Transient):
        await script.handler()(RECORD)
    assert sum(script.slept) < 30


async def test_poison_after_a_transient_fault_is_poison() -> None:
    script = Script(Transient("not now"), Poison("schema", "broken"))
    (record,) = await script.handler()(RECORD)
    assert record.topic == DEAD_LETTERS


async def test_a_bug_is_neither_retried_nor_dead_lettered() -> None:
    script = Script(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        await script.handler()(RECORD)
    assert script.slept == []


async def test_a_flood_of_poison_ends_the_process() -> None:
    script = Script(*[Poison("schema", "broken")] * 3)
    handler = script.handler(flood=lambda: FloodGate(window=10, minimum=3))
    await handler(RECORD)
    await handler(RECORD)
    with pytest.raises(FloodError):
        await handler(RECORD)
