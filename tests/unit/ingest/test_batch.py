import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Sequence
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.codec import Record
from services.ingest import batch
from services.ingest.lines import Line, LineSplitter, Overlong
from services.ingest.publisher import Outcome, Unpublished
from tests.fakes import FakePublisher
from tests.unit.ingest.conftest import MakeClient

NDJSON = {"content-type": "application/x-ndjson"}


def a_line(number: int, **overrides: Any) -> bytes:
    release = {"source": "example.org", "external_id": f"r-{number}", "title": "T", "body": "B"}
    return json.dumps({**release, **overrides}).encode()


async def results_of(client: httpx.AsyncClient, content: bytes, **headers: str) -> list[dict[str, Any]]:
    answer = await client.post("/releases/batch", content=content, headers={**NDJSON, **headers})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


async def test_each_line_has_its_result_in_order_and_a_bad_one_harms_no_other(
    make_client: MakeClient, publisher: FakePublisher
) -> None:
    lines = [
        a_line(1),
        b"not json",
        a_line(3, colour="red"),
        b"",
        a_line(5, body="x" * 3000),
        a_line(6),
        b'{"body": "\xff"}',
    ]
    results = await results_of(make_client(max_body_bytes=2000), b"\r\n".join(lines))
    assert [result["line"] for result in results] == [1, 2, 3, 4, 5, 6, 7]
    assert [result["status"] for result in results] == [202, 400, 422, 400, 413, 202, 400]
    assert results[2]["errors"] == [{"pointer": "/colour", "detail": "Extra inputs are not permitted"}]
    assert [record.key.decode() for record in publisher.records] == [results[0]["release_id"], results[5]["release_id"]]


async def test_a_line_has_the_ids_that_a_single_push_of_it_has(client: httpx.AsyncClient) -> None:
    single = await client.post("/releases", content=a_line(1), headers={"content-type": "application/json"})
    (result,) = await results_of(client, a_line(1) + b"\n")
    assert result == {"line": 1, "status": 202, **single.json()}


async def test_an_empty_batch_has_no_results(client: httpx.AsyncClient) -> None:
    assert await results_of(client, b"") == []


async def test_a_line_that_is_not_acknowledged_says_what_is_known_of_it(
    make_client: MakeClient, publisher: FakePublisher
) -> None:
    outcomes = iter([None, Unpublished("late", may_be_stored=True), Unpublished("full", may_be_stored=False)])

    def outcome(_record: Record) -> Outcome:
        return next(outcomes)

    publisher.outcome = outcome
    results = await results_of(make_client(retry_after=7), b"\n".join(map(a_line, (1, 2, 3))))
    assert [(result["status"], result.get("retry_after")) for result in results] == [(202, None), (503, 7), (503, 7)]
    assert "unknown" in results[1]["detail"]
    assert "not stored" in results[2]["detail"]


async def test_a_source_over_its_rate_is_refused_line_by_line(make_client: MakeClient) -> None:
    lines = [a_line(1), a_line(2), a_line(3, source="un.org"), a_line(4), b"bad"]
    results = await results_of(make_client(rate_per_source="2/minute"), b"\n".join(lines))
    assert [result["status"] for result in results] == [202, 202, 202, 429, 400]
    assert results[3]["retry_after"] > 0


async def test_other_media_types_are_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/releases/batch", content=a_line(1), headers={"content-type": "application/json"})
    assert answer.status_code == 415


# --- streaming ------------------------------------------------------------------------------------------------------


async def echo(number: int, lines: Sequence[Line]) -> Awaitable[bytes]:
    results: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
    results.set_result(b"".join(b"%d:%s\n" % (n, line) for n, line in enumerate(lines, number) if line != Overlong()))
    return results


async def test_results_come_while_the_batch_is_still_being_sent() -> None:
    first_answered = asyncio.Event()
    written: list[bytes] = []

    async def chunks() -> AsyncIterator[bytes]:
        yield b"one\ntw"
        await asyncio.wait_for(first_answered.wait(), 5)
        yield b"o\n"

    async def write(content: bytes) -> None:
        written.append(content)
        first_answered.set()

    missing = await batch.answer(chunks(), write, splitter=LineSplitter(100), take=echo, seconds=5)
    assert (missing, written) == (None, [b"1:one\n", b"2:two\n"])


async def test_a_sender_that_pauses_for_too_long_has_its_lines_answered_and_is_told() -> None:
    written: list[bytes] = []

    async def chunks() -> AsyncIterator[bytes]:
        yield b"one\ntwo\nthr"
        await asyncio.Event().wait()

    async def write(content: bytes) -> None:
        written.append(content)

    missing = await batch.answer(chunks(), write, splitter=LineSplitter(100), take=echo, seconds=0.05)
    assert (missing, written) == (3, [b"1:one\n2:two\n"])


async def test_no_more_is_read_than_the_window_while_the_results_are_not_taken() -> None:
    read = 0
    stalled = asyncio.Event()

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(10 * batch.WINDOW):
            read += 1
            if read > batch.WINDOW:
                stalled.set()
            yield b"line\n"

    async def write(_content: bytes) -> None:
        await stalled.wait()
        await asyncio.Event().wait()

    answering = asyncio.create_task(
        batch.answer(chunks(), write, splitter=LineSplitter(100), take=echo, seconds=5), name="answering"
    )
    await asyncio.wait_for(stalled.wait(), 5)
    for _ in range(100):
        await asyncio.sleep(0)
    assert read <= batch.WINDOW + 3
    answering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await answering


@given(lines=st.lists(st.binary(max_size=12).map(lambda line: line.replace(b"\n", b""))), data=st.data())
def test_lines_are_the_same_however_the_stream_is_cut(lines: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(line + b"\n" for line in lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)))))
    splitter = LineSplitter(8)
    found: list[Line] = []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += splitter.feed(stream[start:end])
    found += splitter.end()
    assert found == [line if len(line) <= 8 else Overlong() for line in lines]


def test_a_line_without_end_is_not_held() -> None:
    splitter = LineSplitter(100)
    for _ in range(1000):
        assert splitter.feed(b"x" * 1000) == []
    assert len(splitter._rest) == 0  # noqa: SLF001 - what is held is the point
    assert splitter.feed(b"\nok\n") == [Overlong(), b"ok"]
    assert splitter.end() == []
