import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from services.cli import keeper
from services.cli.keeper import CannotRunError, EndedError, Program, back_off, ending, lines
from services.cli.supervisor import Supervisor

DEADLINE = 20.0
FOR_EVER = "import time; print('hello', flush=True); time.sleep(1e6)"


async def always() -> bool:
    return True


async def never() -> bool:
    return False


async def exists(path: Path) -> bool:
    return await asyncio.to_thread(path.exists)


def a_program(
    script: str = FOR_EVER, *, name: str = "worker", ready: keeper.Ready = always, restarts: bool = True
) -> Program:
    return Program(name, (sys.executable, "-c", script), ready, restarts=restarts)


class Heard:
    """What the supervisor said and what the programs printed."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.printed: list[tuple[str, str]] = []

    @asynccontextmanager
    async def supervisor(self) -> AsyncIterator[Supervisor]:
        supervisor = Supervisor(say=self.said.append, log=lambda name, line: self.printed.append((name, line)))
        try:
            yield supervisor
        finally:
            await supervisor.stop()


async def eventually(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(DEADLINE):
        while not holds():  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(0.01)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_pause_doubles_up_to_ten_seconds() -> None:
    assert [back_off(failures) for failures in range(1, 8)] == [0.5, 1, 2, 4, 8, 10, 10]


def test_an_ending_is_told_in_words() -> None:
    assert ending(70) == "ended with status 70"
    assert ending(-9) == "was ended by SIGKILL"


async def test_what_a_program_prints_is_passed_on_with_its_name() -> None:
    heard = Heard()
    async with heard.supervisor() as supervisor:
        await supervisor.start([a_program(name="index")])
        await eventually(lambda: ("index", "hello") in heard.printed)


async def test_a_program_that_dies_is_started_again_and_the_supervisor_says_so(tmp_path: Path) -> None:
    heard, pids = Heard(), tmp_path / "pids"
    script = f"import os, time; print(os.getpid(), file=open({str(pids)!r}, 'a'), flush=True); time.sleep(1e6)"
    async with heard.supervisor() as supervisor:
        await supervisor.start([a_program(script, ready=partial(exists, pids))])
        await eventually(lambda: len(pids.read_text().split()) == 1)
        os.kill(int(pids.read_text()), signal.SIGKILL)
        await eventually(lambda: len(pids.read_text().split()) == 2)
        await eventually(lambda: len(heard.said) == 2)
    assert heard.said[0] == "worker was ended by SIGKILL; starting it again in 0.5 s"
    assert heard.said[1].startswith("worker is ready again after")


async def test_a_program_that_never_comes_up_fails_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "back_off", lambda _failures: 0.01)
    async with Heard().supervisor() as supervisor:
        with pytest.raises(CannotRunError, match="worker ended with status 3, 4 times in a row"):
            await supervisor.start([a_program("raise SystemExit(3)", ready=never)])


async def test_a_program_that_is_not_ready_in_time_is_named() -> None:
    async with Heard().supervisor() as supervisor:
        with pytest.raises(CannotRunError, match=r"not ready within 0\.3 s: slow"):
            await supervisor.start([a_program(), a_program(name="slow", ready=never)], seconds=0.3)


async def test_the_end_of_a_program_that_others_stand_on_is_reported_and_it_stays_down() -> None:
    heard = Heard()
    async with heard.supervisor() as supervisor:
        await supervisor.start([a_program("input", restarts=False)])
        async with asyncio.timeout(DEADLINE):
            assert isinstance(await supervisor.failure(), EndedError)
    assert heard.said == []


async def test_stopping_ends_all_programs_and_their_children(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    script = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1e6)'])\n"
        f"print(os.getpid(), child.pid, file=open({str(pids)!r}, 'w'), flush=True)\n"
        "time.sleep(1e6)"
    )
    async with Heard().supervisor() as supervisor:
        await supervisor.start([a_program(script, ready=partial(exists, pids))])
        await eventually(lambda: len(pids.read_text().split()) == 2)
    running = [int(pid) for pid in pids.read_text().split()]
    await eventually(lambda: not any(is_running(pid) for pid in running))


async def test_a_program_that_will_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.cli.supervisor.STOP_SECONDS", 0.2)
    heard = Heard()
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(1e6)"
    )
    async with heard.supervisor() as supervisor:
        await supervisor.start([a_program(script)])
        await eventually(lambda: ("worker", "deaf") in heard.printed)
    assert heard.said == ["worker did not end within 0.2 s: killed"]


async def test_lines_of_any_length_arrive_whole() -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(b"a" * 200_000 + b"\nb\nc")
    reader.feed_eof()
    assert [len(line) async for line in lines(reader)] == [200_000, 1, 1]
