"""The answers over HTTP, of one instance that holds everything and of two that share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.contracts.messages import MeetingsExtracted, TopicsExtracted
from services.contracts.vocabulary import Kind, Outcome, Status
from services.index.folds import participations
from tests.builders import a_meetings_extracted, a_participant, a_reference, an_event
from tests.index_bench import ALL, Bench, FakeOwners, an_app

ADA, ZITA = "person:ada-lovelace", "person:zita-of-ruritania"


def read(extracted: MeetingsExtracted, *topics: str) -> tuple[MeetingsExtracted, TopicsExtracted]:
    """Both messages of a release's revision."""
    release, outcome = extracted.release, extracted.outcome
    return extracted, TopicsExtracted(release=release, extractor="1", outcome=outcome, topics=topics)


async def ask(app: FastAPI, path: str, **more: Any) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://asked") as client:
        return await client.get(path, **more)


def told(release_id: str, *, day: int = 13, sequence: int = 1, **event: Any) -> MeetingsExtracted:
    reference = a_reference(release_id=release_id, sequence=sequence, published_at=date(2024, 5, 14))
    on = date(2024, 5, day)
    return a_meetings_extracted(an_event(release_id=release_id, start=on, end=on, **event), release=reference)


@pytest.fixture
def app(bench: Bench) -> FastAPI:
    bench.hold()
    return an_app(bench, FakeOwners())


async def test_a_participant_is_found_by_any_beginning_of_any_word_of_any_spelling(bench: Bench, app: FastAPI) -> None:
    lavrov = "person:sergey-lavrov"
    bench.store(
        told("a.org:1", participants=(a_participant(lavrov, name="Sergueï Lavrov"), a_participant())),
        told("b.org:1", participants=(a_participant(lavrov, name="Сергей Лавров"), a_participant())),
    )
    for query in ("lavrov", "LAV", "sergueï", "sergey lav", "лавров"):
        found = (await ask(app, "/participants", params={"q": query})).json()["participants"]
        assert [p["participant_id"] for p in found] == [lavrov], query
    assert (await ask(app, "/participants", params={"q": "lavrov ada"})).json()["participants"] == []
    assert (await ask(app, "/participants", params={"q": "…"})).json()["participants"] == []


async def test_a_profile_has_all_spellings_and_dated_offices(bench: Bench, app: FastAPI) -> None:
    def called(name: str, role: str) -> Any:
        return (a_participant(name=name, role=role, affiliation="org:un"), a_participant(ZITA, name="Zita"))

    bench.store(
        told("a.org:1", day=3, participants=called("A. Lovelace", "envoy")),
        told("a.org:2", day=5, participants=called("Ada Lovelace", "envoy")),
        told("a.org:3", day=9, participants=called("Ada Lovelace", "president")),
    )
    profile = (await ask(app, f"/participants/{ADA}")).json()
    assert profile["name"] == "Ada Lovelace"
    assert [(n["name"], n["first"], n["last"]) for n in profile["names"]] == [
        ("Ada Lovelace", "2024-05-05", "2024-05-09"),
        ("A. Lovelace", "2024-05-03", "2024-05-03"),
    ]
    assert [(r["role"], r["first"], r["last"]) for r in profile["roles"]] == [
        ("president", "2024-05-09", "2024-05-09"),
        ("envoy", "2024-05-03", "2024-05-05"),
    ]


async def test_what_a_release_no_longer_says_is_gone_everywhere(bench: Bench, app: FastAPI) -> None:
    bench.store(told("a.org:1"))
    reference = a_reference(release_id="a.org:1", sequence=2)
    bench.store(*read(MeetingsExtracted(release=reference, extractor="1", outcome=Outcome.WITHDRAWN)))
    for path in (f"/participants/{ADA}", f"/participants/{ADA}/events", f"/participants/{ADA}/counterparts"):
        assert (await ask(app, path)).status_code == 404
    assert (await ask(app, "/participants", params={"q": "ada"})).json()["participants"] == []
    assert (await ask(app, "/releases/a.org:1")).json()["outcome"] == "withdrawn"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["a.org:3", "a.org:2", "a.org:1"]),
        ({"from": "2024-05-05"}, ["a.org:3", "a.org:2"]),
        ({"to": "2024-05-05"}, ["a.org:2", "a.org:1"]),
        ({"from": "2024-05-04", "to": "2024-05-06"}, ["a.org:2"]),
        ({"kind": "call"}, ["a.org:2"]),
        ({"status": "planned"}, ["a.org:3"]),
        ({"counterpart": "person:bo"}, ["a.org:1"]),
        ({"topic": "enlargement"}, ["a.org:3"]),
        ({"limit": "2"}, ["a.org:3", "a.org:2"]),
    ],
)
async def test_encounters_are_filtered(bench: Bench, app: FastAPI, query: dict[str, str], expected: list[str]) -> None:
    bench.store(
        told("a.org:1", day=3, participants=(a_participant(), a_participant("person:bo", name="Bo"))),
        told("a.org:2", day=5, kind=Kind.CALL),
        told("a.org:3", day=9, status=Status.PLANNED, topics=("enlargement",)),
    )
    answer = (await ask(app, f"/participants/{ADA}/events", params=query)).json()
    assert [e["sources"][0]["release_id"] for e in answer["encounters"]] == expected


async def test_pages_follow_one_another_while_newer_events_arrive(bench: Bench, app: FastAPI) -> None:
    bench.store(*(told(f"a.org:{day}", day=day) for day in range(1, 11)))
    seen: list[str] = []
    cursor = None
    while seen == [] or cursor is not None:
        params = {"limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = (await ask(app, f"/participants/{ADA}/events", params=params)).json()
        seen += [encounter["start"] for encounter in page["encounters"]]
        cursor = page["next_cursor"]
        bench.store(told(f"b.org:{len(seen)}", day=20 + len(seen) // 3))
    assert seen == [f"2024-05-{day:02}" for day in range(10, 0, -1)]


async def test_counterparts_are_those_met_latest_first(bench: Bench, app: FastAPI) -> None:
    bench.store(
        told("a.org:1", day=3),
        told("a.org:2", day=4),
        told("a.org:3", day=9, participants=(a_participant(), a_participant("person:bo", name="Bo"))),
    )
    answer = (await ask(app, f"/participants/{ADA}/counterparts")).json()
    found = [(c["participant_id"], c["reports"], c["first"], c["last"]) for c in answer["counterparts"]]
    assert found == [("person:bo", 1, "2024-05-09", "2024-05-09"), (ZITA, 2, "2024-05-03", "2024-05-04")]


async def test_an_event_comes_with_the_encounter_that_joins_its_reports(bench: Bench, app: FastAPI) -> None:
    bench.store(*read(told("a.org:1")), *read(told("b.org:1")))
    event = (await ask(app, "/releases/b.org:1")).json()["events"][0]
    answer = (await ask(app, f"/events/{event['event_id']}")).json()
    assert answer["event"] == event
    assert [s["release_id"] for s in answer["encounter"]["sources"]] == ["a.org:1", "b.org:1"]
    assert (await ask(app, "/events/a.org:1:nothing")).status_code == 404


async def test_a_release_shows_events_topics_and_its_position_in_the_record(bench: Bench, app: FastAPI) -> None:
    extracted, topics = read(told("a.org:1", sequence=3), "enlargement")
    bench.store(extracted)
    assert (await ask(app, "/releases/a.org:1")).status_code == 404  # half a revision is none
    bench.store(topics)
    answer = (await ask(app, "/releases/a.org:1")).json()
    assert (answer["topics"], len(answer["events"]), answer["release"]["sequence"]) == (["enlargement"], 1, 3)


async def test_an_unchanged_answer_is_304_however_fresh(bench: Bench, app: FastAPI) -> None:
    bench.store(told("a.org:1"))
    tag = (await ask(app, f"/participants/{ADA}")).headers["etag"]
    bench.clock.advance(hours=1)
    assert (await ask(app, f"/participants/{ADA}", headers={"If-None-Match": f"W/{tag}"})).status_code == 304
    bench.store(told("a.org:2", day=14))
    assert (await ask(app, f"/participants/{ADA}", headers={"If-None-Match": tag})).status_code == 200


async def test_an_answer_says_how_far_it_is_behind(bench: Bench, app: FastAPI) -> None:
    bench.store(told("a.org:1"))
    bench.reading.ends = {tp: held.store.next_offset + 7 for tp, held in bench.partitions}
    freshness = (await ask(app, f"/participants/{ADA}")).json()["freshness"]
    assert freshness == {"as_of": "2024-05-14T12:00:00Z", "lag": 7}


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("/participants", "/query/q"),
        (f"/participants/{ADA}/events?from=yesterday", "/query/from"),
        (f"/participants/{ADA}/events?kind=dinner", "/query/kind"),
        (f"/participants/{ADA}/events?limit=1000", "/query/limit"),
        (f"/participants/{ADA}/events?cursor=x", "/query/cursor"),
    ],
)
async def test_a_bad_parameter_is_422_and_named(app: FastAPI, path: str, pointer: str) -> None:
    answer = await ask(app, path)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_while_views_are_rebuilt_the_answer_is_503(bench: Bench) -> None:
    bench.hold(ends=dict.fromkeys(ALL, 10))
    answer = await ask(an_app(bench, FakeOwners()), f"/participants/{ADA}")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "120 of 120 records to go" in answer.json()["detail"]


@asynccontextmanager
async def two_instances(tmp_path: Path) -> AsyncIterator[tuple[Bench, Bench]]:
    one, two = Bench(tmp_path / "one"), Bench(tmp_path / "two")
    one.hold([tp for tp in ALL if tp.partition % 2 == 0])
    two.hold([tp for tp in ALL if tp.partition % 2])
    yield one, two
    one.partitions.revoke()
    two.partitions.revoke()


PEOPLE = [f"person:p{number}" for number in range(12)]


async def test_either_of_two_instances_answers_for_any_key(tmp_path: Path) -> None:
    async with two_instances(tmp_path) as (one, two):
        known = {tp: "http://two" if tp.partition % 2 else "http://one" for tp in ALL}
        there = an_app(two, FakeOwners(known), url="http://two")
        here = an_app(one, FakeOwners(known), others={"http://two": there})
        for number, person in enumerate(PEOPLE):
            said = told(f"a.org:{number}", participants=(a_participant(person, name=f"Name {number}"),))
            one.store(*read(said))
            two.store(*read(said), *_participations(said))
            one.store(*_participations(said))
        for number, person in enumerate(PEOPLE):
            assert (await ask(here, f"/participants/{person}")).json()["name"] == f"Name {number}"
            assert (await ask(here, f"/participants/{person}/events")).json()["encounters"]
            assert (await ask(here, f"/releases/a.org:{number}")).json()["events"]
            assert (await ask(here, f"/participants/{person}-unknown")).status_code == 404
        found = (await ask(here, "/participants", params={"q": "name", "limit": "50"})).json()["participants"]
        assert {p["participant_id"] for p in found} == set(PEOPLE)


def _participations(said: MeetingsExtracted) -> list[Any]:
    return list(participations(said).values())


async def test_an_answer_kept_about_owners_is_asked_for_again_when_it_is_wrong(tmp_path: Path) -> None:
    async with two_instances(tmp_path) as (one, two):
        there = an_app(two, FakeOwners(), url="http://two")
        owners = FakeOwners(dict.fromkeys(ALL, "http://gone"))
        owners.afresh = {tp: "http://two" for tp in ALL if tp.partition % 2}
        here = an_app(one, owners, others={"http://two": there})
        statuses = {(await ask(here, f"/participants/{person}")).status_code for person in PEOPLE}
        assert statuses == {404}


async def test_a_key_that_nobody_holds_is_503_and_an_instance_never_asks_a_third(tmp_path: Path) -> None:
    async with two_instances(tmp_path) as (one, _two):
        here = an_app(one, FakeOwners())
        answers = [await ask(here, f"/participants/{person}") for person in PEOPLE]
        assert {answer.status_code for answer in answers} == {404, 503}
        assert all("retry-after" in answer.headers for answer in answers if answer.status_code == 503)
        asked = [await ask(here, f"/participants/{p}", headers={"readout-forwarded": "http://two"}) for p in PEOPLE]
        assert {answer.status_code for answer in asked} == {404, 421}
        assert (await ask(here, "/participants", params={"q": "name"})).status_code == 503
