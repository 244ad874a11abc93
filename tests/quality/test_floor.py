"""The quality reached on the development part of the corpus, and of the releases of our own, does not fall."""

import json

import pytest

from tests.quality.measure import HERE, figure, own_parts, parts, predicted, records, score, scorer
from tests.shared import SHARED

FLOOR = json.loads((HERE / "floor.json").read_text("utf-8"))
SEED = SHARED / "corpus" / "seed.jsonl"


@pytest.mark.parametrize(
    ("name", "listed"),
    [*parts(held_out=False), *own_parts(held_out=False)],
    ids=lambda value: value if type(value) is str else "",
)
def test_no_measure_falls_below_its_floor(name: str, listed: list[dict[str, object]]) -> None:
    rows, _ = score(listed)
    fallen = {m: (figure(rows[m]), floor) for m, floor in FLOOR[name].items() if figure(rows[m]) < floor}
    assert not fallen


@pytest.mark.skipif(not SEED.exists(), reason="the seed release lies in the shared folder, outside the project")
def test_every_meeting_of_the_seed_release_is_right_in_every_field() -> None:
    (record,) = records(SEED)
    found = predicted(record)["events"]
    pairs = scorer().align(record["gold"]["events"], found)
    assert len(pairs) == len(record["gold"]["events"]) == len(found)
    for gold, event in pairs:
        assert scorer().record_right(gold, event)
        people = scorer().pair_up(gold["participants"], event["participants"], scorer().same_participant)
        assert all(scorer().fold(g["role"]) == scorer().fold(p["role"]) for g, p in people)
        assert all(g["affiliation"] == p["affiliation"] for g, p in people)
