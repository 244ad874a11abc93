"""A thread that watches the event loop from outside and ends the process when it no longer makes progress."""

import asyncio
import contextlib
import os
import threading
import time
from collections.abc import AsyncIterator, Callable, Hashable
from typing import NamedTuple, NoReturn

import structlog

EXIT_STUCK = 70
_log = structlog.get_logger()


def leave(reason: str) -> NoReturn:
    """End the process at once, saying why; its supervisor restarts it. Never reconnects in place."""
    _log.critical("leaving", reason=reason, exit_status=EXIT_STUCK)
    os._exit(EXIT_STUCK)


class Suspicion(NamedTuple):
    """Why work seems stuck, in one line, and what it is that stands still, such as one of several partitions."""

    reason: str
    of: Hashable = None


class Watchdog:
    """Leaves when the loop has not ticked, or `stuck` has suspected the same without a break, for `limit` seconds.

    `stuck` is asked in the loop once a second; it gives None while there is progress.
    """

    def __init__(
        self,
        *,
        stuck: Callable[[], Suspicion | None] = lambda: None,
        limit: float = 45.0,
        clock: Callable[[], float] = time.monotonic,
        leave: Callable[[str], object] = leave,
    ) -> None:
        self._stuck, self._limit, self._clock, self._leave = stuck, limit, clock, leave
        self._ticked = self._moved = clock()
        self._suspicion: Suspicion | None = None
        self._stop = threading.Event()

    @property
    def silence(self) -> float:
        """Seconds since the loop last ticked."""
        return self._clock() - self._ticked

    def tick(self) -> None:
        """The loop is alive; look whether the work is too."""
        self._ticked = self._clock()
        before, self._suspicion = self._suspicion, self._stuck()
        if self._suspicion is None or (before is not None and before.of != self._suspicion.of):
            self._moved = self._ticked

    def verdict(self) -> str | None:
        """Why the process should leave, or None."""
        if self.silence > self._limit:
            return f"the event loop has not run for {self.silence:.0f} s"
        if self._suspicion is not None and self._clock() - self._moved > self._limit:
            return self._suspicion.reason
        return None

    def _watch(self) -> None:
        while not self._stop.wait(1.0):
            if (reason := self.verdict()) is not None:
                self._leave(reason)

    async def _tick_for_ever(self) -> None:
        while True:
            self.tick()
            await asyncio.sleep(1.0)

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Watch while the block runs."""
        self.tick()
        self._stop.clear()
        thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        thread.start()
        ticker = asyncio.create_task(self._tick_for_ever(), name="watchdog-tick")
        try:
            yield
        finally:
            self._stop.set()
            ticker.cancel()
            await asyncio.gather(ticker, return_exceptions=True)
            thread.join(2.0)
