import time
from collections.abc import Callable

import pytest

from services.contracts.messages import Release
from services.enrich.extract import extract
from tests.builders import a_release

SHORT, TIMES = 6_000, 4
BOUND = 9  # four times the text; what is quadratic takes sixteen times as long, and what is linear four times


def _name(number: int) -> str:
    """Another name for each number."""
    return "B" + "".join(chr(97 + number // 26**place % 26) for place in range(3))


PIECES: dict[str, Callable[[int], str]] = {
    "names": lambda n: f"{_name(n)} {_name(n + 7)}, ",
    "one first name": lambda n: f"Ann {_name(n)} met Prime Minister Ann {_name(n + 7)}. ",
    "offices": lambda n: f"The Minister of {_name(n)} met the president. ",
    "one endless sentence": lambda n: f"he met {_name(n)} and ",
    "articles": lambda _: "the ",
    "offices without end": lambda _: "President of ",
    "days": lambda n: f"{n % 28 + 1} May 2018, ",
    "journeys": lambda _: "visited Ghana and Togo on Monday, ",
    "visits with talks": lambda n: f"Ann Borg visited Ghana. In Accra Ann Borg met Otto {_name(n)}. ",
    "countries": lambda _: "France, Germany and ",
    "headings": lambda _: "Background\n\nThey met on Monday.\n\n",
    "marks": lambda _: '«(" ,.;',
}


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_time_is_linear_in_the_length_of_the_text(piece: Callable[[int], str]) -> None:
    _seconds(piece, SHORT)  # loads the words
    assert _seconds(piece, SHORT * TIMES) < BOUND * max(_seconds(piece, SHORT), 0.01)


def _seconds(piece: Callable[[int], str], length: int) -> float:
    """Processor time for a text of so many characters, the best of three."""
    count = length // len(piece(0))
    release = a_release(title="", body="".join(map(piece, range(count))), language="en")
    return min(_once(release) for _ in range(3))


def _once(release: Release) -> float:
    started = time.process_time()
    extract(release)
    return time.process_time() - started
