"""`python -m tests.stuck_index`: index as it is, but no run of records ever comes to its end, and patience is short."""

import asyncio
import functools
from collections.abc import Sequence

from aiokafka import TopicPartition

from services.index import __main__, stages, tending
from services.index.stages import StampedRecord
from services.runtime.watchdog import Watchdog


async def _never(_stage: stages.Stage, _tp: TopicPartition, _records: Sequence[StampedRecord]) -> None:
    await asyncio.Event().wait()


if __name__ == "__main__":
    setattr(stages.Stage, "apply", _never)  # noqa: B010 - the fault that is injected
    setattr(tending, "STILL_SECONDS", 1.0)  # noqa: B010 - a test is not to take a minute
    setattr(tending, "Watchdog", functools.partial(Watchdog, limit=5.0))  # noqa: B010 - as above
    __main__.main()
