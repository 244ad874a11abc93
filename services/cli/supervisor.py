"""Runs programs as one: all come up, each is kept up, all are stopped, none is left behind."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from services.cli.keeper import CannotRunError, Keeper, Log, Program, Say

READY_SECONDS = 90.0
STOP_SECONDS = 6.0
"""How long programs that were started together have to end by themselves; what is left is then killed.

The services are one such generation and the broker, which ends at once, another: all is over within ten seconds."""
KILL_SECONDS = 1.0


class Group:
    """A process group that does not outlive this process, even when this process is killed."""

    def __init__(self) -> None:
        guardian = str(Path(__file__).with_name("guardian.py"))
        command = [sys.executable, "-I", "-S", guardian]
        self._guardian = subprocess.Popen(command, stdin=subprocess.PIPE, process_group=0)  # noqa: S603 - our own file

    @property
    def id(self) -> int:
        """The group's id, for processes that are to join it."""
        return self._guardian.pid

    def close(self) -> None:
        """End whatever is still in the group, the guardian too."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.id, signal.SIGKILL)
        self._guardian.wait()
        if self._guardian.stdin is not None:
            self._guardian.stdin.close()


class Supervisor:
    """Runs a set of programs as one: all come up, each is kept up, all are stopped."""

    def __init__(self, *, say: Say, log: Log) -> None:
        self._say, self._log = say, log
        self._group = Group()
        self._keepers: dict[Keeper, asyncio.Task[None]] = {}
        self._generations: list[list[Keeper]] = []

    async def start(self, programs: Sequence[Program], *, seconds: float = READY_SECONDS) -> None:
        """Start the programs side by side and return when all are ready.

        Raises:
            CannotRunError: one gave up, or they were not ready in time.
        """
        keepers = [Keeper(program, group_id=self._group.id, say=self._say, log=self._log) for program in programs]
        self._generations.append(keepers)
        self._keepers |= {keeper: asyncio.create_task(keeper.keep()) for keeper in keepers}
        everything = asyncio.create_task(_all_ready(keepers))
        failure = asyncio.create_task(self.failure())
        try:
            await asyncio.wait({everything, failure}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if failure.done():
                raise failure.result()
            if not everything.done():
                late = [keeper.program.name for keeper in keepers if not keeper.was_ready]
                raise CannotRunError(f"not ready within {seconds:g} s: {', '.join(late)}", programs=late)
        finally:
            everything.cancel()
            failure.cancel()
            await asyncio.gather(everything, failure, return_exceptions=True)

    async def failure(self) -> BaseException:
        """Wait until a program gives up, and say why; returns never as long as all are kept up."""
        done, _ = await asyncio.wait(self._keepers.values(), return_when=asyncio.FIRST_COMPLETED)
        return done.pop().exception() or CannotRunError("a program was stopped")

    async def stop(self) -> None:
        """Ask all programs to end, the first started last; kill what is too slow, and whatever they left behind."""
        for generation in reversed(self._generations):
            for keeper in generation:
                keeper.stop(signal.SIGTERM)
            for keeper in await self._late(generation, STOP_SECONDS):
                self._say(f"{keeper.program.name} did not end within {STOP_SECONDS:g} s: killed")
                keeper.stop(signal.SIGKILL)
            await self._late(generation, KILL_SECONDS)
        await asyncio.gather(*self._keepers.values(), return_exceptions=True)
        self._group.close()

    async def _late(self, keepers: Sequence[Keeper], seconds: float) -> list[Keeper]:
        tasks = [self._keepers[keeper] for keeper in keepers]
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        return [keeper for keeper in keepers if not self._keepers[keeper].done()]


async def _all_ready(keepers: Sequence[Keeper]) -> None:
    for keeper in keepers:
        await keeper.ready()
