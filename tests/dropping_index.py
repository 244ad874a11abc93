"""`python -m tests.dropping_index`: index as it is, but one run of records in ten is lost before it is applied."""

from collections.abc import Sequence
from itertools import count

from aiokafka import TopicPartition

from services.index import __main__, stages
from services.index.stages import StampedRecord

_runs = count(1)
_apply = stages.Stage.apply


async def _lossy(stage: stages.Stage, tp: TopicPartition, records: Sequence[StampedRecord]) -> None:
    if next(_runs) % 10:
        await _apply(stage, tp, records)


if __name__ == "__main__":
    setattr(stages.Stage, "apply", _lossy)  # noqa: B010 - the fault that is injected
    __main__.main()
