"""Pairs of mentions: which are one person, and which must never be."""

import re
from datetime import date
from pathlib import Path

import pytest

from services.enrich.identity.participants import participant_id

PAIRS = [
    line.split("|")
    for line in Path(__file__).with_name("pairs.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
MENTION = re.compile(r"(?P<name>[^@#]+?)(?: @(?P<affiliation>\S+))?(?: #(?P<day>\S+))?")


def identify(mention: str) -> str:
    found = MENTION.fullmatch(mention)
    assert found, mention
    day = date.fromisoformat(found["day"]) if found["day"] else None
    return participant_id(found["name"], type="person", role=None, affiliation=found["affiliation"], day=day)


def test_there_are_many_pairs_of_both_sorts() -> None:
    verdicts = [verdict for verdict, _, _ in PAIRS]
    assert verdicts.count("same") >= 120
    assert verdicts.count("different") >= 80


@pytest.mark.parametrize(("verdict", "one", "other"), PAIRS, ids=["-".join(pair) for pair in PAIRS])
def test_a_pair_shares_an_id_when_it_is_one_person_and_only_then(verdict: str, one: str, other: str) -> None:
    assert (identify(one) == identify(other)) == (verdict == "same")
