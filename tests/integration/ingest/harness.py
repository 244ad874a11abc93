"""The words of the ingest tests: a service as a process, what is pushed to it, what the topic holds afterwards."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any

import httpx
from aiokafka import TopicPartition

from services.cli.probes import free_ports
from services.contracts import codec
from services.contracts.messages import ReleasePublished, ReleaseWithdrawn
from services.contracts.topics import RELEASES_RAW
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings
from tests.processes import ServiceProcess


class Ingest(ServiceProcess):
    """The ingest service on a port of its own."""

    def __init__(self, kafka: KafkaSettings, **settings: str) -> None:
        (self.port,) = free_ports(1)
        environment = {f"READOUT_INGEST_{name.upper()}": value for name, value in settings.items()}
        environment |= {
            "READOUT_INGEST_PORT": str(self.port),
            "READOUT_KAFKA_BOOTSTRAP_SERVERS": kafka.bootstrap_servers,
        }
        super().__init__("services.ingest", environment)

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=30)


async def eventually(holds: Callable[[], Awaitable[bool]], *, within: float) -> None:
    async with asyncio.timeout(within):
        while True:
            if await holds():
                return
            await asyncio.sleep(0.05)


async def status(client: httpx.AsyncClient, path: str) -> int | None:
    """None while nobody listens."""
    with contextlib.suppress(httpx.TransportError):
        return (await client.get(path)).status_code
    return None


async def until(client: httpx.AsyncClient, path: str, wanted: int, *, within: float) -> None:
    async def holds() -> bool:
        return await status(client, path) == wanted

    await eventually(holds, within=within)


@contextlib.asynccontextmanager
async def serving(kafka: KafkaSettings, **settings: str) -> AsyncIterator[tuple[Ingest, httpx.AsyncClient]]:
    async with Ingest(kafka, **settings) as ingest, ingest.client() as client:
        await until(client, "/readyz", 200, within=20)
        yield ingest, client


def a_source() -> str:
    """Tests share the topic: each has a source of its own."""
    return f"s{uuid.uuid4().hex[:12]}.example.org"


def a_release(source: str, number: int, body: str = "They met.") -> dict[str, str]:
    return {"source": source, "external_id": str(number), "title": f"Release {number}", "body": body}


async def push_batch(client: httpx.AsyncClient, releases: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    content = "\n".join(map(json.dumps, releases))
    answer = await client.post("/releases/batch", content=content, headers={"content-type": "application/x-ndjson"})
    return [json.loads(line) for line in answer.text.splitlines()]


async def stored(kafka: KafkaSettings, source: str) -> list[ReleasePublished | ReleaseWithdrawn]:
    """What the topic holds of a source, in order of partition and offset."""
    consumer = clients.consumer(kafka, client_id="test", group_id=None)
    await consumer.start()
    try:
        partitions = [TopicPartition(RELEASES_RAW.name, n) for n in range(RELEASES_RAW.partitions)]
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        ends = await consumer.end_offsets(partitions)
        found = []
        while any([await consumer.position(tp) < end for tp, end in ends.items()]):
            for records in (await consumer.getmany(timeout_ms=200)).values():
                found += [codec.decode(RELEASES_RAW, record.value, record.headers)[1] for record in records]
    finally:
        await consumer.stop()
    mine = [message for message in found if isinstance(message, ReleasePublished | ReleaseWithdrawn)]
    return [message for message in mine if message.release_id.startswith(f"{source}:")]
