"""Pushes generated releases over HTTP, new, corrected, withdrawn and repeated, and puts poison on the topics."""

import asyncio
import contextlib
import itertools
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_MEETINGS, RELEASES_RAW, RELEASES_TOPICS
from services.ingest.producers import stop
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings
from tests.builders import a_published

NAMES = [
    f"{first} {last}" for first in ("Paul", "Hugo", "Rosa", "Nils") for last in ("Martin", "Vidal", "Berg", "Sand")
]
SENDERS = 6
PAUSE = 0.25
POISON_SHARE = 0.05
RETRY_SECONDS = 0.3
GOOD_HEADERS = {
    "ce_specversion": b"1.0",
    "ce_id": b"x",
    "ce_source": b"/x",
    "ce_time": b"2024-05-14T12:00:00+00:00",
    "ce_type": a_published().TYPE.encode(),
}
POISON: dict[str, tuple[bytes | None, dict[str, bytes]]] = {
    "not-json": (b"{", GOOD_HEADERS),
    "schema": (b'{"release": 1}', GOOD_HEADERS),
    "not-a-cloud-event": (b"{}", {}),
    "unknown-type": (b"{}", {**GOOD_HEADERS, "ce_type": b"readout.unheard-of.v9"}),
    "empty": (None, GOOD_HEADERS),
}
POISONED = (RELEASES_RAW, RELEASES_MEETINGS, RELEASES_TOPICS, PARTICIPANTS_EVENTS)


@dataclass
class Told:
    """What was answered 202: the revisions of each release in order; None is a withdrawal."""

    revisions: dict[str, list[str | None]] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    poison: int = 0

    @property
    def acknowledged(self) -> int:
        """How many pushes and withdrawals were answered 202."""
        return sum(map(len, self.revisions.values()))


def a_text(random: Random) -> str:
    """Several calls in French."""
    return " ".join(
        f"Le ministre des Affaires étrangères {one} a rencontré le Premier ministre {other} à Paris"
        f" le {random.randint(1, 28)} mars 2024. Ils ont évoqué l'énergie."
        for one, other in (random.sample(NAMES, 2) for _ in range(random.randint(1, 4)))
    )


class Load:
    """Runs until it is told to stop. Whatever is not answered 202 is unknown and sent again."""

    def __init__(self, kafka: KafkaSettings, ingest_url: str, *, seed: int, pause: float = PAUSE) -> None:
        self._kafka, self._url, self._seed, self._pause = kafka, ingest_url, seed, pause
        self.told, self._stopping = Told(), asyncio.Event()
        self._last_text: dict[str, str] = {}
        self._poison = itertools.cycle(itertools.product(POISONED, POISON))

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Told]:
        """Push while the block runs, then until the last push is answered."""
        async with (
            httpx.AsyncClient(base_url=self._url, timeout=15, trust_env=False) as http,
            asyncio.TaskGroup() as group,
        ):
            for number in range(SENDERS):
                group.create_task(self._send(http, number))
            yield self.told
            self._stopping.set()

    async def _send(self, http: httpx.AsyncClient, number: int) -> None:
        random = Random(self._seed * 1000 + number)
        mine: list[tuple[str, str]] = []
        poisoner = Poisoner(self._kafka)
        while not self._stopping.is_set():
            if random.random() < POISON_SHARE:
                await poisoner.put(next(self._poison))
                self.told.poison += 1
            else:
                await self._tell(http, random, number, mine)
            await asyncio.sleep(self._pause)
        await poisoner.close()

    async def _tell(self, http: httpx.AsyncClient, random: Random, number: int, mine: list[tuple[str, str]]) -> None:
        chance = random.random()
        if mine and chance < 0.05:
            await self._withdraw(http, random.choice(mine)[0])
        elif mine and chance < 0.4:
            release_id, external_id = random.choice(mine)
            repeated = chance < 0.15 and self.told.revisions[release_id][-1] is not None
            text = self._last_text[release_id] if repeated else a_text(random)
            await self._push(http, external_id, text)
        else:
            external_id = f"{self._seed}-{number}-{len(mine)}"
            mine.append((await self._push(http, external_id, a_text(random)), external_id))

    async def _push(self, http: httpx.AsyncClient, external_id: str, text: str) -> str:
        release = {"source": "load.example", "external_id": external_id, "title": "T", "body": text, "language": "fr"}
        answer = await self._until_acknowledged(http, "POST", "/releases", release)
        self._last_text[answer["release_id"]] = text
        self.told.revisions.setdefault(answer["release_id"], []).append(answer["revision"])
        release_id: str = answer["release_id"]
        return release_id

    async def _withdraw(self, http: httpx.AsyncClient, release_id: str) -> None:
        await self._until_acknowledged(http, "DELETE", f"/releases/{release_id}", None)
        self.told.revisions[release_id].append(None)

    async def _until_acknowledged(self, http: httpx.AsyncClient, method: str, path: str, content: Any) -> Any:
        while True:
            try:
                answer = await http.request(method, path, json=content)
            except httpx.TransportError:
                self.told.answers["none"] += 1
            else:
                self.told.answers[str(answer.status_code)] += 1
                if answer.status_code == 202:
                    return answer.json()
                assert answer.status_code == 503, answer.text
                assert "retry-after" in answer.headers
            await asyncio.sleep(RETRY_SECONDS)


class Poisoner:
    """Puts poison on a topic, and puts it again with a new producer where that failed."""

    def __init__(self, kafka: KafkaSettings) -> None:
        self._kafka = kafka
        self._producer: AIOKafkaProducer | None = None
        self._count = itertools.count()

    async def put(self, which: tuple[Any, str]) -> None:
        topic, reason = which
        value, headers = POISON[reason]
        while True:
            try:
                producer = await self._started()
                sent = await producer.send(
                    topic.name, value, key=f"poison-{next(self._count)}".encode(), headers=list(headers.items())
                )
                await asyncio.wait_for(sent, 10)
            except (KafkaError, TimeoutError):
                await self.close()
                await asyncio.sleep(RETRY_SECONDS)
            else:
                return

    async def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = clients.producer(self._kafka, client_id="poison")
            try:
                await producer.start()
            except (KafkaError, TimeoutError):
                await stop(producer)
                raise
            self._producer = producer
        return self._producer

    async def close(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            await stop(producer)
