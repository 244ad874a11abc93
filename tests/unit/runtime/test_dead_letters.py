from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import __version__
from services.runtime.dead_letters import FloodError, FloodGate, dead_letter
from services.runtime.errors import Poison


@dataclass
class Consumed:
    topic: str = "releases.raw.v1"
    partition: int = 3
    offset: int = 41
    timestamp: int = 0
    key: bytes | None = b"k\xff"
    value: bytes | None = b"\x00{"
    headers: Sequence[tuple[str, bytes]] = (("ce_id", b"\xfe"),)


def test_a_dead_letter_keeps_the_record_byte_for_byte_with_reason_and_place() -> None:
    letter = dead_letter(Consumed(), Poison("not-json", "cut off"), service="enrich")
    assert (letter.original_key, letter.original_value) == (b"k\xff", b"\x00{")
    assert letter.original_headers == (("ce_id", b"\xfe"),)
    assert (letter.reason, letter.detail, letter.service, letter.version) == (
        "not-json",
        "cut off",
        "enrich",
        __version__,
    )
    assert letter.subject == "releases.raw.v1/3/41"


def test_a_record_without_key_and_value_can_be_a_dead_letter() -> None:
    letter = dead_letter(Consumed(key=None, value=None, headers=()), Poison("empty", "no value"), service="index")
    assert (letter.original_key, letter.original_value, letter.key) == (None, None, "")


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
