"""The first release that had to be understood: everything a reader finds in it."""

import json
from typing import Any

import pytest

from services.contracts.messages import Release
from services.enrich.extract import Extraction, extract
from tests.shared import shared

IDS = {
    ("person:jens-stoltenberg",),
    ("person:jens-stoltenberg", "person:sergey-lavrov"),
    ("person:antonio-guterres", "person:jens-stoltenberg"),
    ("person:jens-stoltenberg", "person:paul-kagame"),
}


@pytest.fixture(scope="module")
def seed() -> dict[str, Any]:
    record: dict[str, Any] = json.loads(shared("corpus/seed.jsonl").read_text("utf-8"))
    return record


@pytest.fixture(scope="module")
def extraction(seed: dict[str, Any]) -> Extraction:
    fields = ("source", "title", "body", "language", "published_at")
    return extract(Release.model_validate_json(json.dumps({name: seed[name] for name in fields})))


@pytest.mark.parametrize("field", ["kind", "status", "start", "end", "place"])
def test_every_event_of_the_seed_is_told_with_its(field: str, seed: dict[str, Any], extraction: Extraction) -> None:
    told = [event.model_dump(mode="json") for event in extraction.events]
    assert [event[field] for event in told] == [event[field] for event in seed["gold"]["events"]]


def test_the_evidence_of_every_event_of_the_seed_is_where_it_says(seed: dict[str, Any], extraction: Extraction) -> None:
    for event, gold in zip(extraction.events, seed["gold"]["events"], strict=True):
        assert gold["evidence"] in event.evidence.text
        assert event.evidence.text == seed["body"][event.evidence.start : event.evidence.end]


def test_the_seeds_participants_have_their_names_roles_and_affiliations(
    seed: dict[str, Any], extraction: Extraction
) -> None:
    told = [
        [p.model_dump(mode="json", exclude={"participant_id"}) for p in event.participants]
        for event in extraction.events
    ]
    assert told == [event["participants"] for event in seed["gold"]["events"]]


def test_the_seeds_participants_are_known_over_languages(extraction: Extraction) -> None:
    assert {tuple(sorted(p.participant_id for p in event.participants)) for event in extraction.events} == IDS


def test_the_seeds_topics_are_those_of_a_careful_reader(seed: dict[str, Any], extraction: Extraction) -> None:
    assert set(extraction.topics) == set(seed["gold"]["topics"])
    for event, gold in zip(extraction.events, seed["gold"]["events"], strict=True):
        assert set(event.topics) == set(gold["topics"])
