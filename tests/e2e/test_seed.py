"""The seed case: one real release of nato.int about the General Assembly of 2018."""

import json
import time
from collections.abc import Iterable
from typing import Any

import pytest

from tests.e2e.pipeline import Pipeline, json_lines
from tests.shared import shared
from tests.waiting import eventually

pytestmark = pytest.mark.embedded

SECONDS = 2.0
STOLTENBERG = "person:jens-stoltenberg"
OTHERS = {"person:sergey-lavrov", "person:antonio-guterres", "person:paul-kagame"}
VIEWS = {STOLTENBERG: OTHERS, **{other: {STOLTENBERG} for other in OTHERS}}

Facts = tuple[str, str, str | None, str | None, str | None, frozenset[str]]


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    annotated: dict[str, Any] = json.loads(shared("corpus/seed.jsonl").read_text("utf-8"))["gold"]
    return annotated


@pytest.fixture(scope="module")
def read(pipeline: Pipeline) -> dict[str, Any]:
    """What was read from the seed, at most two seconds after it was pushed."""
    pipeline.readout("push", "-", "--source", "warm-up.example", stdin="The ministers met in Paris on Monday.")
    folder = str(shared("seeds"))
    (pushed,) = json_lines(pipeline.readout("push", folder, "--source", "nato.int", "--json"))
    release_id, began = pushed["release_id"], time.monotonic()
    found = eventually(lambda: pipeline.ask(f"/releases/{release_id}"), within=SECONDS, what="the seed is read")
    eventually(
        lambda: True if _views_tell_of(pipeline, found["events"]) else None,
        within=SECONDS - (time.monotonic() - began),
        what="the seed is in the views",
    )
    return found


def names(participants: Iterable[dict[str, Any]]) -> frozenset[str]:
    """Names with plain spaces: the seed writes some with narrow or unbreakable ones."""
    return frozenset(" ".join(participant["name"].split()) for participant in participants)


def facts(events: Iterable[dict[str, Any]]) -> set[Facts]:
    return {
        (
            event["kind"],
            event["status"],
            event["start"],
            event["end"],
            event["place"],
            names(event["participants"]),
        )
        for event in events
    }


def _views_tell_of(pipeline: Pipeline, events: Iterable[dict[str, Any]]) -> bool:
    for event in events:
        for participant in event["participants"]:
            view = pipeline.ask(f"/participants/{participant['participant_id']}/events?limit=200")
            told = {source["event_id"] for each in view["encounters"] for source in each["sources"]} if view else set()
            if event["event_id"] not in told:
                return False
    return True


def test_the_seed_reports_exactly_its_five_events(read: dict[str, Any], gold: dict[str, Any]) -> None:
    assert facts(read["events"]) == facts(gold["events"])


def test_the_events_of_the_seed_have_their_topics_and_their_evidence(
    read: dict[str, Any], gold: dict[str, Any]
) -> None:
    def said(events: Iterable[dict[str, Any]]) -> dict[frozenset[str], tuple[set[str], str]]:
        return {
            names(event["participants"]): (
                set(event["topics"]),
                event["evidence"] if isinstance(event["evidence"], str) else event["evidence"]["text"],
            )
            for event in events
            if event["kind"] == "meeting"
        }

    assert said(read["events"]) == said(gold["events"])


def test_the_release_topics_of_the_seed_are_read(read: dict[str, Any], gold: dict[str, Any]) -> None:
    assert set(read["topics"]) == set(gold["topics"])


@pytest.mark.parametrize("side", sorted(VIEWS))
def test_the_meetings_of_the_seed_are_in_the_view_of_each_side(
    pipeline: Pipeline, read: dict[str, Any], side: str
) -> None:
    assert read["outcome"] == "extracted"
    shown = json.loads(pipeline.readout("participants", "show", side, "--kind", "meeting", "--json"))
    others = {
        participant["participant_id"]
        for encounter in shown["encounters"]
        if (encounter["start"], encounter["place"], encounter["status"]) == ("2018-09-25", "New York", "held")
        for participant in encounter["participants"]
        if participant["participant_id"] != side
    }
    assert others == VIEWS[side]
