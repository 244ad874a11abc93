"""What is kept of a record that could not be dealt with."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import __version__
from services.contracts import codec
from services.contracts.topics import DEAD_LETTERS
from services.runtime.clock import utc_now
from services.runtime.dead_letter_box import Position
from services.runtime.dead_letters import LARGEST_KEPT, dead_letter
from services.runtime.errors import Poison


@dataclass(frozen=True)
class Consumed:
    topic: str = "releases.raw.v1"
    partition: int = 2
    offset: int = 41
    timestamp: int = 0
    key: bytes | None = b"key"
    value: bytes | None = b"value"
    headers: tuple[tuple[str, bytes], ...] = (("ce_id", b"1"),)


POISON = Poison("schema", "body: Field required")


@given(key=st.none() | st.binary(), value=st.none() | st.binary(), header=st.binary())
def test_any_record_survives_the_dead_letters_byte_for_byte(
    key: bytes | None, value: bytes | None, header: bytes
) -> None:
    letter = dead_letter(Consumed(key=key, value=value, headers=(("h", header),)), POISON, service="enrich")
    record = codec.encode(letter, service="enrich", time=utc_now())
    assert codec.decode(DEAD_LETTERS, record.value, record.headers)[1] == letter
    assert (letter.original_key, letter.original_value, letter.original_headers) == (key, value, (("h", header),))


def test_a_record_without_key_and_value_can_be_a_dead_letter() -> None:
    letter = dead_letter(Consumed(key=None, value=None, headers=()), Poison("empty", "no value"), service="index")
    assert (letter.original_key, letter.original_value, letter.key) == (None, None, "")


def test_a_letter_says_why_where_and_who() -> None:
    letter = dead_letter(Consumed(), POISON, service="enrich")
    assert (letter.reason, letter.detail) == ("schema", "body: Field required")
    assert (letter.service, letter.version) == ("enrich", __version__)
    assert letter.subject == "releases.raw.v1/2/41"


def test_a_null_header_is_kept_as_an_empty_one() -> None:
    null: tuple[tuple[str, bytes], ...] = (("h", None),)  # type: ignore[assignment] # as the client gives it
    assert dead_letter(Consumed(headers=null), POISON, service="enrich").original_headers == (("h", b""),)


@pytest.mark.parametrize(("size", "kept"), [(LARGEST_KEPT - 20, True), (LARGEST_KEPT + 1, False)])
def test_a_letter_always_fits_its_topic(size: int, *, kept: bool) -> None:
    letter = dead_letter(Consumed(value=b"x" * size), POISON, service="enrich")
    assert (letter.original_value is not None) == kept
    assert ("too many to be kept" in letter.detail) != kept
    assert codec.encode(letter, service="enrich", time=utc_now()).size < DEAD_LETTERS.max_message_bytes - 1000


def test_a_position_is_written_and_read_back() -> None:
    position = Position("releases.raw.v1", 3, 12)
    assert Position.parse(str(position)) == position


@pytest.mark.parametrize("text", ["", "topic", "topic/1", "topic/1/-2", "topic/x/1", "a/1/2/3"])
def test_what_is_no_position_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match="not written topic/partition/offset"):
        Position.parse(text)
