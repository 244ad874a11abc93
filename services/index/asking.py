"""Any instance answers for any key: it reads its own stores, and asks the instance that holds the others."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import structlog
from aiokafka import TopicPartition

from services.contracts.topics import Topic
from services.index.freshness import Freshness
from services.index.owners import Owners
from services.index.partitions import Held, Partitions
from services.index.progress import Progress
from services.index.rows import Rows
from services.runtime.clock import Clock
from services.runtime.kafka import partition_of
from services.runtime.problems import Problem

FORWARDED = "readout-forwarded"
"""Request header: another instance asks, which wants an answer or a refusal and no third instance."""
RETRY_SECONDS = 2
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Local:
    """Rows of this instance, and how current they are."""

    rows: Rows
    freshness: Freshness


def unavailable(detail: str) -> Problem:
    """Not now; ask again."""
    return Problem(503, detail, headers={"Retry-After": str(RETRY_SECONDS)})


class Desk:
    """Finds the rows for a key here, or asks whoever has them."""

    def __init__(  # noqa: PLR0913 - each is one thing that a test replaces
        self,
        partitions: Partitions,
        progress: Progress,
        owners: Owners,
        *,
        counts: Mapping[str, int],
        client: httpx.AsyncClient,
        own_url: str,
        clock: Clock,
    ) -> None:
        self._partitions, self._progress, self._owners, self._counts = partitions, progress, owners, counts
        self._client, self._own_url, self._clock = client, own_url, clock

    def here(self, topic: Topic, key: str) -> Local | None:
        """The rows for a key, when this instance holds them.

        Raises:
            Problem: 503 while they are rebuilt.
        """
        tp = self._tp(topic, key)
        held = self._partitions.get(*tp)
        return None if held is None else self._local(tp, held)

    def all_here(self, topic: Topic) -> dict[int, Local]:
        """The rows of all partitions of a topic that this instance holds."""
        return {
            partition: self._local(TopicPartition(topic.name, partition), held)
            for partition, held in self._partitions.of(topic.name).items()
        }

    def _local(self, tp: TopicPartition, held: Held) -> Local:
        if not self._progress.rebuilt(tp, held):
            left, whole = self._progress.remaining()
            raise unavailable(f"the views are being rebuilt: {left} of {whole} records to go")
        lag = self._progress.lag(tp, held)
        return Local(held.store, Freshness(as_of=held.store.as_of if lag else self._clock(), lag=lag))

    def _tp(self, topic: Topic, key: str) -> TopicPartition:
        return TopicPartition(topic.name, partition_of(topic, key, partitions=self._counts[topic.name]))

    async def elsewhere(self, topic: Topic, key: str, target: str, headers: Mapping[str, str]) -> httpx.Response:
        """What the holder of a key answers to `target`, a path with its query.

        Raises:
            Problem: 503 where nobody holds it, or the holder does not answer.
        """
        tp = self._tp(topic, key)
        for afresh in (False, True):
            url = (await self._owners.urls(afresh=afresh)).get(tp)
            answer = await self._ask(url + target, headers) if url and url != self._own_url else None
            if answer is not None and answer.status_code != httpx.codes.MISDIRECTED_REQUEST:
                return answer
        raise unavailable(f"no instance answers for partition {tp.partition} of {tp.topic} now")

    async def everywhere(self, topic: Topic, target: str, *, but: Callable[[int], bool]) -> list[httpx.Response]:
        """What the holders of all partitions, `but` some, answer to `target`; each names its `partitions`.

        Raises:
            Problem: 503 where nobody answers for one of them.
        """
        wanted = {number for number in range(self._counts[topic.name]) if not but(number)}
        for afresh in (False, True) if wanted else ():
            known = await self._owners.urls(afresh=afresh)
            urls = {known[tp] for tp in (TopicPartition(topic.name, number) for number in wanted) if tp in known}
            answers = await asyncio.gather(*(self._ask(url + target, {}) for url in urls - {self._own_url}))
            good = [answer for answer in answers if answer is not None and answer.is_success]
            if wanted <= {number for answer in good for number in answer.json()["partitions"]}:
                return good
        if wanted:
            raise unavailable(f"some partitions of {topic.name} have no instance that answers now")
        return []

    async def _ask(self, url: str, headers: Mapping[str, Any]) -> httpx.Response | None:
        try:
            return await self._client.get(url, headers={**headers, FORWARDED: self._own_url})
        except httpx.HTTPError as error:
            _log.warning("instance does not answer", url=url.partition("?")[0], error=repr(error))
            return None
