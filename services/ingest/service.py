"""From a request to its answer: one push, one batch, one withdrawal."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from pydantic import ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from services.contracts.messages import Original, Release
from services.contracts.model import Model
from services.ingest import answers, batch, html, intake, pushes, requests
from services.ingest.intake import Context, Prepared
from services.ingest.lines import Line, LineSplitter, Overlong
from services.ingest.metrics import Metrics
from services.ingest.publisher import Outcome, Publisher, Unpublished
from services.ingest.rates import Rates
from services.ingest.settings import IngestSettings
from services.ingest.signatures import Signature, signed
from services.runtime.clock import Clock
from services.runtime.problems import Problem

MEDIA_TYPES = ("application/json", "text/plain", "text/html")
_CHUNK = 65_536
_log = structlog.get_logger()


class Withdrawal(Model):
    """Why a release is taken back."""

    model_config = ConfigDict(extra="forbid")

    release_id: str | None = None
    """As in the address. Needed where the source signs: a signature covers the content, not the address."""
    reason: pushes.Said | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that a request needs, in one place."""

    settings: IngestSettings
    publisher: Publisher
    clock: Clock
    rates: Rates
    metrics: Metrics

    # --- one push ---------------------------------------------------------------------------------------------------

    async def push(self, request: Request) -> Response:
        """Take one release; answer once it is stored."""
        media_type = requests.media_type(request, MEDIA_TYPES)
        content = await self._content(request)
        release, original = await _release(media_type, content, requests.parameters(request))
        self._signature(request, content).require(release.source)
        prepared = intake.published(release, original, self._context(request))
        return await self._accept(prepared)

    async def withdraw(self, request: Request, release_id: str) -> Response:
        """Take one release back; answer once that is stored."""
        content = await self._content(request)
        withdrawal = _withdrawal(content) if content else Withdrawal()
        prepared = intake.withdrawn(release_id, withdrawal.reason, self._context(request))
        if withdrawal.release_id not in (None, release_id):
            raise Problem(422, "the release_id in the content is not the one in the address")
        self._signature(request, content).require(prepared.source)
        if prepared.source in self.settings.secrets and withdrawal.release_id is None:
            raise Problem(401, "a signed withdrawal must name its release_id in the content, which is what is signed")
        return await self._accept(prepared)

    async def _accept(self, prepared: Prepared) -> Response:
        await self.rates.admit_source(prepared.source)
        (outcome,) = await (await self.publisher.enqueue([prepared.record]))
        if outcome is not None:
            raise self.not_acknowledged(outcome)
        self.metrics.accepted()
        _log.debug("stored", release_id=prepared.release_id, revision=prepared.revision, event_id=prepared.event_id)
        location = f"/releases/{prepared.release_id}"
        return answers.json_response(answers.accepted(prepared), status=202, location=location)

    async def _content(self, request: Request) -> bytes:
        return await requests.content(request, limit=self.settings.max_body_bytes, seconds=self.settings.read_seconds)

    def _context(self, request: Request) -> Context:
        traceparent = intake.traceparent_of(request.headers.get("traceparent"))
        return Context(self.clock(), self.settings.max_record_bytes, traceparent)

    def _signature(self, request: Request, content: bytes) -> Signature:
        return Signature(self.settings.secrets, request.headers, content)

    def not_acknowledged(self, outcome: Unpublished) -> Problem:
        """The problem of a record that the broker did not acknowledge."""
        return answers.not_acknowledged(outcome, retry_after=self.settings.retry_after)

    # --- a batch ----------------------------------------------------------------------------------------------------

    async def push_batch(self, request: Request) -> Response:
        """Take many releases; answer each line once it is stored.

        A batch that is signed is held whole, since its signature covers all of it. Its signature counts for the lines
        of each source one of whose secrets made it.
        """
        requests.media_type(request, batch.MEDIA_TYPES)
        content = await self._signed_content(request) if signed(request.headers) else b""
        chunks = _chunks(content) if signed(request.headers) else request.stream()
        taking = BatchTaking(self, self._signature(request, content), self._context(request))

        async def run(write: batch.Write) -> None:
            splitter, seconds = LineSplitter(self.settings.max_body_bytes), self.settings.read_seconds
            missing = await batch.answer(chunks, write, splitter=splitter, take=taking.take, seconds=seconds)
            if missing is not None:
                late = Problem(408, f"the line did not arrive within {seconds:g} s; the lines before it are answered")
                await write(answers.refused_line(missing, late) + b"\n")

        return batch.BatchResponse(run)

    async def _signed_content(self, request: Request) -> bytes:
        return await requests.content(
            request, limit=self.settings.max_signed_batch_bytes, seconds=self.settings.read_seconds
        )


Decided = Prepared | Problem


@dataclass(frozen=True, slots=True)
class BatchTaking:
    """Takes the lines of one batch; a bad one harms no other."""

    service: Service
    signature: Signature
    context: Context

    async def take(self, number: int, lines: Sequence[Line]) -> Awaitable[bytes]:
        """Put the valid lines in line for the broker, in order; then give the results of all."""
        decided = await self._within_rates([self._decide(line) for line in lines])
        records = [one.record for one in decided if isinstance(one, Prepared)]
        acknowledged = await self.service.publisher.enqueue(records)
        return asyncio.create_task(self._results(number, decided, acknowledged))

    def _decide(self, line: Line) -> Decided:
        if isinstance(line, Overlong):
            return Problem(413, f"the line is over the limit of {self.service.settings.max_body_bytes} bytes")
        try:
            release = pushes.from_json(line)
            self.signature.require(release.source)
            return intake.published(release, None, self.context)
        except Problem as problem:
            return problem

    async def _within_rates(self, decided: Sequence[Decided]) -> Sequence[Decided]:
        sources = [one.source for one in decided if isinstance(one, Prepared)]
        verdicts = iter(await self.service.rates.admit_sources(sources))
        return [(next(verdicts) or one) if isinstance(one, Prepared) else one for one in decided]

    async def _results(
        self, number: int, decided: Sequence[Decided], acknowledged: Awaitable[Sequence[Outcome]]
    ) -> bytes:
        outcomes = iter(await acknowledged)
        results = [
            self._result(line, one, next(outcomes) if isinstance(one, Prepared) else None)
            for line, one in enumerate(decided, number)
        ]
        return b"".join(result + b"\n" for result in results)

    def _result(self, line: int, decided: Decided, outcome: Outcome) -> bytes:
        problem = self.service.not_acknowledged(outcome) if outcome is not None else decided
        if isinstance(problem, Prepared):
            self.service.metrics.accepted()
            return answers.accepted_line(line, problem)
        self.service.metrics.refused(problem.status)
        return answers.refused_line(line, problem)


async def _release(media_type: str, content: bytes, parameters: Mapping[str, str]) -> tuple[Release, Original | None]:
    if media_type == "application/json":
        if parameters:
            raise Problem(422, "a release in JSON takes no query parameters: its fields are in the content")
        return pushes.from_json(content), None
    if media_type == "text/plain":
        return pushes.from_text(content, parameters), None
    document = pushes.as_text(content)
    return pushes.from_html(document, await asyncio.to_thread(html.reduce, document), parameters)


def _withdrawal(content: bytes) -> Withdrawal:
    try:
        return Withdrawal.model_validate_json(content)
    except ValidationError as error:
        raise pushes.refusal(error) from None


async def _chunks(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), _CHUNK):
        yield content[start : start + _CHUNK]
