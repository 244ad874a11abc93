"""Counts and logs every request; binds its trace to what is logged meanwhile."""

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.ingest.intake import traceparent_of
from services.ingest.metrics import Metrics

_log = structlog.get_logger()
_HEALTH = ("/livez", "/readyz", "/metrics")


def _trace(scope: Scope) -> dict[str, str]:
    header = dict(scope["headers"]).get(b"traceparent", b"").decode("latin-1")
    traceparent = traceparent_of(header)
    return {} if traceparent is None else {"trace_id": traceparent.split("-")[1]}


class Observed:
    """ASGI middleware. Metrics are labelled by route, never by address: ids would make labels without end."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http" or scope["path"] in _HEALTH:
            await self._app(scope, receive, send)
            return
        status = 500

        async def observe(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with structlog.contextvars.bound_contextvars(method=scope["method"], **_trace(scope)):
            try:
                await self._app(scope, receive, observe)
            finally:
                route = getattr(scope.get("route"), "path", "none")
                self._metrics.answered(scope["method"] if route != "none" else "other", route, status)
                _log.debug("answered", route=route, status=status)
