"""The service as a process of its own on the embedded broker, which needs no Docker."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from pathlib import Path

import httpx
import pytest

from services.cli.broker import start_mock_cluster
from services.contracts.messages import ReleasePublished
from services.runtime.settings import KafkaSettings
from tests.integration.ingest.harness import Ingest, a_release, a_source, push_batch, serving, stored
from tests.shared import shared

pytestmark = pytest.mark.embedded
FIELDS = ("source", "url", "language", "title", "published_at", "body")


@pytest.fixture(scope="module")
def broker() -> Iterator[KafkaSettings]:
    handle, port = start_mock_cluster()
    yield KafkaSettings(bootstrap_servers=f"127.0.0.1:{port}")
    del handle


@pytest.fixture
async def service(broker: KafkaSettings) -> AsyncIterator[tuple[Ingest, httpx.AsyncClient]]:
    async with serving(broker) as found:
        yield found


async def test_each_way_to_push_ends_in_the_topic(
    broker: KafkaSettings, service: tuple[Ingest, httpx.AsyncClient]
) -> None:
    source, (_, client) = a_source(), service
    text, page = {"content-type": "text/plain"}, {"content-type": "text/html"}
    await client.post("/releases", json=a_release(source, 1))
    await client.post(f"/releases?source={source}&external_id=2", content="Title\n\nText.\n", headers=text)
    await client.post(f"/releases?source={source}&external_id=3", content="<p>The text.</p>", headers=page)
    await push_batch(client, [a_release(source, 4)])
    bodies = {message.release.body for message in await stored(broker, source) if isinstance(message, ReleasePublished)}
    assert bodies == {"They met.", "Title\n\nText.\n", "The text."}
    assert len(await stored(broker, source)) == 4


async def test_a_line_is_answered_before_the_next_one_is_sent(service: tuple[Ingest, httpx.AsyncClient]) -> None:
    source, (ingest, _) = a_source(), service
    reader, writer = await asyncio.open_connection("127.0.0.1", ingest.port)
    writer.write(b"POST /releases/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n")
    writer.write(b"Content-Type: application/x-ndjson\r\n\r\n")
    async with asyncio.timeout(10):
        for number in range(3):
            line = json.dumps(a_release(source, number)).encode() + b"\n"
            writer.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
            if number == 0:
                assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
            size = int(await reader.readline(), 16)
            result = json.loads(await reader.readexactly(size))
            await reader.readline()
            assert (result["line"], result["status"]) == (number + 1, 202)
        writer.write(b"0\r\n\r\n")
        assert await reader.readline() == b"0\r\n"
    writer.close()
    await writer.wait_closed()


async def test_a_sender_that_leaves_in_the_middle_of_a_batch_harms_nobody(
    broker: KafkaSettings, service: tuple[Ingest, httpx.AsyncClient]
) -> None:
    source, (ingest, client) = a_source(), service
    _, writer = await asyncio.open_connection("127.0.0.1", ingest.port)
    writer.write(b"POST /releases/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n")
    writer.write(b"Content-Type: application/x-ndjson\r\n\r\n" + json.dumps(a_release(source, 1)).encode() + b'\n{"cut')
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    answer = await client.post("/releases", json=a_release(source, 2))
    assert answer.status_code == 202
    assert (await client.get("/livez")).status_code == 200
    assert not [line for line in ingest.log if "Traceback" in line]
    assert answer.json()["release_id"] in {message.release_id for message in await stored(broker, source)}


@pytest.mark.parametrize("file", ["us-releases.jsonl.gz", "fr-vie-publique.jsonl.gz"])
async def test_real_releases_are_taken_without_one_failure(
    file: str, service: tuple[Ingest, httpx.AsyncClient]
) -> None:
    releases = real_releases(shared(f"data/{file}"), 750)
    _, client = service
    results = await push_batch(client, releases)
    assert [result for result in results if result["status"] != 202] == []
    assert len(results) == len(releases)


def real_releases(path: Path, most: int) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in islice(lines, most)]
    return [
        {"external_id": line["id"], **{name: line[name] for name in FIELDS if line[name] is not None}} for line in found
    ]
