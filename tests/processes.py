"""Our own processes in tests: started, watched, ended whatever happens."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from typing import Self


class ServiceProcess:
    """`python -m MODULE` with READOUT_ variables; its log is kept for the failure message.

    Used with `async with`; on the way out it is killed if it still runs.
    """

    def __init__(self, module: str, environment: Mapping[str, str], *arguments: str) -> None:
        self._command, self._environment = (sys.executable, "-m", module, *arguments), environment
        self._process: Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.log: list[str] = []

    async def start(self) -> Self:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("READOUT_")}
        self._process = await asyncio.create_subprocess_exec(
            *self._command, env={**inherited, **self._environment}, stderr=PIPE
        )
        self._reading = asyncio.create_task(self._read(self._process))
        return self

    async def _read(self, process: Process) -> None:
        stream = process.stderr
        while stream is not None and (line := await stream.readline()):
            self.log.append(line.decode("utf-8", "replace").rstrip())

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError("not started")
        return self._process.pid

    def send(self, number: signal.Signals) -> None:
        if self._process is None:
            raise RuntimeError("not started")
        self._process.send_signal(number)

    async def wait(self, *, within: float) -> int:
        """The exit status."""
        if self._process is None or self._reading is None:
            raise RuntimeError("not started")
        async with asyncio.timeout(within):
            status = await self._process.wait()
            await self._reading
        return status

    async def kill(self) -> int:
        """SIGKILL, and the status."""
        self.send(signal.SIGKILL)
        return await self.wait(within=10)

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_exc: object) -> None:
        if self.running:
            self.send(signal.SIGCONT)  # a frozen one cannot die of anything but SIGKILL; its pipe must close too
            self.send(signal.SIGKILL)
        await self.wait(within=10)  # also of one that ended by itself: its log must be read to the end
