"""`python -m tests.faults.lossy_index`: index as it is, but one record in a thousand is lost before it is applied."""

import sys
from collections.abc import Sequence
from random import Random

from aiokafka import TopicPartition

from services.index import __main__, stages
from services.index.stages import StampedRecord

LOSS = 0.001
_random = Random()  # what is lost is different after each restart, or the same record would be lost for ever
_apply = stages.Stage.apply


async def _lossy(stage: stages.Stage, tp: TopicPartition, records: Sequence[StampedRecord]) -> None:
    kept = [record for record in records if _random.random() >= LOSS]
    if len(kept) < len(records):
        sys.stderr.write(f"lost {len(records) - len(kept)}\n")
    await _apply(stage, tp, kept)


if __name__ == "__main__":
    setattr(stages.Stage, "apply", _lossy)  # noqa: B010 - the fault that is injected
    __main__.main()
