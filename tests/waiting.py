"""Waiting for outcomes, with a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

import pytest

T = TypeVar("T")


def eventually(look: Callable[[], T | None], *, within: float, what: str) -> T:
    """What `look` gives once it is not None; fails after the deadline.

    Two thirds of the time are left to those who are looked at.
    """
    deadline = time.monotonic() + within
    looked = time.monotonic()
    while (found := look()) is None:
        if time.monotonic() > deadline:
            pytest.fail(f"not within {within:g} s: {what}")
        time.sleep(max(0.02, 2 * (time.monotonic() - looked)))
        looked = time.monotonic()
    return found
