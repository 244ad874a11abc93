"""Real child processes: what bounds a call is the kernel's timer, which no fake has."""

import os
import signal
import time
from collections.abc import AsyncIterator, Callable

import pytest

from services.runtime.bounded import BoundedCalls, CallFailedError
from services.runtime.errors import Poison, Transient

LIMIT = 0.3
Calls = BoundedCalls[str, int]


def obey(argument: str) -> int:
    match argument:
        case "busy":
            while True:
                pass
        case "asleep":
            signal.pause()
        case "slow":
            time.sleep(2 * LIMIT)
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "poison":
            raise Poison("bad", "it is bad")
        case "transient":
            raise Transient("not now")
        case "bug":
            raise ZeroDivisionError(argument)
        case "print":
            print("on standard output")  # noqa: T201 - the point of the test
    return len(argument)


@pytest.fixture
async def calls() -> AsyncIterator[Calls]:
    calls: Calls = BoundedCalls(obey, limit=LIMIT)
    yield calls
    await calls.close()


async def test_a_call_gives_the_result(calls: Calls) -> None:
    assert [await calls("four"), await calls("three")] == [4, 5]


@pytest.mark.parametrize("never", ["busy", "asleep"])
async def test_a_call_that_never_returns_is_poison_and_the_next_one_works(calls: Calls, never: str) -> None:
    await calls.start()
    began = time.monotonic()
    with pytest.raises(Poison) as caught:
        await calls(never)
    assert caught.value.reason == "timed-out"
    assert time.monotonic() - began < 2 * LIMIT + 5
    assert await calls("next") == 4


async def test_a_call_that_takes_long_without_working_much_is_not_given_up(calls: Calls) -> None:
    assert await calls("slow") == 4


async def test_a_call_that_kills_its_process_is_poison_and_the_next_one_works(calls: Calls) -> None:
    with pytest.raises(Poison) as caught:
        await calls("die")
    assert caught.value.reason == "killed-the-reader"
    assert await calls("next") == 4


async def test_poison_and_transient_come_out_as_they_are(calls: Calls) -> None:
    with pytest.raises(Poison, match="it is bad") as caught:
        await calls("poison")
    assert caught.value.reason == "bad"
    with pytest.raises(Transient, match="not now"):
        await calls("transient")


async def test_a_bug_comes_out_with_the_childs_traceback(calls: Calls) -> None:
    with pytest.raises(CallFailedError, match="ZeroDivisionError: bug"):
        await calls("bug")


async def test_what_the_function_prints_does_not_disturb_the_answers(calls: Calls) -> None:
    assert [await calls("print"), await calls("next")] == [5, 4]


async def test_successful_calls_are_timed() -> None:
    observed: list[float] = []
    ticks = iter([10.0, 10.25])
    clock: Callable[[], float] = lambda: next(ticks)  # noqa: E731 - a clock of two readings
    calls: Calls = BoundedCalls(obey, limit=LIMIT, observe=observed.append, clock=clock)
    await calls("next")
    await calls.close()
    assert observed == [0.25]
