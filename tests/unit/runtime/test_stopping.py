import asyncio
import contextlib

import pytest

from services.runtime.stopping import ended

LONG = 30.0


class Client:
    """Stops as aiokafka's consumer does: it cancels the task that fetches, and awaits it."""

    def __init__(self) -> None:
        self.closed = False
        self.fetching = asyncio.create_task(self._fetch())

    async def _fetch(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            with contextlib.suppress(asyncio.CancelledError):  # meant for a fetch that was cancelled before
                await asyncio.Event().wait()
            await asyncio.Event().wait()

    async def stop(self) -> None:
        await asyncio.sleep(0)
        self.fetching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.fetching
        self.closed = True


async def test_a_client_that_forgets_its_cancellation_is_cancelled_once_more_and_closes() -> None:
    client = Client()
    await ended(client.stop, within=0.05)
    assert client.closed
    assert client.fetching.done()
    assert asyncio.current_task().cancelling() == 0  # type: ignore[union-attr] # a test runs in a task


async def test_a_client_that_does_not_end_at_all_is_left() -> None:
    await ended(asyncio.Event().wait, within=0.05)  # type: ignore[arg-type] # it never returns


async def test_the_clients_own_cancellation_stays_inside() -> None:
    async def stop() -> None:
        raise asyncio.CancelledError

    await ended(stop, within=LONG)


async def test_the_callers_cancellation_goes_through() -> None:
    task = asyncio.create_task(ended(asyncio.Event().wait, within=LONG))  # type: ignore[arg-type] # it never returns
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
