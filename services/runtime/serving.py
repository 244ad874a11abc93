"""uvicorn with our choices: no access log, our log pipe, bounded shutdown."""

import uvicorn
from starlette.types import ASGIApp

DRAIN_SECONDS = 8


def server(app: ASGIApp, *, host: str, port: int) -> uvicorn.Server:
    """A server that is not yet running; `serve()` runs it in the present loop and handles SIGINT and SIGTERM."""
    return uvicorn.Server(
        uvicorn.Config(
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
    )
