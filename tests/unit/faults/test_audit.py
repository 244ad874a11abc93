"""The audit of the fault tests finds what it is there to find."""

from types import SimpleNamespace
from typing import Any

from services.contracts.messages import MeetingsExtracted, Message, TopicsExtracted
from services.contracts.vocabulary import Outcome
from tests.builders import a_published, a_reference
from tests.faults.audit import missing, not_once, out_of_order
from tests.faults.load import Told

A = a_published(external_id="a")


def at(offset: int, message: Message | None) -> tuple[Any, Message | None]:
    return SimpleNamespace(offset=offset), message


def sets(sequence: int) -> list[tuple[Any, Message | None]]:
    values: dict[str, Any] = {
        "release": a_reference(release_id=A.release_id, sequence=sequence),
        "extractor": "1",
        "outcome": Outcome.EXTRACTED,
    }
    return [at(0, MeetingsExtracted(**values)), at(0, TopicsExtracted(**values))]


def test_every_usable_record_has_both_sets_once() -> None:
    raw = [at(0, A), at(1, None), at(2, A)]
    assert not_once(raw, [*sets(0), *sets(2)]) == []


def test_a_set_that_is_missing_doubled_or_of_nothing_is_found() -> None:
    raw = [at(0, A)]
    assert len(not_once(raw, sets(0)[:1])) == 1
    assert len(not_once(raw, [*sets(0), *sets(0)])) == 2
    assert len(not_once(raw, [*sets(0), *sets(9)])) == 2


def test_an_older_set_behind_a_newer_one_is_out_of_order() -> None:
    assert out_of_order([*sets(0), *sets(2)]) == []
    assert out_of_order([sets(2)[0], sets(0)[0]]) == [A.release_id]


def test_an_acknowledged_revision_must_be_in_the_record_and_the_last_one_last() -> None:
    other = a_published(external_id="a", body="Another text.")
    told = Told(revisions={A.release_id: [A.revision, other.revision]})
    assert missing(told, [at(0, A), at(1, other)]) == []
    assert missing(told, [at(0, A), at(1, A), at(2, other)]) == []
    assert missing(told, [at(0, A)]) == [A.release_id]
    assert missing(told, [at(0, other), at(1, A)]) == [A.release_id]
    assert missing(told, [at(0, A), at(1, other), at(2, A)]) == [A.release_id]
