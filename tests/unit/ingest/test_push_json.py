from datetime import date
from typing import Any

import httpx
import pytest

from services.contracts import codec, ids
from services.contracts.messages import ReleasePublished
from services.contracts.topics import RELEASES_RAW
from tests.fakes import FakeClock, FakePublisher
from tests.unit.ingest.conftest import Push


def stored(publisher: FakePublisher) -> tuple[codec.Envelope, ReleasePublished]:
    (record,) = publisher.records
    envelope, message = codec.decode(RELEASES_RAW, record.value, record.headers)
    assert isinstance(message, ReleasePublished)
    return envelope, message


async def test_a_push_is_answered_with_the_ids_of_the_record_that_was_stored(
    push: Push, publisher: FakePublisher
) -> None:
    answer = await push()
    envelope, message = stored(publisher)
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/releases/{message.release_id}"
    assert answer.json() == {
        "release_id": message.release_id,
        "revision": message.revision,
        "event_id": envelope.id,
    }
    assert publisher.records[0].key.decode() == message.release_id == ids.release_id(message.release)


async def test_the_release_is_stored_as_it_was_pushed(push: Push, publisher: FakePublisher) -> None:
    body = "  «\u00a0Été\u00a0» e\u0301\r\n\tindented \U0001f30d\ufeff\n\n"
    await push(body=body, title=" T ", language="fr-CA", published_at="2018-09-26", url="https://example.org/a?b=c")
    _, message = stored(publisher)
    release = message.release
    assert (release.body, release.title, release.language) == (body, " T ", "fr-CA")
    assert (release.published_at, release.url) == (date(2018, 9, 26), "https://example.org/a?b=c")
    assert message.original is None


async def test_the_same_push_again_has_the_same_ids_and_a_changed_body_another_revision(push: Push) -> None:
    first, again, changed = (await push()).json(), (await push()).json(), (await push(body="They did not.")).json()
    assert first == again
    assert changed["release_id"] == first["release_id"]
    assert changed["revision"] != first["revision"]
    assert changed["event_id"] != first["event_id"]


async def test_the_record_carries_the_time_of_arrival_and_the_trace(
    client: httpx.AsyncClient, publisher: FakePublisher, clock: FakeClock
) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    release = {"source": "example.org", "title": "T", "body": "B"}
    await client.post("/releases", json=release, headers={"traceparent": trace})
    envelope, _ = stored(publisher)
    assert (envelope.time, envelope.traceparent, envelope.source) == (clock.now, trace, "/readout/ingest")


@pytest.mark.parametrize("trace", ["", "nonsense", "00-" + "0" * 32 + "-b7ad6b7169203331-01", "é"])
async def test_a_trace_that_is_not_well_formed_is_left_out(
    trace: str, client: httpx.AsyncClient, publisher: FakePublisher
) -> None:
    release = {"source": "example.org", "title": "T", "body": "B"}
    answer = await client.post("/releases", json=release, headers={b"traceparent": trace.encode("latin-1")})
    assert answer.status_code == 202
    assert stored(publisher)[0].traceparent is None


async def test_a_byte_order_mark_before_json_is_tolerated(client: httpx.AsyncClient) -> None:
    content = b'\xef\xbb\xbf{"source": "example.org", "title": "T", "body": "B"}'
    answer = await client.post("/releases", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 202


async def test_a_release_of_tomorrow_is_accepted_as_given(push: Push, publisher: FakePublisher) -> None:
    assert (await push(published_at="2094-01-01T08:00:00+01:00")).status_code == 202
    assert str(stored(publisher)[1].release.published_at) == "2094-01-01 08:00:00+01:00"


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"colour": "red"}, "/colour"),
        ({"a/b~c": 1}, "/a~1b~0c"),
        ({"title": None}, "/title"),
        ({"body": ""}, "/body"),
        ({"body": " \n\t "}, "/body"),
        ({"body": 7}, "/body"),
        ({"body": "a\u0000b"}, "/body"),
        ({"body": "a\u001bb"}, "/body"),
        ({"title": "a\u0085b"}, "/title"),
        ({"title": "x" * 1001}, "/title"),
        ({"source": "Not A Host"}, "/source"),
        ({"source": None}, "/source"),
        ({"language": "french, mostly"}, "/language"),
        ({"language": ""}, "/language"),
        ({"published_at": "yesterday"}, "/published_at"),
        ({"published_at": 1537977600}, "/published_at"),
        ({"published_at": "2018-13-45"}, "/published_at"),
        ({"url": "javascript:alert(1)"}, "/url"),
        ({"external_id": ""}, "/external_id"),
    ],
)
async def test_what_is_not_a_release_is_refused_with_a_pointer_to_the_fault(
    fields: dict[str, Any], pointer: str, push: Push, publisher: FakePublisher
) -> None:
    answer = await push(**fields)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert publisher.records == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"not json", b'{"source": "\xff"}', b'{"body": "\\ud800"}', b"[" * 100_000, b"{}{}"],
    ids=["empty", "cut", "words", "not-utf-8", "lone-surrogate", "nested", "two"],
)
async def test_what_is_not_json_is_refused_as_unreadable(content: bytes, client: httpx.AsyncClient) -> None:
    answer = await client.post("/releases", content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["status"]) == (400, 400)


@pytest.mark.parametrize("content", [b"[]", b"null", b"7", b'"text"'])
async def test_json_that_is_no_object_is_refused(content: bytes, client: httpx.AsyncClient) -> None:
    answer = await client.post("/releases", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 422


async def test_a_thousand_faults_are_answered_with_a_short_list(push: Push) -> None:
    answer = await push(**{f"field-{number}-{'x' * 300}": 1 for number in range(1000)})
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 20
    assert len(answer.content) < 10_000


async def test_json_takes_no_query_parameters(client: httpx.AsyncClient) -> None:
    release = {"source": "example.org", "title": "T", "body": "B"}
    assert (await client.post("/releases?language=fr", json=release)).status_code == 422
