"""uvicorn with our choices: no access log, our log pipe, bounded shutdown."""

import contextlib
import signal
import sys
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

DRAIN_SECONDS = 8


def server(app: ASGIApp, *, host: str, port: int) -> uvicorn.Server:
    """A server that is not yet running; `serve()` runs it in the present loop and handles SIGINT and SIGTERM."""
    return uvicorn.Server(_config(app, host=host, port=port))


def serve(app: ASGIApp, *, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM, drain within a limit, end with status 0."""
    end_with_0_on_signals()
    server(app, host=host, port=port).run()


def end_with_0_on_signals() -> None:
    """For uvicorn raises the signal again once it has ended: without a handler of ours, a violent end."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))


def side_server(app: ASGIApp, *, host: str, port: int) -> uvicorn.Server:
    """A server beside the work of a process that handles its own signals: set `should_exit` to end `serve()`."""
    return _SideServer(_config(app, host=host, port=port))


class _SideServer(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _config(app: ASGIApp, *, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http="httptools",
        loop="uvloop",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
