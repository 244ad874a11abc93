import io
import json
import logging
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import structlog

from services.runtime import logs
from services.runtime.settings import LogSettings


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def afterwards_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def logged(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def stream() -> io.StringIO:
    stream = io.StringIO()
    logs.configure(LogSettings(), service="ingest", stream=stream)
    return stream


def test_off_a_terminal_each_line_is_json_with_time_level_event_and_service(stream: io.StringIO) -> None:
    structlog.get_logger().info("broker answered", brokers=3)
    (line,) = logged(stream)
    assert (line["event"], line["level"], line["service"], line["brokers"]) == ("broker answered", "info", "ingest", 3)
    assert datetime.fromisoformat(line["timestamp"]).utcoffset() is not None


def test_the_standard_librarys_and_the_clients_lines_go_through_the_same_pipe(stream: io.StringIO) -> None:
    logging.getLogger("aiokafka.client").warning("no broker at %s", "127.0.0.1:9092")
    (line,) = logged(stream)
    assert (line["event"], line["logger"], line["service"]) == (
        "no broker at 127.0.0.1:9092",
        "aiokafka.client",
        "ingest",
    )


def record_of(client: str, message: str, *args: object, at: float) -> logging.LogRecord:
    record = logging.LogRecord(client, logging.WARNING, "", 0, message, args, None)
    record.created = at
    return record


def test_a_client_says_the_same_once_in_ten_seconds_and_then_how_often_it_would_have() -> None:
    repeats = logs.Repeats()
    lines = [
        record_of("aiokafka.client", "no broker at %s", f"10.0.0.{tenth}", at=1000 + tenth / 10) for tenth in range(102)
    ]
    passed = [line for line in lines if repeats.filter(line)]
    assert [line.getMessage() for line in passed] == [
        "no broker at 10.0.0.0",
        "no broker at 10.0.0.100 (and 99 more like it)",
    ]


def test_what_a_client_says_for_the_first_time_and_all_that_we_say_passes() -> None:
    repeats = logs.Repeats()
    assert repeats.filter(record_of("aiokafka.client", "one", at=1000))
    assert repeats.filter(record_of("aiokafka.client", "other", at=1000))
    assert [repeats.filter(record_of("services.ingest", "one", at=1000)) for _ in range(2)] == [True, True]


def test_what_is_bound_to_the_context_is_in_the_line(stream: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(release_id="un.org:1", offset=7):
        structlog.get_logger().info("dead letter")
    structlog.get_logger().info("later")
    first, later = logged(stream)
    assert (first["release_id"], first["offset"]) == ("un.org:1", 7)
    assert "release_id" not in later


def test_lines_from_threads_name_the_service_too(stream: io.StringIO) -> None:
    thread = threading.Thread(target=lambda: structlog.get_logger().info("from a thread"))
    thread.start()
    thread.join()
    assert logged(stream)[0]["service"] == "ingest"


def test_what_cannot_be_written_as_json_is_written_as_its_repr(stream: io.StringIO) -> None:
    structlog.get_logger().info("odd", value={1, 2}, raw=b"\xff")
    assert logged(stream)[0]["value"] == "{1, 2}"


def test_an_exception_is_one_line_of_json(stream: io.StringIO) -> None:
    try:
        int("broken")
    except ValueError:
        structlog.get_logger().exception("failed")
    (line,) = logged(stream)
    assert "ValueError: invalid literal" in line["exception"]


def test_below_the_level_nothing_is_written_and_chatty_clients_only_warn(stream: io.StringIO) -> None:
    structlog.get_logger().debug("detail")
    logging.getLogger("aiokafka.consumer").info("fetched")
    logging.getLogger("uvicorn.access").info("GET /")
    assert logged(stream) == []


def test_on_a_terminal_lines_are_for_people() -> None:
    stream = Terminal()
    logs.configure(LogSettings(), service="ingest", stream=stream)
    structlog.get_logger().info("broker answered", brokers=3)
    assert "broker answered" in stream.getvalue()
    with pytest.raises(json.JSONDecodeError):
        json.loads(stream.getvalue())
