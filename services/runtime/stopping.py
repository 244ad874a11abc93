"""An end for aiokafka's consumers: docs/decisions/aiokafka-stop.md tells what theirs lacks."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiokafka import AIOKafkaConsumer

STOP_SECONDS = 5.0
"""Less than any process has for its own end."""
_log = structlog.get_logger()


class EndingConsumer(AIOKafkaConsumer):  # type: ignore[misc] # the client is not typed
    """A consumer whose `stop` comes to an end, and raises nobody's cancellation but the caller's."""

    async def stop(self) -> None:
        """Leave the group and close the connections."""
        await ended(super().stop, within=STOP_SECONDS)


async def ended(stop: Callable[[], Awaitable[None]], *, within: float) -> None:
    """Await a client's `stop` for so many seconds, then cancel once more; what it cancelled itself is no error."""
    try:
        async with asyncio.timeout(within):
            await stop()
    except TimeoutError:
        _log.warning("a consumer did not stop in time", seconds=within)
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():  # somebody means the caller
            raise
