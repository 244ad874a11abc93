"""An event's confidence tells right from wrong on the annotated releases."""

from collections.abc import Iterator

from tests.quality.measure import parts, predicted, scorer

DOUBTFUL = 0.7
TIMES = 3.0
"""Among doubtful events so many times as many are false as among the others."""


def judged() -> Iterator[tuple[float, bool]]:
    """The confidence of each event found in the development part, and whether it is an annotated event."""
    for _, listed in parts(held_out=False):
        for record in listed:
            found = predicted(record)["events"]
            right = [id(event) for _, event in scorer().align(record["gold"]["events"], found)]
            yield from ((event["confidence"], id(event) in right) for event in found)


def test_doubtful_events_are_false_more_often_than_sure_ones() -> None:
    events = list(judged())
    doubtful = [right for confidence, right in events if confidence < DOUBTFUL]
    sure = [right for confidence, right in events if confidence >= DOUBTFUL]
    assert len(doubtful) > len(events) // 20
    assert _false(doubtful) > TIMES * _false(sure)


def _false(rights: list[bool]) -> float:
    return rights.count(False) / len(rights)
