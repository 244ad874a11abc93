"""The gate that tells a flood of poison from some."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.runtime.dead_letters import FloodError, FloodGate


def test_some_poison_among_good_records_passes() -> None:
    gate = FloodGate(window=100, share=0.5, minimum=10)
    for _ in range(1000):
        gate.passed()
        gate.passed()
        gate.dead()


def test_a_few_poisonous_records_at_the_start_are_no_flood() -> None:
    gate = FloodGate(window=100, share=0.5, minimum=10)
    for _ in range(9):
        gate.dead()
    with pytest.raises(FloodError, match="10 of the last 10"):
        gate.dead()


def test_a_flood_after_a_long_good_time_is_noticed() -> None:
    gate = FloodGate(window=100, share=0.5, minimum=10)
    for _ in range(100_000):
        gate.passed()
    for _ in range(50):
        gate.dead()
    with pytest.raises(FloodError, match="51 of the last 100"):
        gate.dead()


@given(history=st.lists(st.booleans(), max_size=300))
def test_the_gate_closes_exactly_when_the_last_records_say_so(history: list[bool]) -> None:
    gate = FloodGate(window=20, share=0.5, minimum=5)
    for position, dead in enumerate(history):
        recent = history[max(0, position - 19) : position + 1]
        flood = dead and sum(recent) >= 5 and sum(recent) > 0.5 * len(recent)
        if flood:
            with pytest.raises(FloodError):
                gate.dead()
            return
        (gate.dead if dead else gate.passed)()
