"""What holds for every request: limits, outages, problems, health, metrics."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.types import Message

from services.contracts.codec import Record
from services.ingest.app import create_app
from services.ingest.publisher import Outcome, Unpublished
from services.ingest.settings import IngestSettings
from tests.fakes import FakePublisher
from tests.unit.ingest.conftest import MakeClient, Push

RELEASE = {"source": "example.org", "title": "T", "body": "B"}


# --- limits ---------------------------------------------------------------------------------------------------------


async def test_a_declared_size_over_the_limit_is_refused_before_anything_is_read(make_client: MakeClient) -> None:
    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("was read")
        yield b""

    headers = {"content-type": "application/json", "content-length": "101"}
    answer = await make_client(max_body_bytes=100).post("/releases", content=never(), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize(("spare", "status"), [(0, 202), (-1, 413)])
async def test_the_limit_on_the_content_is_exact(spare: int, status: int, make_client: MakeClient) -> None:
    content = b'{"source":"example.org","title":"T","body":"B"}'

    async def stream() -> AsyncIterator[bytes]:
        yield content[:10]
        yield content[10:]

    headers = {"content-type": "application/json"}
    client = make_client(max_body_bytes=len(content) + spare)
    assert (await client.post("/releases", content=stream(), headers=headers)).status_code == status


async def test_a_record_over_the_limit_is_refused_before_it_is_sent(
    make_client: MakeClient, publisher: FakePublisher
) -> None:
    answer = await make_client(max_record_bytes=1000).post("/releases", json={**RELEASE, "body": "x" * 1000})
    assert (answer.status_code, publisher.records) == (413, [])


async def test_content_that_does_not_arrive_in_time_is_refused(publisher: FakePublisher) -> None:
    app = create_app(IngestSettings(read_seconds=0.05), publisher=publisher)
    sent: list[Message] = []

    async def receive() -> Message:
        return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return] # never comes

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/releases", "raw_path": b"/releases", "query_string": b""}
    headers = [(b"content-type", b"application/json")]
    await app({**scope, "headers": headers, "client": ("127.0.0.1", 1), "http_version": "1.1"}, receive, send)
    assert sent[0]["status"] == 408


async def test_a_client_over_its_rate_is_told_when_to_come_back(make_client: MakeClient) -> None:
    client = make_client(rate_per_client="2/minute")
    answers = [await client.post("/releases", json=RELEASE) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert 1 <= int(answers[2].headers["retry-after"]) <= 61
    assert (await client.get("/livez")).status_code == 200


async def test_a_source_over_its_rate_does_not_hold_up_another(make_client: MakeClient) -> None:
    client = make_client(rate_per_source="1/hour")
    statuses = [
        (await client.post("/releases", json={**RELEASE, "source": source})).status_code
        for source in ("example.org", "example.org", "un.org")
    ]
    assert statuses == [202, 429, 202]


async def test_an_empty_rate_is_no_limit(make_client: MakeClient) -> None:
    client = make_client(rate_per_client="", rate_per_source="")
    assert {(await client.post("/releases", json=RELEASE)).status_code for _ in range(50)} == {202}


# --- outages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("may_be_stored", "says"), [(True, "unknown"), (False, "it was not stored")])
async def test_without_acknowledgement_the_answer_says_what_is_known_and_when_to_try_again(
    *, may_be_stored: bool, says: str, push: Push, publisher: FakePublisher
) -> None:
    def outcome(_record: Record) -> Outcome:
        return Unpublished("no acknowledgement within 8 s", may_be_stored=may_be_stored)

    publisher.outcome = outcome
    answer = await push()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert says in answer.json()["detail"]


# --- problems -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("PUT", "/releases", 405),
        ("GET", "/releases/batch", 405),
        ("DELETE", "/releases", 405),
    ],
)
async def test_unknown_paths_and_methods_are_answered_with_problems(
    method: str, path: str, status: int, client: httpx.AsyncClient
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert status == 404 or "allow" in answer.headers


async def test_a_bug_is_answered_without_its_details(push: Push, publisher: FakePublisher) -> None:
    def outcome(_record: Record) -> Outcome:
        raise RuntimeError("secret detail")

    publisher.outcome = outcome
    answer = await push()
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


async def test_the_root_points_to_everything_else(client: httpx.AsyncClient) -> None:
    found = (await client.get("/")).json()
    for path in (found["documentation"], found["openapi"], *found["health"]):
        assert (await client.get(path)).status_code in (200, 503)


# --- health and metrics ---------------------------------------------------------------------------------------------


async def test_readiness_is_what_the_publisher_says(publisher: FakePublisher) -> None:
    app = create_app(IngestSettings(), publisher=publisher)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ingest") as client:
        assert (await client.get("/readyz")).status_code == 503
        async with app.router.lifespan_context(app):
            assert (await client.get("/readyz")).status_code == 200
            assert (await client.get("/livez")).status_code == 200
        assert (await client.get("/readyz")).status_code == 503


async def test_metrics_count_by_route_and_not_by_address(client: httpx.AsyncClient, push: Push) -> None:
    await push()
    await push(body="")
    await client.delete("/releases/example.org:0123456789abcdef")
    await client.get("/anything/at/all")
    found = (await client.get("/metrics")).text
    for line in (
        'readout_ingest_requests_total{method="POST",route="/releases",status="202"} 1.0',
        'readout_ingest_requests_total{method="POST",route="/releases",status="422"} 1.0',
        'readout_ingest_requests_total{method="DELETE",route="/releases/{release_id}",status="202"} 1.0',
        'readout_ingest_requests_total{method="other",route="none",status="404"} 1.0',
        "readout_ingest_accepted_total 2.0",
        'readout_ingest_refused_total{status="422"} 1.0',
    ):
        assert line in found
    assert "example.org" not in found
