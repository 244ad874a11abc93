"""The annotations of the releases written here are well formed, and true of their texts as far as can be computed."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from services.contracts.vocabulary import Kind, ParticipantType, Status, concept_ids
from tests.quality.measure import OWN, Record, figure, records, release_of, scorer

FILES = sorted(OWN.glob("*/*.jsonl"))
COUNTRY = re.compile(r"country:[A-Z]{2}")
RECORD_KEYS = {"id", "source", "language", "title", "published_at", "body", "gold"}
EVENT_KEYS = {"kind", "status", "start", "end", "place", "occasion", "participants", "topics", "evidence"}
PARTICIPANT_KEYS = {"name", "type", "role", "affiliation"}


def own() -> Iterator[Record]:
    for path in FILES:
        yield from records(path)


def events() -> Iterator[tuple[Record, dict[str, Any]]]:
    for record in own():
        for event in record["gold"]["events"]:
            yield record, event


def participants() -> Iterator[tuple[str, dict[str, Any]]]:
    for record, event in events():
        for participant in event["participants"]:
            yield record["id"], participant


def is_concept(concept: str) -> bool:
    return bool(COUNTRY.fullmatch(concept)) or concept in concept_ids()


def test_there_are_releases() -> None:
    assert FILES
    assert all(records(path) for path in FILES)


def test_ids_are_given_once() -> None:
    ids = [record["id"] for record in own()]
    assert sorted(set(ids)) == sorted(ids)


def test_an_id_tells_that_the_release_was_written_here() -> None:
    assert [record["id"] for record in own() if not record["id"].startswith("own-")] == []


def test_no_text_stands_twice() -> None:
    texts = [hashlib.sha256(record["body"].encode()).hexdigest() for record in own()]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_record_is_a_release_in_the_language_of_its_file(path: Any) -> None:
    for record in records(path):
        assert record.keys() == RECORD_KEYS, record["id"]
        assert record["gold"].keys() == {"events", "topics"}, record["id"]
        assert release_of(record).language == path.stem, record["id"]


def test_events_have_the_fields_of_the_guidelines() -> None:
    for record, event in events():
        assert event.keys() == EVENT_KEYS, record["id"]
        assert Kind(event["kind"])
        assert Status(event["status"])


def test_the_evidence_of_every_event_stands_in_the_text() -> None:
    assert [(record["id"], event["evidence"]) for record, event in events() if not event["evidence"]] == []
    assert [(r["id"], e["evidence"]) for r, e in events() if e["evidence"] not in r["body"]] == []


def test_dates_are_iso_days_in_order_or_absent() -> None:
    for record, event in events():
        days = [date.fromisoformat(day) for day in (event["start"], event["end"]) if day]
        assert days == sorted(days), record["id"]


def test_a_call_has_no_place() -> None:
    assert [record["id"] for record, event in events() if event["kind"] == "call" and event["place"]] == []


def test_every_event_has_a_participant_and_none_twice() -> None:
    for record, event in events():
        names = [participant["name"] for participant in event["participants"]]
        assert names, record["id"]
        assert len(set(names)) == len(names), record["id"]


def test_participants_have_the_fields_of_the_guidelines() -> None:
    for release_id, participant in participants():
        assert participant.keys() == PARTICIPANT_KEYS, release_id
        assert ParticipantType(participant["type"])
        assert participant["name"] == participant["name"].strip() != "", release_id


def test_affiliations_that_look_like_ids_are_ids() -> None:
    given = [(i, p["affiliation"]) for i, p in participants() if ":" in (p["affiliation"] or "")]
    assert [pair for pair in given if not is_concept(pair[1])] == []


def test_topics_are_concepts_and_topics_of_events_are_topics_of_the_release() -> None:
    for record in own():
        topics = record["gold"]["topics"]
        assert [topic for topic in topics if not is_concept(topic)] == [], record["id"]
        assert len(set(topics)) == len(topics), record["id"]
        for event in record["gold"]["events"]:
            assert set(event["topics"]) <= set(topics), record["id"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_scored_against_itself_every_measure_is_full(path: Any) -> None:
    measures = scorer().measure_set()
    misses: list[tuple[Any, ...]] = []
    for record in records(path):
        scorer().score_release(record["gold"], record["gold"], measures, misses, record["id"])
    assert misses == []
    assert {name: figure(measure.row()) for name, measure in measures.items()} == dict.fromkeys(measures, 1.0)
