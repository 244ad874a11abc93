"""What instances ask each other, answered from the stores of this one alone; and the rows themselves, for checks."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

import orjson
from aiokafka import TopicPartition
from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from pydantic import AwareDatetime

from services.contracts.topics import BY_NAME, PARTICIPANTS_EVENTS, RELEASES_MEETINGS, RELEASES_TOPICS, Topic
from services.index import answers, pages, rows
from services.index.asking import Desk
from services.index.documents import EncounterAnswer, LocalSearch, PageAnswer
from services.index.freshness import stalest
from services.index.partitions import Held, Partitions
from services.index.rows import Table
from services.runtime.problems import Problem

ROWS_AT_ONCE = 500
"""Rows written out before the loop may do something else."""
_PAGED = (RELEASES_MEETINGS, RELEASES_TOPICS)
T = TypeVar("T")


def search_here(desk: Desk, query: str) -> LocalSearch:
    """The participants that fit, in the partitions that this instance holds."""
    local = desk.all_here(PARTICIPANTS_EVENTS)
    found = tuple(match for here in local.values() for match in answers.search(here.rows, query))
    freshness = stalest(here.freshness for here in local.values())
    return LocalSearch(participants=found, freshness=freshness, partitions=tuple(sorted(local)))


def page_here(desk: Desk, topic: Topic, release_id: str) -> PageAnswer | None:
    """A release's page; None where this instance does not hold its partition."""
    here = desk.here(topic, release_id)
    if here is None:
        return None
    page = here.rows.get(rows.key(Table.PAGE, release_id))
    return PageAnswer(page=page and page.decode(), freshness=here.freshness)


def encounter_here(desk: Desk, participant_id: str, event_id: str) -> EncounterAnswer | None:
    """A report's encounter; None where this instance does not hold the participant's partition."""
    here = desk.here(PARTICIPANTS_EVENTS, participant_id)
    if here is None:
        return None
    encounter = pages.encounter_of(here.rows, participant_id, event_id)
    return EncounterAnswer(encounter=encounter, freshness=here.freshness)


def inside_routes(desk: Desk, partitions: Partitions) -> APIRouter:
    """Routes that are not for the public: the front must not pass them on."""
    router = APIRouter(prefix="/internal", include_in_schema=False)

    @router.get("/participants")
    async def search(q: str) -> LocalSearch:
        return search_here(desk, q)

    @router.get("/pages/{topic_name}/{release_id}")
    async def page(topic_name: str, release_id: str) -> PageAnswer:
        topic = BY_NAME.get(topic_name)
        return _ours(page_here(desk, topic, release_id) if topic in _PAGED else None)

    @router.get("/encounters/{participant_id}/{event_id}")
    async def encounter(participant_id: str, event_id: str) -> EncounterAnswer:
        return _ours(encounter_here(desk, participant_id, event_id))

    @router.get("/partitions")
    async def positions() -> list[dict[str, Any]]:
        outdated = dict(partitions.outdated())
        return [
            _where(tp) | _state(held, partitions.rebuild_since if tp in outdated else None) for tp, held in partitions
        ]

    @router.post("/rebuild", status_code=202)
    async def rebuild(since: AwareDatetime) -> dict[str, datetime | None]:
        partitions.ask_rebuild(since)
        return {"since": partitions.rebuild_since}

    @router.get("/rows")
    async def dump(topic: str | None = None) -> Response:
        return StreamingResponse(_lines(partitions, topic), media_type="application/x-ndjson")

    return router


def _ours(found: T | None) -> T:
    if found is None:
        raise Problem(421, "this instance does not hold that now")
    return found


async def _lines(partitions: Partitions, topic: str | None) -> AsyncIterator[bytes]:
    """A line for each partition held and each of its rows; the last line says that nothing is missing."""
    for tp, held in partitions:
        if topic in (None, tp.topic):
            yield _line(**_where(tp), next_offset=held.store.next_offset)
            for rows_ in _batches(held.store.all_rows()):
                yield b"".join(_line(**_where(tp), key=key.decode(), value=value.decode()) for key, value in rows_)
                await asyncio.sleep(0)
    yield _line(complete=True)


def _state(held: Held, rebuild_since: datetime | None) -> dict[str, Any]:
    """Where a store stands and when it began; of an outdated one, since when it is, and how far the new one is."""
    return {
        "next_offset": held.store.next_offset,
        "began": held.store.began,
        "rebuild_since": rebuild_since,
        "rebuilt_to": held.beside.next_offset if held.beside else 0,
    }


def _where(tp: TopicPartition) -> dict[str, Any]:
    return {"topic": tp.topic, "partition": tp.partition}


def _batches(found: Iterable[tuple[bytes, bytes]]) -> Iterator[list[tuple[bytes, bytes]]]:
    """As itertools.batched, which Python 3.11 does not have."""
    remaining = iter(found)
    while batch := list(islice(remaining, ROWS_AT_ONCE)):
        yield batch


def _line(**content: Any) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE)
