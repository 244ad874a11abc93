"""Any instance answers for any key."""

from pathlib import Path

import pytest

from services.contracts.messages import TopicsExtracted
from services.contracts.vocabulary import Outcome
from services.runtime.settings import KafkaSettings
from tests.builders import a_meetings_extracted, a_participant, a_reference, an_event
from tests.integration.index.harness import Index, caught_up, running, tell, until

pytestmark = [pytest.mark.kafka, pytest.mark.shares_broker("index")]
NAMES = ("Ada Asked", "Bo Asked", "Cy Asked", "Dee Asked", "Émile Asked", "Фёдор Asked")


def _id(name: str) -> str:
    return f"person:{name.split(maxsplit=1)[0].lower()}-asked"


async def _tell_of_all(kafka: KafkaSettings) -> None:
    event = an_event(
        release_id="asked.org:1", participants=tuple(a_participant(_id(name), name=name) for name in NAMES)
    )
    reference = a_reference(release_id="asked.org:1", sequence=1, source="asked.org")
    topics = TopicsExtracted(release=reference, extractor="1", outcome=Outcome.EXTRACTED, topics=("enlargement",))
    await tell(kafka, [a_meetings_extracted(event, release=reference), topics])


async def test_two_instances_answer_for_any_key(kafka: KafkaSettings, tmp_path: Path) -> None:
    await _tell_of_all(kafka)
    async with running(kafka, data_dir=tmp_path) as one, running(kafka, data_dir=tmp_path) as two:
        await until(one.holds_a_share, what="each holds a share")
        await one.ready()
        await two.ready()
        await caught_up(kafka, [one, two])
        for index in (one, two):
            await assert_it_answers_everything(index)


async def assert_it_answers_everything(index: Index) -> None:
    found = await index.get("/participants", q="asked", limit=50)
    assert {participant["participant_id"] for participant in found["participants"]} == set(map(_id, NAMES))
    assert [p["name"] for p in (await index.get("/participants", q="emile"))["participants"]] == ["Émile Asked"]
    for name in NAMES:
        profile = await index.get(f"/participants/{_id(name)}")
        assert profile["name"] == name
        assert profile["freshness"]["lag"] == 0
        page = await index.get(f"/participants/{_id(name)}/events")
        (source,) = page["encounters"][0]["sources"]
        assert (await index.get(f"/events/{source['event_id']}"))["encounter"] == page["encounters"][0]
        assert (await index.get(f"/participants/{_id(name)}/counterparts"))["total"] == len(NAMES) - 1
        await assert_unchanged_is_not_sent_again(index, f"/participants/{_id(name)}")
        assert await index.answers(f"/participants/{_id(name)}-unknown", 404)
    release = await index.get("/releases/asked.org:1")
    assert (release["topics"], len(release["events"])) == (["enlargement"], 1)


async def assert_unchanged_is_not_sent_again(index: Index, path: str) -> None:
    tag = (await index.http.get(path)).headers["etag"]
    again = await index.http.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


async def test_while_nobody_holds_a_key_it_is_503_with_retry_after(kafka: KafkaSettings, tmp_path: Path) -> None:
    async with Index(kafka, data_dir=tmp_path) as index:
        await until(lambda: index.answers("/participants/person:x", 503), what="an answer before the assignment")
        answer = await index.http.get("/participants/person:x")
        if answer.status_code == 503:
            assert answer.headers["retry-after"]
        await index.ready()
        assert await index.answers("/participants/person:x", 404)
