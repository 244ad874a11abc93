"""`/livez`, `/readyz` and `/metrics`: answers computed when asked, never constant."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict, dataclass

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what was found."""

    name: str
    ok: bool
    detail: str = ""


Checks = Callable[[], Iterable[Check]]
"""Looks now; must not block."""


def health_routes(*, alive: Checks, ready: Checks, registry: CollectorRegistry) -> list[Route]:
    """The three routes; a health answer is 200 when every check passes, else 503, and lists them all."""
    return [
        Route("/livez", _answer(alive), include_in_schema=False),
        Route("/readyz", _answer(ready), include_in_schema=False),
        Route("/metrics", _metrics(registry), include_in_schema=False),
    ]


def _answer(checks: Checks) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        found = list(checks())
        ok = all(check.ok for check in found)
        body = {"status": "ok" if ok else "failing", "checks": [asdict(check) for check in found]}
        return JSONResponse(body, status_code=200 if ok else 503, headers={"Cache-Control": "no-store"})

    return answer


def _metrics(registry: CollectorRegistry) -> Callable[[Request], Awaitable[Response]]:
    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return metrics
