"""The annotations are well formed, and true of the texts as far as a program can tell."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from services.contracts.vocabulary import Kind, ParticipantType, Status, concept_ids
from tests.quality.real import blind
from tests.quality.real.draw import draw_all
from tests.quality.real.gold import gold, lines, needs_releases, texts

COUNTRY = re.compile(r"country:[A-Z]{2}")
EVENT_KEYS = {"kind", "status", "start", "end", "place", "occasion", "participants", "topics", "evidence_span"}
TEXT_KEYS = {"evidence", "title", "body", "text"}


def annotated() -> list[dict[str, Any]]:
    return gold() + gold("blind")


def events() -> Iterator[tuple[str, dict[str, Any]]]:
    for record in annotated():
        for event in record["gold"]["events"]:
            yield record["id"], event


def participants() -> Iterator[tuple[str, dict[str, Any]]]:
    for release_id, event in events():
        for participant in event["participants"]:
            yield release_id, participant


def is_concept(concept: str) -> bool:
    return bool(COUNTRY.fullmatch(concept)) or concept in concept_ids()


@needs_releases
def test_every_drawn_release_is_annotated_or_skimmed_and_no_other() -> None:
    drawn = [drawn.id for drawn in draw_all()]
    read = [record["id"] for record in gold()]
    skimmed = [record["id"] for record in lines("skimmed.jsonl")]
    assert sorted(drawn) == sorted(read + skimmed)


@needs_releases
def test_the_blind_releases_are_those_drawn_and_none_that_was_read_before() -> None:
    read = [record["id"] for record in gold("blind")]
    assert read == [drawn.id for drawn in blind.draw_all()]
    assert not set(read) & blind.read_before()


def test_at_least_thirty_french_releases_and_twenty_five_without_events() -> None:
    records = gold()
    assert sum(record["language"] == "fr" for record in records) >= 30
    assert sum(not record["gold"]["events"] for record in records) >= 25


def test_events_have_the_fields_of_the_guidelines_and_no_text_of_the_release() -> None:
    for _, event in events():
        assert event.keys() - {"evidence_in"} == EVENT_KEYS
        assert not event.keys() & TEXT_KEYS
        assert Kind(event["kind"])
        assert Status(event["status"])


def test_dates_are_iso_days_in_order_or_absent() -> None:
    for release_id, event in events():
        days = [date.fromisoformat(day) for day in (event["start"], event["end"]) if day]
        assert days == sorted(days), release_id
        assert event["start"] or not event["end"], release_id


def test_only_talks_by_telephone_have_no_place() -> None:
    assert {event["kind"] for _, event in events() if event["place"]} == {"meeting", "gathering", "visit"}


def test_topics_are_concepts_and_topics_of_events_are_topics_of_the_release() -> None:
    for record in annotated():
        topics = record["gold"]["topics"]
        assert [topic for topic in topics if not is_concept(topic)] == []
        assert len(topics) == len(set(topics)), record["id"]
        for event in record["gold"]["events"]:
            assert set(event["topics"]) <= set(topics), record["id"]


def test_affiliations_are_concepts_or_plain_names() -> None:
    wrong = [
        (release_id, participant["affiliation"])
        for release_id, participant in participants()
        if ":" in (participant["affiliation"] or "") and not is_concept(participant["affiliation"])
    ]
    assert wrong == []


def test_offices_have_a_role_and_states_a_country() -> None:
    for release_id, participant in participants():
        assert ParticipantType(participant["type"])
        if participant["type"] == "office":
            assert participant["role"], release_id
        if participant["type"] == "state":
            assert COUNTRY.fullmatch(participant["affiliation"]), release_id


def said(text: str) -> str:
    """Words apart by one ordinary space, lower case."""
    return " ".join(text.split()).casefold()


@needs_releases
def test_participants_are_named_and_roles_written_in_the_release() -> None:
    wrong = []
    for release_id, participant in participants():
        text = said(texts()[release_id]["title"] + "\n" + texts()[release_id]["body"])
        named = participant["type"] == "office" or said(participant["name"]) in text
        wrong += [(release_id, participant["name"])] if not named else []
        wrong += [(release_id, participant["role"])] if not is_written(participant["role"] or "", text) else []
    assert wrong == []


def is_written(role: str, text: str) -> bool:
    """Whether every longer word of the role occurs, its plural aside: "the Prime Ministers of A and B" are two."""
    return all(word.strip(",").removesuffix("s") in text for word in said(role).split() if len(word) > 3)


@needs_releases
def test_spans_of_evidence_lie_in_the_text_and_hold_a_clause() -> None:
    for release_id, event in events():
        start, end = event["evidence_span"]
        text = texts()[release_id][event.get("evidence_in", "body")]
        assert 0 <= start < end <= len(text), release_id
        assert len(text[start:end].split()) >= 5, release_id
        assert text[start:end] == text[start:end].strip(), release_id


@needs_releases
def test_occasions_and_places_are_written_in_the_release() -> None:
    wrong = []
    for release_id, event in events():
        release = texts()[release_id]
        text = said(release["title"] + "\n" + release["body"])
        wrong += [(release_id, name) for name in (event["occasion"],) if name and said(name) not in text]
        wrong += [(release_id, name) for name in (event["place"],) if name and not place_is_plain(name, text)]
    assert wrong == []


def place_is_plain(place: str, text: str) -> bool:
    """Whether the place is named, or implied by a building that the guidelines name."""
    implied = {"Washington": "white house|vice president’s residence", "Paris": "sénat|assemblée nationale|élysée"}
    return said(place) in text or bool(re.search(implied.get(place, "(?!)"), text))
