import asyncio
import threading
from dataclasses import dataclass, field

from services.runtime.watchdog import Suspicion, Watchdog


@dataclass
class Work:
    """A clock that is moved by hand, and a reason to be stuck that may be set."""

    now: float = 0.0
    reason: str | None = None
    of: int = 0
    left: list[str] = field(default_factory=list)

    def suspicion(self) -> Suspicion | None:
        return Suspicion(self.reason, self.of) if self.reason else None

    def watchdog(self, *, limit: float = 45.0) -> Watchdog:
        return Watchdog(stuck=self.suspicion, limit=limit, clock=lambda: self.now, leave=self.left.append)


def test_while_the_loop_ticks_and_the_work_moves_all_is_well() -> None:
    work = Work()
    watchdog = work.watchdog()
    for _ in range(100):
        work.now += 1
        watchdog.tick()
        assert watchdog.verdict() is None


def test_a_loop_that_does_not_run_is_stuck_after_the_limit_and_not_before() -> None:
    work = Work()
    watchdog = work.watchdog()
    work.now = 45.0
    assert watchdog.verdict() is None
    work.now = 45.1
    assert watchdog.verdict() == "the event loop has not run for 45 s"
    watchdog.tick()
    assert watchdog.verdict() is None


def test_work_that_does_not_move_is_stuck_after_the_limit_though_the_loop_runs() -> None:
    work = Work(reason="lag and no commit")
    watchdog = work.watchdog()
    for _ in range(45):
        work.now += 1
        watchdog.tick()
        assert watchdog.verdict() is None
    work.now += 1
    watchdog.tick()
    assert watchdog.verdict() == "lag and no commit"


def test_progress_in_between_starts_the_count_anew() -> None:
    work = Work(reason="lag and no commit")
    watchdog = work.watchdog()
    for second in range(100):
        work.now += 1
        work.reason = None if second % 40 == 0 else "lag and no commit"
        watchdog.tick()
        assert watchdog.verdict() is None


def test_suspicions_of_one_thing_after_another_are_no_standstill() -> None:
    work = Work(reason="lag and no commit")
    watchdog = work.watchdog()
    for second in range(200):
        work.now += 1
        work.of = second // 40
        watchdog.tick()
        assert watchdog.verdict() is None


async def test_a_stuck_process_is_left_from_a_thread_that_ends_with_the_block() -> None:
    work, left = Work(), threading.Event()

    def leave(reason: str) -> None:
        work.left.append(reason)
        left.set()

    watchdog = Watchdog(clock=lambda: work.now, leave=leave, limit=5)
    async with watchdog.watching():
        work.now = 1000.0
        assert left.wait(5.0)  # blocks the loop: exactly what is to be noticed
    assert work.left[0].startswith("the event loop has not run")
    assert not [thread for thread in threading.enumerate() if thread.name == "watchdog"]
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "watchdog-tick"]
