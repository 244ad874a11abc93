"""Keeps one program running as a real process: started, watched until ready, restarted, its output passed on."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

ATTEMPTS = 4
STEADY_SECONDS = 30.0
_POLL_SECONDS = 0.1

Ready = Callable[[], Awaitable[bool]]
"""Looks now whether the program is ready."""
Say = Callable[[str], None]
Log = Callable[[str, str], None]
"""Takes a program's name and one line of its output."""


class CannotRunError(Exception):
    """Programs do not come up; the message says which and why, `programs` names them for machines."""

    def __init__(self, message: str, *, programs: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.programs = programs


class EndedError(CannotRunError):
    """A program ended that cannot be started again by itself."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to run and how to see that it is ready."""

    name: str
    command: Sequence[str]
    ready: Ready
    environment: Mapping[str, str] = field(default_factory=dict)
    restarts: bool = True
    """Off for a program that takes with it what the others stand on: all must be started again, not only this one."""


def back_off(failures: int) -> float:
    """Seconds before the start that follows the given number of failures in a row: 0.5, 1, 2, 4, 8, then always 10."""
    return float(min(0.5 * 2 ** (failures - 1), 10.0))


def ending(status: int) -> str:
    """How a process ended, in words."""
    return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"


async def lines(reader: asyncio.StreamReader) -> AsyncIterator[str]:
    """The lines of a stream, of any length, without their ends."""
    rest = b""
    while chunk := await reader.read(65_536):
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")
    if rest:
        yield rest.decode("utf-8", "replace")


class Keeper:
    """Keeps one program running until it is told to stop."""

    def __init__(self, program: Program, *, group_id: int, say: Say, log: Log) -> None:
        self.program, self._group_id, self._say, self._log = program, group_id, say, log
        self._process: asyncio.subprocess.Process | None = None
        self._was_ready, self._stop = asyncio.Event(), asyncio.Event()

    async def keep(self) -> None:
        """Run the program, again and again with back-off.

        Raises:
            CannotRunError: it ended several times in a row without ever having been ready.
            EndedError: it ended and is not to be started again by itself.
        """
        failures = 0
        while not self._stop.is_set():
            started = time.monotonic()
            status = await self._run_once()
            if self._stop.is_set():
                return
            if self._was_ready.is_set() and not self.program.restarts:
                raise EndedError(f"{self.program.name} {ending(status)}", programs=[self.program.name])
            failures = 1 if time.monotonic() - started > STEADY_SECONDS else failures + 1
            if failures >= ATTEMPTS and not self._was_ready.is_set():
                message = f"{self.program.name} {ending(status)}, {failures} times in a row"
                raise CannotRunError(message, programs=[self.program.name])
            pause = back_off(failures)
            self._say(f"{self.program.name} {ending(status)}; starting it again in {pause:g} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), pause)

    async def _run_once(self) -> int:
        process, output = await self._spawn()
        watcher = asyncio.create_task(self._watch_readiness(process))
        passing_on = asyncio.create_task(self._pass_on(output))
        try:
            return await process.wait()
        finally:
            watcher.cancel()
            await asyncio.wait({passing_on}, timeout=1.0)  # a grandchild may still hold the pipe
            passing_on.cancel()
            await asyncio.gather(watcher, passing_on, return_exceptions=True)

    async def _spawn(self) -> tuple[asyncio.subprocess.Process, asyncio.StreamReader]:
        read_end, write_end = os.pipe()
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self.program.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=write_end,
                stderr=write_end,
                env={**os.environ, **self.program.environment},
                process_group=self._group_id,
            )
        finally:
            os.close(write_end)
        if self._stop.is_set():
            self.stop(signal.SIGTERM)
        return self._process, await _reader(read_end)

    async def _pass_on(self, output: asyncio.StreamReader) -> None:
        async for line in lines(output):
            self._log(self.program.name, line)

    async def _watch_readiness(self, process: asyncio.subprocess.Process) -> None:
        began, again = time.monotonic(), self._was_ready.is_set()
        while not await self.program.ready():  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(_POLL_SECONDS)
        self._was_ready.set()
        if again:
            self._say(f"{self.program.name} is ready again after {time.monotonic() - began:.1f} s (pid {process.pid})")

    async def ready(self) -> None:
        """Return once the program has been ready."""
        await self._was_ready.wait()

    @property
    def was_ready(self) -> bool:
        """Whether the program has ever been ready."""
        return self._was_ready.is_set()

    @property
    def pid(self) -> int | None:
        """The process that runs the program now."""
        running = self._process is not None and self._process.returncode is None
        return self._process.pid if running and self._process is not None else None

    def stop(self, number: signal.Signals) -> None:
        """Send a signal to the program, and do not start it again."""
        self._stop.set()
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


async def _reader(read_end: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    pipe = os.fdopen(read_end, "rb", buffering=0)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader
