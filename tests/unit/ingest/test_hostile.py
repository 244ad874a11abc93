"""Whatever is sent: an answer in time that is a problem or an acceptance, never a crash, and nothing half stored."""

import asyncio
import json

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.contracts import codec
from services.contracts.messages import ReleasePublished
from services.contracts.topics import RELEASES_RAW
from services.ingest.app import create_app
from services.ingest.settings import IngestSettings
from tests.fakes import FakePublisher

BOUNDED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
releases = st.fixed_dictionaries(
    {"source": st.just("example.org") | anything, "title": st.text() | anything, "body": st.text() | anything},
    optional=dict.fromkeys(("external_id", "url", "language", "published_at", "updated_at", "other"), anything),
)
markup = st.lists(
    st.sampled_from(["<p>", "</p>", "<div", ">", "<!--", "-->", "<script>", "&", ";", "<table>", "<br/>", "é", "\x00"])
    | st.text(max_size=5),
    max_size=30,
).map("".join)


def sent(path: str, content: bytes, media_type: str) -> tuple[httpx.Response, FakePublisher]:
    publisher = FakePublisher()

    async def send() -> httpx.Response:
        app = create_app(IngestSettings(), publisher=publisher)
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://ingest") as client:
            return await client.post(path, content=content, headers={"content-type": media_type})

    return asyncio.run(send()), publisher


def stored(publisher: FakePublisher) -> ReleasePublished:
    (record,) = publisher.records
    _, message = codec.decode(RELEASES_RAW, record.value, record.headers)
    assert isinstance(message, ReleasePublished)
    return message


def check(answer: httpx.Response, publisher: FakePublisher) -> None:
    if answer.status_code == 202:
        assert stored(publisher).release_id == answer.json()["release_id"]
    else:
        assert answer.status_code in (400, 413, 422)
        assert answer.headers["content-type"] == "application/problem+json"
        assert publisher.records == []


@BOUNDED
@given(content=st.binary())
def test_any_bytes_as_json(content: bytes) -> None:
    check(*sent("/releases", content, "application/json"))


@BOUNDED
@given(release=releases)
def test_any_values_in_a_release(release: dict[str, object]) -> None:
    answer, publisher = sent("/releases", json.dumps(release).encode("utf-8", "replace"), "application/json")
    check(answer, publisher)
    if answer.status_code == 202:
        assert stored(publisher).release.body == release["body"]
        assert stored(publisher).release.title == release["title"]


@BOUNDED
@given(text=st.text())
def test_any_text_is_stored_as_it_is_or_refused(text: str) -> None:
    answer, publisher = sent("/releases?source=example.org", text.encode(), "text/plain")
    check(answer, publisher)
    if answer.status_code == 202:
        assert stored(publisher).release.body == text.removeprefix("\ufeff")


@BOUNDED
@given(content=st.binary() | markup.map(str.encode))
def test_any_markup(content: bytes) -> None:
    check(*sent("/releases?source=example.org", content, "text/html"))


@BOUNDED
@given(lines=st.lists(st.binary(max_size=20).map(lambda line: line.replace(b"\n", b"")) | releases.map(json.dumps)))
def test_any_lines_have_one_result_each(lines: list[bytes | str]) -> None:
    content = b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines)
    answer, publisher = sent("/releases/batch", content, "application/x-ndjson")
    results = [json.loads(line) for line in answer.text.splitlines()]
    assert [result["line"] for result in results] == list(range(1, len(lines) + 1))
    assert len(publisher.records) == sum(result["status"] == 202 for result in results)
