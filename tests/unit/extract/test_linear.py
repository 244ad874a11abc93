"""A text twice as long takes twice as many steps to read, whatever it is made of.

Steps are lines and calls of Python, counted: they depend on nothing but the text.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from services.contracts.messages import Release
from services.enrich.extract import extract
from tests.builders import a_release

SHORT, TIMES = 4_000, 2
BOUND = 1.12 * TIMES
"""What is quadratic takes four times as many steps; the margin is for what only a longer text has."""


def _name(number: int) -> str:
    """Another name for each number."""
    return "B" + "".join(chr(97 + number // 26**place % 26) for place in range(3))


PIECES: dict[str, Callable[[int], str]] = {
    "names": lambda n: f"{_name(n)} {_name(n + 7)}, ",
    "capitalised words": lambda n: f"{_name(n)} ",
    "one first name": lambda n: f"Ann {_name(n)} met Prime Minister Ann {_name(n + 7)}. ",
    "talks": lambda n: f"President {_name(n)} {_name(n + 7)} met King {_name(n + 3)} in Paris. They discussed trade. ",
    "unknown places": lambda n: f"Queen Ann {_name(n)} met King Otto {_name(n + 3)} in {_name(n + 5)}. ",
    "visits": lambda n: f"President Ann {_name(n)} visited Ghana on Monday and Mali on Friday. ",
    "offices": lambda n: f"The Minister of {_name(n)} met the president. ",
    "one endless sentence": lambda n: f"he met {_name(n)} and ",
    "on and on": lambda _: "and ",
    "articles": lambda _: "the ",
    "offices without end": lambda _: "President of ",
    "days": lambda n: f"{n % 28 + 1} May 2018, ",
    "digits": lambda n: str(n % 10),
    "numbers": lambda n: f"{n} ",
    "one letter": lambda _: "a",
    "brackets": lambda _: "([{",
    "countries": lambda _: "France, Germany and ",
    "headings": lambda _: "Background\n\nThey met on Monday.\n\n",
    "the same subject": lambda n: f"King Otto {_name(n)} met Queen Ann {_name(n)} on the same subject. ",
    "marks": lambda _: '«(" ,.;',
    "commas": lambda _: ",",
    "line breaks": lambda _: "A\n\n",
    "closing brackets": lambda _: ") A",
    "a verb without end": lambda _: "met with ",
    "clocks at the head of lines": lambda n: f"\n{n % 10}.00 President {_name(n)} {_name(n + 7)}",
    "mixed scripts": lambda n: ("Привет ", "你好", "שלום ", "नमस्ते ", "ß", "İ ")[n % 6],
    "marks without letters": lambda _: "\u0301",
    "faces": lambda _: "👩\u200d👧 ",
    "elisions": lambda _: "l'a'",
    "fractions": lambda _: "1/2/",
}


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_the_steps_are_linear_in_the_length_of_the_text(piece: Callable[[int], str]) -> None:
    extract(_release(piece, SHORT * TIMES))  # loads the words, and keeps those that are new
    assert _steps(_release(piece, SHORT * TIMES)) < BOUND * _steps(_release(piece, SHORT))


def _release(piece: Callable[[int], str], length: int) -> Release:
    """With a text of so many characters."""
    return a_release(title="", body="".join(map(piece, range(length // len(piece(0))))), language="en")


def _steps(release: Release) -> int:
    """The lines and calls that reading it takes."""
    steps = 0

    def step(_frame: FrameType, _event: str, _argument: Any) -> Any:
        nonlocal steps
        steps += 1
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        extract(release)
    finally:
        sys.settrace(before)
    return steps
