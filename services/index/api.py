"""The query API: who met whom, when, where and about what."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from urllib.parse import quote, urlencode

import httpx
from fastapi import APIRouter, FastAPI, Path, Query, Request
from fastapi.responses import Response
from starlette.types import Lifespan

from services import __version__
from services.contracts.messages import Event, MeetingsExtracted, TopicsExtracted
from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_MEETINGS, RELEASES_TOPICS, Topic
from services.contracts.vocabulary import Kind, Status
from services.index import answers, documents, pages
from services.index.asking import FORWARDED, Desk, Local, unavailable
from services.index.documents import (
    CounterpartsAnswer,
    EncounterAnswer,
    EncountersAnswer,
    EventAnswer,
    LocalSearch,
    PageAnswer,
    ProfileAnswer,
    ReleaseAnswer,
    SearchAnswer,
)
from services.index.encounters import Answer
from services.index.freshness import Freshness, stalest
from services.index.inside import encounter_here, inside_routes, page_here, search_here
from services.index.pages import Cursor, Filter
from services.index.partitions import Partitions
from services.index.replies import add_problems, relay, reply
from services.runtime.problems import FieldError, Problem

Id = Annotated[str, Path(min_length=1, max_length=512)]
Limit = Annotated[int, Query(ge=1, le=200)]


def create_api(desk: Desk, partitions: Partitions, *, lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """The query API over a desk; without health routes."""
    app = FastAPI(
        title="Readout queries",
        version=__version__,
        description=documents.DESCRIPTION,
        lifespan=lifespan,
        redoc_url=None,
    )
    app.include_router(_public_routes(desk))
    app.include_router(inside_routes(desk, partitions))
    add_problems(app)
    return app


def _public_routes(desk: Desk) -> APIRouter:
    """What everybody may ask."""
    router = APIRouter(responses=documents.PROBLEMS)
    _add_search(router, desk)
    _add_participants(router, desk)
    _add_encounters(router, desk)
    _add_releases(router, desk)
    return router


def _add_search(router: APIRouter, desk: Desk) -> None:
    @router.get("/participants", **documents.SEARCH)
    async def search(
        request: Request, q: Annotated[str, Query(min_length=1, max_length=200)], limit: Limit = 20
    ) -> Response:
        local = search_here(desk, q)
        target = f"/internal/participants?{urlencode({'q': q})}"
        remote = await desk.everywhere(PARTICIPANTS_EVENTS, target, but=lambda number: number in local.partitions)
        parts = [local, *(LocalSearch.model_validate_json(answer.content) for answer in remote)]
        found = {match.participant_id: match for part in parts for match in part.participants}
        best = answers.best_first(found.values(), q)[:limit]
        freshness = stalest(part.freshness for part in parts)
        return reply(request, SearchAnswer(participants=tuple(best), freshness=freshness))


def _add_participants(router: APIRouter, desk: Desk) -> None:
    @router.get("/participants/{participant_id}", **documents.PROFILE)
    async def profile(request: Request, participant_id: Id) -> Response:
        def read(here: Local) -> ProfileAnswer | None:
            found = answers.profile(here.rows, participant_id)
            return None if found is None else ProfileAnswer(**dict(found), freshness=here.freshness)

        return await _about(desk, request, participant_id, read)

    @router.get("/participants/{participant_id}/counterparts", **documents.COUNTERPARTS)
    async def counterparts(request: Request, participant_id: Id, limit: Limit = 50) -> Response:
        def read(here: Local) -> CounterpartsAnswer | None:
            if answers.profile(here.rows, participant_id) is None:
                return None
            found = answers.counterparts(here.rows, participant_id)
            return CounterpartsAnswer(
                participant_id=participant_id,
                counterparts=tuple(found[:limit]),
                total=len(found),
                freshness=here.freshness,
            )

        return await _about(desk, request, participant_id, read)


def _add_encounters(router: APIRouter, desk: Desk) -> None:
    @router.get("/participants/{participant_id}/events", **documents.ENCOUNTERS)
    async def encounters(  # noqa: PLR0913, PLR0917 - one parameter for each filter
        request: Request,
        participant_id: Id,
        first: Annotated[date | None, Query(alias="from")] = None,
        last: Annotated[date | None, Query(alias="to")] = None,
        kind: Kind | None = None,
        status: Status | None = None,
        counterpart: Annotated[str | None, Query(max_length=512)] = None,
        topic: Annotated[str | None, Query(max_length=100)] = None,
        limit: Limit = 20,
        cursor: Annotated[str | None, Query(max_length=2048)] = None,
    ) -> Response:
        asked = Filter(first, last, kind, status, counterpart, topic)
        after = _cursor(cursor)

        def read(here: Local) -> EncountersAnswer | None:
            if answers.profile(here.rows, participant_id) is None:
                return None
            page = pages.page(here.rows, participant_id, asked, limit=limit, cursor=after)
            return EncountersAnswer(
                participant_id=participant_id,
                encounters=page.encounters,
                next_cursor=page.cursor and page.cursor.encode(),
                freshness=here.freshness,
            )

        return await _about(desk, request, participant_id, read)


def _cursor(text: str | None) -> Cursor | None:
    if text is None:
        return None
    try:
        return Cursor.decode(text)
    except ValueError as error:
        raise Problem(422, str(error), errors=[FieldError(pointer="/query/cursor", detail=str(error))]) from error


def _add_releases(router: APIRouter, desk: Desk) -> None:
    @router.get("/releases/{release_id}", **documents.RELEASE)
    async def release(request: Request, release_id: Id) -> Response:
        meetings = await _page(desk, RELEASES_MEETINGS, release_id)
        topics = await _page(desk, RELEASES_TOPICS, release_id)
        return reply(request, _release(meetings, topics, release_id))

    @router.get("/events/{event_id}", **documents.EVENT)
    async def event(request: Request, event_id: Id) -> Response:
        page = await _page(desk, RELEASES_MEETINGS, source_release(event_id))
        extracted = MeetingsExtracted.model_validate_json(page.page) if page.page else None
        found = next((e for e in extracted.events if e.event_id == event_id), None) if extracted else None
        if extracted is None or found is None:
            raise Problem(404, f"no standing event {event_id}")
        told = await _encounter(desk, found, fallback=page.freshness)
        answer = EventAnswer(
            event=found,
            release=extracted.release,
            encounter=told.encounter,
            freshness=stalest([page.freshness, told.freshness]),
        )
        return reply(request, answer)


def source_release(event_id: str) -> str:
    """The release that an event id belongs to."""
    return event_id.rpartition(":")[0]


def _release(meetings: PageAnswer, topics: PageAnswer, release_id: str) -> ReleaseAnswer:
    """Both pages as one answer about the older of the two: whoever waits for a revision must not see half of it."""
    if meetings.page is None or topics.page is None:
        raise Problem(404, f"no release {release_id}")
    events = MeetingsExtracted.model_validate_json(meetings.page)
    concepts = TopicsExtracted.model_validate_json(topics.page)
    derived = min(events, concepts, key=lambda page: page.release.sequence)
    return ReleaseAnswer(
        release=derived.release,
        outcome=derived.outcome,
        detail=derived.detail,
        extractor=derived.extractor,
        events=events.events,
        topics=concepts.topics,
        freshness=stalest([meetings.freshness, topics.freshness]),
    )


async def _about(desk: Desk, request: Request, participant_id: str, read: Callable[[Local], Answer | None]) -> Response:
    """What `read` finds of a participant, here or where the participant's partition is held."""
    here = desk.here(PARTICIPANTS_EVENTS, participant_id)
    if here is None:
        if FORWARDED in request.headers:
            raise Problem(421, "this instance does not hold that participant now")
        target = quote(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
        wanted = {name: value for name, value in request.headers.items() if name == "if-none-match"}
        return relay(await desk.elsewhere(PARTICIPANTS_EVENTS, participant_id, target, wanted))
    found = read(here)
    if found is None:
        raise Problem(404, f"no release that stands names {participant_id}")
    return reply(request, found)


async def _page(desk: Desk, topic: Topic, release_id: str) -> PageAnswer:
    """A release's page, here or where it is held."""
    if (found := page_here(desk, topic, release_id)) is not None:
        return found
    target = f"/internal/pages/{topic.name}/{quote(release_id, safe='')}"
    answer = await desk.elsewhere(topic, release_id, target, {})
    return PageAnswer.model_validate_json(_good(answer).content)


async def _encounter(desk: Desk, event: Event, *, fallback: Freshness) -> EncounterAnswer:
    """The encounter that an event belongs to, in its first participant's view."""
    if not event.participants:
        return EncounterAnswer(encounter=None, freshness=fallback)
    participant_id = event.participants[0].participant_id
    if (found := encounter_here(desk, participant_id, event.event_id)) is not None:
        return found
    target = f"/internal/encounters/{quote(participant_id, safe='')}/{quote(event.event_id, safe='')}"
    answer = await desk.elsewhere(PARTICIPANTS_EVENTS, participant_id, target, {})
    return EncounterAnswer.model_validate_json(_good(answer).content)


def _good(answer: httpx.Response) -> httpx.Response:
    if not answer.is_success:
        raise unavailable(f"the instance that holds it answered {answer.status_code}")
    return answer
