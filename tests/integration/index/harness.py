"""The words of the index tests: tell what was extracted, run index, look at what it serves."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import httpx
import orjson
from aiokafka import TopicPartition

from services.cli.probes import free_ports
from services.contracts import codec
from services.contracts.codec import Record, Undecodable
from services.contracts.messages import MeetingsExtracted, Message, ParticipationReported
from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_MEETINGS, Topic
from services.index import reference
from services.index.folds import difference
from services.index.rows import Table
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings
from tests.processes import ServiceProcess

EXTRACTED = datetime(2024, 5, 14, 12, tzinfo=UTC)
PATIENCE = 60.0


async def until(holds: Callable[[], Awaitable[bool]], *, what: str, within: float = PATIENCE) -> None:
    """Return once `holds`; fail at the deadline. Two thirds of the time are left to those who are looked at."""
    deadline = time.monotonic() + within
    looked = time.monotonic()
    while not await holds():
        assert time.monotonic() < deadline, f"not within {within:g} s: {what}"
        await asyncio.sleep(max(0.1, 2 * (time.monotonic() - looked)))
        looked = time.monotonic()


async def tell(kafka: KafkaSettings, messages: Iterable[Message], *, pace: float = 0) -> None:
    """Send messages as enrich does; `pace` seconds between two."""
    await put(kafka, [codec.encode(message, service="enrich", time=EXTRACTED) for message in messages], pace=pace)


async def put(kafka: KafkaSettings, records: Iterable[Record], *, pace: float = 0) -> None:
    """Send records as they are."""
    producer = clients.producer(kafka, client_id="test", max_request_size=4_000_000)
    await producer.start()
    try:
        sent = []
        for record in records:
            sent.append(
                await producer.send(record.topic.name, record.value, key=record.key, headers=list(record.headers))
            )
            if pace:
                await asyncio.sleep(pace)
        await asyncio.gather(*sent)
    finally:
        await producer.stop()


async def messages_on(kafka: KafkaSettings, topic: Topic) -> list[Message]:
    """Every committed message of a topic that can be read, by partition and in order."""
    consumer = clients.consumer(kafka, client_id="test", group_id=None)
    await consumer.start()
    try:
        partitions = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        found: dict[TopicPartition, list[Message]] = {partition: [] for partition in partitions}
        while any([await consumer.position(partition) < end for partition, end in ends.items()]):
            for partition, records in (await consumer.getmany(timeout_ms=200)).items():
                found[partition] += _readable(topic, records)
    finally:
        await consumer.stop()
    return [message for partition in partitions for message in found[partition]]


def _readable(topic: Topic, records: Iterable[Any]) -> Iterable[Message]:
    for record in records:
        try:
            yield codec.decode(topic, record.value, record.headers)[1]
        except Undecodable:
            continue


async def extracted(kafka: KafkaSettings) -> list[MeetingsExtracted]:
    """Every set that was ever told."""
    return [
        message for message in await messages_on(kafka, RELEASES_MEETINGS) if isinstance(message, MeetingsExtracted)
    ]


def differences(told: Iterable[MeetingsExtracted]) -> Counter[str]:
    """Every message that the first stage has to send for these, with how often."""
    pages: dict[str, MeetingsExtracted] = {}
    sent: Counter[str] = Counter()
    for current in told:
        previous = pages.get(current.key)
        if previous is None or current.release.sequence >= previous.release.sequence:
            sent.update(said.model_dump_json() for said in difference(previous, current))
            pages[current.key] = current
    return sent


class Index:
    """The index as a process of its own."""

    def __init__(self, kafka: KafkaSettings, *, data_dir: Path, module: str = "services.index") -> None:
        (self.port,) = free_ports(1)
        self.data_dir = data_dir
        environment = {
            "READOUT_KAFKA_BOOTSTRAP_SERVERS": kafka.bootstrap_servers,
            "READOUT_KAFKA_TRANSACTIONS": str(kafka.transactions),
            "READOUT_INDEX_PORT": str(self.port),
            "READOUT_INDEX_DATA_DIR": str(data_dir),
            "READOUT_KAFKA_SESSION_TIMEOUT_MS": "6000",
            "READOUT_LOG_FORMAT": "json",
        }
        self.process = ServiceProcess(module, environment)
        self.http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=30)

    async def __aenter__(self) -> Self:
        await self.process.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.http.aclose()
        await self.process.__aexit__(*exc)

    async def answers(self, path: str, status: int = 200) -> bool:
        """Whether `path` gets this status now."""
        try:
            return (await self.http.get(path)).status_code == status
        except httpx.TransportError:
            return False

    async def ready(self) -> Self:
        async def ready_or_dead() -> bool:
            assert self.process.running, "\n".join(self.process.log[-20:])
            return await self.answers("/readyz")

        await until(ready_or_dead, what="ready")
        return self

    async def get(self, path: str, **params: Any) -> Any:
        answer = await self.http.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def metric(self, name: str) -> float:
        """The sum of a metric over its labels."""
        text = (await self.http.get("/metrics")).text
        lines = [line for line in text.splitlines() if line.startswith((f"{name} ", f"{name}{{"))]
        return sum(float(line.rpartition(" ")[2]) for line in lines)

    async def holds_a_share(self) -> bool:
        """Whether it holds some partitions, and not all."""
        answer = await self.http.get("/internal/rows")
        held = sum("next_offset" in orjson.loads(line) for line in answer.text.splitlines())
        return 0 < held < 12

    async def leaves(self) -> None:
        """SIGTERM, and the end."""
        self.process.send(signal.SIGTERM)
        await self.process.wait(within=10)

    async def rows(self) -> dict[bytes, bytes]:
        """The view rows that this instance holds, comparable with the reference's."""
        answer = await self.http.get("/internal/rows", params={"topic": PARTICIPANTS_EVENTS.name})
        lines = [orjson.loads(line) for line in answer.text.splitlines()]
        assert lines[-1] == {"complete": True}
        rows = {line["key"].encode(): line["value"].encode() for line in lines if "key" in line}
        return {key: _comparable(key, value) for key, value in rows.items() if not _is(key, Table.ENTRY)}


def _is(key: bytes, table: Table) -> bool:
    return key.startswith(f"{table}\0".encode())


def _comparable(key: bytes, value: bytes) -> bytes:
    if not _is(key, Table.DATED):
        return value
    return reference.comparable(ParticipationReported.model_validate_json(value)).model_dump_json().encode()


@asynccontextmanager
async def running(kafka: KafkaSettings, *, data_dir: Path, module: str = "services.index") -> AsyncIterator[Index]:
    """An index that is ready."""
    async with Index(kafka, data_dir=data_dir, module=module) as index:
        yield await index.ready()


async def caught_up(kafka: KafkaSettings, instances: Sequence[Index]) -> Mapping[bytes, bytes]:
    """What should be served, once the instances together serve it; fails with the difference."""
    wanted = reference.view(await extracted(kafka))
    served: dict[bytes, bytes] = {}

    async def same() -> bool:
        served.clear()
        for index in instances:
            served.update(await index.rows())
        return served == wanted

    try:
        await until(same, what="the rows are the ones computed directly")
    except AssertionError as error:
        lost, extra = wanted.keys() - served.keys(), served.keys() - wanted.keys()
        stale = [key for key in wanted.keys() & served.keys() if wanted[key] != served[key]]
        raise AssertionError(f"{len(lost)} lost, {len(extra)} extra, {len(stale)} stale of {len(wanted)}") from error
    return wanted
