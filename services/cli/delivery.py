"""Sends what is pushed to ingest and tells what became of each; waits and tries again where ingest says so."""

import base64
import hashlib
import hmac
import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import httpx
import orjson

from services.cli.pushables import Document, Line, Pushable, Single, Unreadable, Withdrawal
from services.contracts.ids import digest

BATCH_LINES = 200
BATCH_BYTES = 1_000_000
TIMEOUT_SECONDS = 60.0
_LATER = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


class UnreachableError(Exception):
    """Nobody answers at the address of ingest."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one push. `status` is ingest's, 0 for what was never sent."""

    name: str
    status: int
    release_id: str | None = None
    revision: str | None = None
    detail: str | None = None
    retry_after: float | None = None

    @property
    def accepted(self) -> bool:
        """Whether the broker has it."""
        return self.status == HTTPStatus.ACCEPTED


def signature(content: bytes, *, secret: str, timestamp: int) -> dict[str, str]:
    """The headers of Standard Webhooks 1.0 for a request's raw bytes; the id is computed from them.

    Raises:
        ValueError: the secret is not `whsec_` and base64.
    """
    key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    identity = f"msg_{digest(content.decode('utf-8', 'replace'))}"
    signed = hmac.new(key, f"{identity}.{timestamp}.".encode() + content, hashlib.sha256).digest()
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    content: bytes = b""
    media_type: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


class Ingest:
    """Pushes over one HTTP connection. `patience` bounds the seconds in a row that are spent on waiting for ingest."""

    def __init__(
        self,
        http: httpx.Client,
        *,
        secret: str | None = None,
        patience: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._http, self._secret, self._patience = http, secret, patience
        self._sleep, self._clock = sleep, clock
        self._has_answered = False

    def push(self, pushables: Iterable[Pushable]) -> Iterator[Outcome]:
        """Push in order and tell the outcome of each, in order; lines in a row go in batches.

        Raises:
            UnreachableError: nobody answers at the address, or not within the patience any more.
        """
        for are_lines, group in itertools.groupby(pushables, lambda each: isinstance(each, Line)):
            if are_lines:
                for batch in batches(each for each in group if isinstance(each, Line)):
                    yield from self._push_batch(batch)
            else:
                yield from (self._push_single(each) for each in group if not isinstance(each, Line))

    def _push_single(self, pushable: Single) -> Outcome:
        match pushable:
            case Unreadable(name, reason):
                return Outcome(name, 0, detail=reason)
            case Document(_, media_type, content, metadata):
                request = _Request("POST", "/releases", content, f"{media_type}; charset=utf-8", metadata)
            case Withdrawal(_, release_id, reason):
                parameters = {} if reason is None else {"reason": reason}
                request = _Request("DELETE", f"/releases/{release_id}", parameters=parameters)
        return self._patiently(lambda: [self._one(pushable.name, request)])[0]

    def _one(self, name: str, request: _Request) -> Outcome:
        response = self._send(request)
        return outcome(name, response.status_code, _fields(response.content), response.headers.get("Retry-After"))

    def _push_batch(self, batch: Sequence[Line]) -> list[Outcome]:
        """Send the lines, and again those that ingest would take later, until all are settled or patience ends."""
        settled: dict[str, Outcome] = {}

        def send_unsettled() -> list[Outcome]:
            waiting = [line for line in batch if line.name not in settled]
            found = self._lines(waiting)
            settled.update({each.name: each for each in found if each.status not in _LATER})
            return found

        last = {each.name: each for each in self._patiently(send_unsettled)}
        return [settled.get(line.name) or last[line.name] for line in batch]

    def _lines(self, lines: Sequence[Line]) -> list[Outcome]:
        content = b"\n".join(line.content for line in lines) + b"\n"
        response = self._send(_Request("POST", "/releases/batch", content, "application/x-ndjson"))
        if response.status_code != HTTPStatus.OK:
            retry_after = response.headers.get("Retry-After")
            return [outcome(line.name, response.status_code, _fields(response.content), retry_after) for line in lines]
        answers = [_fields(answer) for answer in response.content.splitlines()]
        answers += [{"status": HTTPStatus.SERVICE_UNAVAILABLE, "detail": "ingest broke off"}] * len(lines)
        return [
            outcome(line.name, answer.get("status", 0), answer, answer.get("retry_after"))
            for line, answer in zip(lines, answers, strict=False)
        ]

    def _patiently(self, attempt: Callable[[], list[Outcome]]) -> list[Outcome]:
        """Attempt again while an outcome says later, pausing as ingest asks, within the patience."""
        waited, pauses = 0.0, itertools.chain((0.5, 1.0, 2.0, 4.0), itertools.repeat(8.0))
        while True:
            try:
                outcomes = attempt()
            except UnreachableError:
                outcomes = []
                if not self._has_answered or waited >= self._patience:
                    raise
            later = [each for each in outcomes if each.status in _LATER]
            if (outcomes and not later) or waited >= self._patience:
                return outcomes
            asked = max((each.retry_after or 0.0 for each in later), default=0.0)
            pause = min(asked or next(pauses), self._patience - waited)
            self._sleep(pause)
            waited += pause

    def _send(self, request: _Request) -> httpx.Response:
        headers = {} if request.media_type is None else {"Content-Type": request.media_type}
        if self._secret is not None:
            headers |= signature(request.content, secret=self._secret, timestamp=int(self._clock()))
        try:
            response = self._http.request(
                request.method,
                request.path,
                content=request.content,
                params=request.parameters,
                headers=headers,
            )
        except httpx.TransportError as error:
            raise UnreachableError(f"no answer from {self._http.base_url}: {error}") from error
        self._has_answered = True
        return response


def batches(lines: Iterable[Line], *, most: int = BATCH_LINES, most_bytes: int = BATCH_BYTES) -> Iterator[list[Line]]:
    """The lines in groups of bounded number and size; never an empty one."""
    batch: list[Line] = []
    size = 0
    for line in lines:
        if batch and (len(batch) == most or size + len(line.content) > most_bytes):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line.content) + 1
    if batch:
        yield batch


def outcome(name: str, status: int, answer: Mapping[str, Any], retry_after: str | float | None) -> Outcome:
    """The outcome that an answer of ingest tells."""
    seconds = float(retry_after) if retry_after is not None and str(retry_after).isdigit() else None
    detail = None if status == HTTPStatus.ACCEPTED else _complaint(status, answer)
    return Outcome(name, status, answer.get("release_id"), answer.get("revision"), detail, seconds)


def _complaint(status: int, answer: Mapping[str, Any]) -> str:
    faults = [f"{error.get('pointer', '')}: {error.get('detail', '')}" for error in answer.get("errors", ())]
    return "; ".join([str(answer.get("detail") or HTTPStatus(status).phrase), *faults])


def _fields(content: bytes) -> dict[str, Any]:
    try:
        fields = orjson.loads(content)
    except orjson.JSONDecodeError:
        return {}
    return fields if isinstance(fields, dict) else {}
