"""Reading a log up to a given end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from services.cli.log_ends import SilentError, up_to

TP = TopicPartition("t", 0)


@dataclass(frozen=True, slots=True)
class FakeRecord:
    offset: int


@dataclass
class FakeConsumer:
    """Hands out batches, each with the position after it: markers of transactions take up offsets too."""

    batches: list[tuple[Sequence[FakeRecord], int]]
    at: int = 0
    asked: list[int] = field(default_factory=list)

    async def position(self, _tp: TopicPartition) -> int:
        return self.at

    async def getmany(self, *, timeout_ms: int) -> Mapping[TopicPartition, Sequence[FakeRecord]]:
        self.asked.append(timeout_ms)
        if not self.batches:
            return {}
        records, self.at = self.batches.pop(0)
        return {TP: records} if records else {}


async def read(consumer: FakeConsumer, *, end: int, **options: Any) -> list[int]:
    return [record.offset async for record in up_to({TP: end}, cast("AIOKafkaConsumer", consumer), **options)]


async def test_what_was_written_after_the_end_is_not_read() -> None:
    assert await read(FakeConsumer([([FakeRecord(0), FakeRecord(1), FakeRecord(2)], 3)]), end=2) == [0, 1]


async def test_nothing_is_asked_of_a_log_that_is_empty() -> None:
    consumer = FakeConsumer([])
    assert await read(consumer, end=0) == []
    assert consumer.asked == []


async def test_polls_that_give_nothing_are_waited_out_and_a_marker_at_the_end_ends_it() -> None:
    consumer = FakeConsumer([([], 0), ([FakeRecord(0)], 1), ([], 2)])
    assert await read(consumer, end=2) == [0]


async def test_a_broker_that_stays_silent_before_the_end_is_told() -> None:
    with pytest.raises(SilentError, match=r"nothing more of t for 0 s, and this is not its end"):
        await read(FakeConsumer([([FakeRecord(0)], 1)]), end=2, silence=0)
