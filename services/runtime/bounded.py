"""Calls that cannot take for ever: a pure function in a child process, with a limit for each call.

Why a process and not the loop or a thread: `docs/decisions/exactly-once.md`.
"""

import asyncio
import pickle
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

import structlog

from services.runtime.bounded_child import LENGTH, frame
from services.runtime.errors import Poison

CHILD = "services.runtime.bounded_child"
ATTEMPTS = 2
"""A machine that was paused can make one call look too long; the same one twice in a row is the record's fault."""

_GONE = (asyncio.IncompleteReadError, BrokenPipeError, ConnectionResetError)
ArgumentT = TypeVar("ArgumentT")
ResultT = TypeVar("ResultT")
_log = structlog.get_logger()


class CallFailedError(Exception):
    """The function raised something that is neither poison nor transient; `str()` is the child's traceback."""


class BoundedCalls(Generic[ArgumentT, ResultT]):
    """Runs `function`, which must be picklable, on one argument at a time; a child that dies is replaced.

    Args:
        function: pure; raises `Poison` or `Transient`, or has a bug.
        limit: seconds of processor time that one attempt may take; by the clock a few times that.
        observe: told the seconds that each successful call took.
    """

    def __init__(
        self,
        function: Callable[[ArgumentT], ResultT],
        *,
        limit: float,
        observe: Callable[[float], object] = lambda _seconds: None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._function, self._limit, self._observe, self._clock = function, limit, observe, clock
        self._lock = asyncio.Lock()
        self._child: Process | None = None

    async def __call__(self, argument: ArgumentT) -> ResultT:
        """The function's result.

        Raises:
            Poison: the function's own; or `timed-out`, or `killed-the-reader` when the child died of something else.
            Transient: the function's own.
            CallFailedError: the function has a bug.
        """
        async with self._lock:
            status = 0
            for _ in range(ATTEMPTS):
                child = await self._running()
                try:
                    return await self._ask(child, argument)
                except _GONE:
                    status = await self._bury(child)
                    _log.warning("child ended", exit_status=status)
            raise self._poison(status)

    async def start(self) -> None:
        """Have a child ready, so that the first call need not wait for one."""
        async with self._lock:
            await self._running()

    async def close(self) -> None:
        """Let the child go; it ends when it has nothing more to read."""
        if self._child is not None:
            await self._bury(self._child)

    async def _running(self) -> Process:
        if self._child is None:
            self._child = await asyncio.create_subprocess_exec(sys.executable, "-m", CHILD, stdin=PIPE, stdout=PIPE)
            _pipes(self._child)[0].write(frame(sys.path))
            try:
                await _exchange(self._child, (self._function, self._limit))
            except _GONE as error:
                raise RuntimeError("the child process did not start; its own output says why") from error
        return self._child

    async def _ask(self, child: Process, argument: ArgumentT) -> ResultT:
        began = self._clock()
        try:
            done, reply = await _exchange(child, argument)
        except asyncio.CancelledError:
            child.kill()  # it would answer the next call with this one's result
            raise
        if not done:
            raise reply if isinstance(reply, Exception) else CallFailedError(reply)
        self._observe(self._clock() - began)
        return cast("ResultT", reply)

    async def _bury(self, child: Process) -> int:
        self._child = None
        _pipes(child)[0].close()
        return await child.wait()

    def _poison(self, status: int) -> Poison:
        if status in (-signal.SIGPROF, -signal.SIGALRM):
            return Poison("timed-out", f"took longer than {self._limit:g} s, {ATTEMPTS} times")
        return Poison("killed-the-reader", f"the process that read it ended with status {status}, {ATTEMPTS} times")


async def _exchange(child: Process, request: Any) -> tuple[bool, Any]:
    stdin, stdout = _pipes(child)
    stdin.write(frame(request))
    await stdin.drain()
    (length,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
    return cast("tuple[bool, Any]", pickle.loads(await stdout.readexactly(length)))  # noqa: S301 - our own child


def _pipes(child: Process) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
    if child.stdin is None or child.stdout is None:
        raise TypeError("the child was started without pipes")
    return child.stdin, child.stdout
