"""`readout` as a user runs it: real processes, found again by a mark in their environment."""

import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx

from services.cli.embedded import Ports
from tests.waiting import eventually

ROOT = Path(__file__).parents[2]
MARK = "READOUT_TEST_MARK"
START_SECONDS = 60.0
STOP_SECONDS = 10.0
_http = httpx.Client(trust_env=False)


def running_with(mark: str) -> dict[int, str]:
    """The command lines of the processes that carry the mark, by process id."""
    return {
        int(folder.name): command
        for folder in Path("/proc").glob("[0-9]*")
        if f"{MARK}={mark}" in _content(folder / "environ") and (command := _content(folder / "cmdline").strip())
    }


def _content(path: Path) -> str:
    """Of a file under /proc, with spaces for nulls; empty where the process is gone, a zombie, or not ours to read."""
    try:
        return path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def environment(mark: str, **more: str) -> dict[str, str]:
    """This environment without settings of Readout, with the mark."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("READOUT_")}
    return {**clean, MARK: mark, "COLUMNS": "100", **more}


@dataclass
class Pipeline:
    """A running `readout up`, and `readout` commands that speak to it."""

    ports: Ports
    mark: str
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def up(cls, ports: Ports, *, mark: str | None = None) -> Iterator[Self]:
        """`readout up`, ready; stopped at the end."""
        with cls.started(ports, mark=mark or uuid.uuid4().hex) as pipeline:
            pipeline.wait_until_ready()
            yield pipeline

    @classmethod
    @contextmanager
    def started(cls, ports: Ports, *, mark: str) -> Iterator[Self]:
        """`readout up`, just started; stopped at the end."""
        options = [f"--{name}-port={port}" for name, port in asdict(ports).items()]
        with subprocess.Popen(
            [sys.executable, "-m", "services.cli.main", "up", "--json", *options],
            env=environment(mark),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            pipeline = cls(ports, mark, process)
            try:
                yield pipeline
            finally:
                if process.poll() is None:
                    pipeline.stop(signal.SIGTERM)

    def stop(self, number: signal.Signals) -> None:
        """Ask it to end; it must do so cleanly and in time, and leave nothing."""
        self.process.send_signal(number)
        assert self.process.wait(STOP_SECONDS) == 0
        assert running_with(self.mark) == {}

    def wait_until_ready(self) -> None:
        """Return when the services are ready; `up` then prints its one line."""
        eventually(lambda: self.is_ready() or None, within=START_SECONDS, what="readout up is ready")
        assert self.process.stdout is not None
        self.said.append(self.process.stdout.readline())

    def is_ready(self) -> bool:
        """Whether all three services say so."""
        return all(_is_ready(port) for port in (self.ports.ingest, self.ports.queries, self.ports.enrich))

    def pid_of(self, module: str) -> int:
        """The process that runs a module."""
        (pid,) = (pid for pid, command in running_with(self.mark).items() if command.endswith(f"-m {module}"))
        return pid

    def readout(self, *arguments: str, status: int | None = 0, stdin: str | None = None) -> str:
        """What a command prints, run against this pipeline; `status` is what it must end with."""
        return readout(*arguments, mark=self.mark, status=status, stdin=stdin, settings=self.addresses).stdout

    @property
    def addresses(self) -> dict[str, str]:
        """The settings that bring a command here."""
        return {
            "READOUT_CLI_INGEST_URL": self.ports.ingest_url,
            "READOUT_CLI_QUERIES_URL": self.ports.queries_url,
            "READOUT_KAFKA_BOOTSTRAP_SERVERS": self.ports.bootstrap_servers,
            "READOUT_KAFKA_TRANSACTIONS": "false",
        }

    def wait_for(self, name: str, *, within: float = 20.0) -> None:
        """Return once a participant of that name can be found."""
        eventually(
            lambda: (self.ask(f"/participants?q={name}") or {}).get("participants") or None,
            within=within,
            what=f"{name} is found",
        )

    def ask(self, path: str) -> dict[str, Any] | None:
        """The query API's answer; None where there is none yet."""
        answer = _http.get(f"{self.ports.queries_url}{path}")
        found: dict[str, Any] | None = answer.json() if answer.status_code == 200 else None
        return found


def _is_ready(port: int) -> bool:
    try:
        return _http.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def readout(
    *arguments: str,
    mark: str,
    status: int | None = 0,
    stdin: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """A finished `readout` command, with what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "services.cli.main", *arguments],
        env=environment(mark, **(settings or {})),
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert status in (None, done.returncode), f"{arguments} ended with {done.returncode}: {done.stderr}"
    return done


def json_lines(printed: str) -> list[dict[str, Any]]:
    """The objects of a command's --json."""
    return [json.loads(line) for line in printed.splitlines()]
