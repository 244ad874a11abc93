"""Waiting for outcomes, with a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

import pytest

T = TypeVar("T")


def eventually(look: Callable[[], T | None], *, within: float, what: str) -> T:
    """What `look` gives once it is not None; fails after the deadline."""
    deadline = time.monotonic() + within
    while (found := look()) is None:
        if time.monotonic() > deadline:
            pytest.fail(f"not within {within:g} s: {what}")
        time.sleep(0.02)
    return found
