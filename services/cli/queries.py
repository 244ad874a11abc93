"""Asks the query API. Answers are the JSON that `/openapi.json` of the index describes, as plain dictionaries."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

import httpx
import typer

from services.cli.terminal import fail

QUERIES_URL = "http://127.0.0.1:8081"
PATIENCE_SECONDS = 10.0
PAGE = 200
TIMEOUT_SECONDS = 30.0

Json = dict[str, Any]
QueriesUrl = Annotated[
    str, typer.Option(envvar="READOUT_CLI_QUERIES_URL", metavar="URL", help="Where the query API listens.")
]


class NotFoundError(Exception):
    """Nobody and nothing by that id."""


class QueryError(Exception):
    """The question could not be answered; the message says why."""


class Queries:
    """The questions, over one HTTP connection. Waits, within bounds, while the views are being rebuilt."""

    def __init__(
        self, http: httpx.Client, *, patience: float = PATIENCE_SECONDS, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._http, self._patience, self._sleep = http, patience, sleep

    def search(self, query: str, *, limit: int) -> list[Json]:
        """Participants by name, the best match first."""
        found: list[Json] = self._get("/participants", {"q": query, "limit": str(limit)})["participants"]
        return found

    def profile(self, participant_id: str) -> Json:
        """Who a participant is. Raises NotFoundError."""
        return self._get(f"/participants/{quote(participant_id, safe='')}", {})

    def encounters(self, participant_id: str, filters: Mapping[str, str], *, limit: int) -> list[Json]:
        """A participant's encounters that pass the filters, newest first. Raises NotFoundError."""
        path, found, cursor = f"/participants/{quote(participant_id, safe='')}/events", list[Json](), ""
        while True:
            asked = {**filters, "limit": str(min(PAGE, limit - len(found))), **({"cursor": cursor} if cursor else {})}
            page = self._get(path, asked)
            found += page["encounters"]
            cursor = page["next_cursor"] or ""
            if len(found) >= limit or not cursor:
                return found

    def release(self, release_id: str) -> Json:
        """What was read from a release. Raises NotFoundError."""
        return self._get(f"/releases/{quote(release_id, safe='')}", {})

    def _get(self, path: str, parameters: Mapping[str, str]) -> Json:
        waited = 0.0
        while True:
            response = self._ask(path, parameters)
            if response.status_code != HTTPStatus.SERVICE_UNAVAILABLE or waited >= self._patience:
                break
            pause = min(float(response.headers.get("Retry-After", "1")), self._patience - waited)
            self._sleep(pause)
            waited += pause
        return _answer(response)

    def _ask(self, path: str, parameters: Mapping[str, str]) -> httpx.Response:
        try:
            return self._http.get(path, params=parameters)
        except httpx.TransportError as error:
            raise QueryError(
                f"no answer from {self._http.base_url}: {error}; start the pipeline with `readout up`, "
                "or say where the query API is with --queries-url"
            ) from error


def _answer(response: httpx.Response) -> Json:
    if response.status_code == HTTPStatus.OK:
        answer: Json = response.json()
        return answer
    detail = _detail(response)
    if response.status_code == HTTPStatus.NOT_FOUND:
        raise NotFoundError(detail)
    raise QueryError(detail)


def _detail(response: httpx.Response) -> str:
    try:
        problem = response.json()
        faults = [f"{fault['pointer']}: {fault['detail']}" for fault in problem.get("errors", ())]
        return "; ".join([problem["detail"], *faults])
    except (ValueError, KeyError, TypeError):
        return f"{response.url} answered {response.status_code}, and not as the query API does"


@contextmanager
def open_queries(url: str) -> Iterator[Queries]:
    """A connection to the query API; what goes wrong with it ends the command in one line."""
    try:
        with httpx.Client(base_url=url, timeout=TIMEOUT_SECONDS, trust_env=False) as http:
            yield Queries(http)
    except (QueryError, NotFoundError) as error:
        fail(str(error))
    except httpx.InvalidURL as error:
        fail(f"--queries-url {url}: {error}")
