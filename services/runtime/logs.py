"""One pipe for all logs: structlog's, the standard library's and the clients'."""

import logging
import sys
from collections.abc import Hashable, MutableMapping
from typing import Any, TextIO

import orjson
import structlog
from structlog.typing import Processor

from services.runtime.settings import LogSettings

_NOISY = ("aiokafka", "asyncio", "faust", "mode", "trafilatura", "uvicorn.access", "httpx", "httpcore")
_CLIENTS = ("aiokafka", "faust", "mode")
REPEATED_AFTER = 10.0
"""Seconds: a client says the same thing no more often; away from its broker aiokafka says it ten times a second."""
_REMEMBERED = 1_000


def configure(settings: LogSettings, *, service: str, stream: TextIO = sys.stderr) -> None:
    """Send every log line to `stream`: JSON, or coloured on a terminal; UTC ISO time, level, event, service."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(service=service)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _service(service),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.addFilter(Repeats())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderer(settings, stream)],
        )
    )
    logging.basicConfig(level=settings.level, handlers=[handler], force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(settings.level)))


class Repeats(logging.Filter):
    """Lets a client's line pass once in `REPEATED_AFTER`, whatever its values; the next says how many were left out."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[Hashable, tuple[float, int]] = {}
        """When each line passed last, and how many like it were left out since."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written; one after others that were left out says so at its end."""
        if record.name.partition(".")[0] not in _CLIENTS:
            return True
        said = (record.name, record.levelno, record.msg)
        passed, left_out = self._said.get(said, (0.0, 0))
        if record.created - passed < REPEATED_AFTER:
            self._said[said] = passed, left_out + 1
            return False
        if len(self._said) >= _REMEMBERED:
            self._said.clear()
        self._said[said] = record.created, 0
        if left_out:
            record.msg, record.args = f"{record.getMessage()} (and {left_out} more like it)", None
        return True


def _service(service: str) -> Processor:
    """Name the service also in lines from threads, which do not inherit the context."""

    def add(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event.setdefault("service", service)
        return event

    return add


def _renderer(settings: LogSettings, stream: TextIO) -> list[Processor]:
    console = settings.format == "console" or (settings.format == "auto" and stream.isatty())
    if console:
        return [structlog.dev.ConsoleRenderer(colors=stream.isatty())]
    return [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(serializer=lambda event, **_: orjson.dumps(event, default=repr).decode()),
    ]
