"""`docker compose` as an operator uses it: a project, ports and image tags of its own, nothing left behind."""

import json
import os
import subprocess
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx

from services.cli.probes import free_ports
from tests.waiting import eventually

ROOT = Path(__file__).parents[2]
FILES = (ROOT / "docker-compose.yml", Path(__file__).with_name("own-images.yml"))
PORTS = ("PUSH", "ASK", "KAFKA", "PROMETHEUS")
KILLER = "python:3.12-slim"  # what the services' images are built on: it is there


def docker(*arguments: str, environment: dict[str, str] | None = None, seconds: float = 120) -> str:
    """What a command prints; it must succeed."""
    done = subprocess.run(
        ["docker", *arguments],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, f"docker {' '.join(arguments)}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout


@dataclass
class Stack:
    """A running Readout under compose."""

    project: str = field(default_factory=lambda: f"readout-test-{uuid.uuid4().hex[:8]}")
    ports: dict[str, int] = field(default_factory=lambda: dict(zip(PORTS, free_ports(len(PORTS)), strict=True)))

    def __post_init__(self) -> None:
        self.http = httpx.Client(trust_env=False, timeout=10)

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Self]:
        """Built, up and healthy; gone with its volumes at the end."""
        stack = cls()
        stack.compose("build", seconds=900)
        try:
            stack.up()
            yield stack
        finally:
            stack.compose("--profile", "observability", "down", "--volumes", "--timeout", "10")
            stack.http.close()

    def compose(self, *arguments: str, seconds: float = 120) -> str:
        """What `docker compose` prints."""
        files = [option for path in FILES for option in ("--file", str(path))]
        environment = {f"READOUT_{name}_PORT": str(port) for name, port in self.ports.items()}
        command = ("compose", "--project-name", self.project, "--env-file", os.devnull, *files, *arguments)
        return docker(*command, environment=environment, seconds=seconds)

    def up(self, *scales: str) -> None:
        """All services, with `ingest=2` and the like; returns when they are healthy."""
        options = [option for scale in scales for option in ("--scale", scale)]
        self.compose("up", "--no-build", "--wait", "--quiet-pull", *options)

    def wait_until_healthy(self) -> None:
        """Return when every container with a health check says so, without starting anything."""
        services = ("kafka", "ingest", "enrich", "index")
        for service in services:
            eventually(lambda named=service: self._is_healthy(named) or None, within=90, what=f"{service} is healthy")  # type: ignore[misc] # bound now, for the loop

    def _is_healthy(self, service: str) -> bool:
        (container,) = self.containers(service)
        return docker("inspect", "--format", "{{.State.Health.Status}}", container).strip() == "healthy"

    def containers(self, service: str) -> Sequence[str]:
        """The ids of those that run."""
        return self.compose("ps", "--quiet", service).split()

    def kill(self, service: str) -> None:
        """SIGKILL of the process, as by the kernel: `docker kill` would count as stopped by hand, and not restart."""
        (container,) = self.containers(service)
        pid = docker("inspect", "--format", "{{.State.Pid}}", container).strip()
        docker("run", "--rm", "--pid=host", "--network=none", KILLER, "python3", "-c", f"import os; os.kill({pid}, 9)")

    def starts(self, service: str) -> int:
        """How often its container was started again by itself."""
        (container,) = self.containers(service)
        return int(docker("inspect", "--format", "{{.RestartCount}}", container))

    def url(self, port: str) -> str:
        return f"http://127.0.0.1:{self.ports[port]}"

    def ask(self, path: str) -> dict[str, Any] | None:
        """The query API's answer; None where there is none yet."""
        try:
            answer = self.http.get(f"{self.url('ASK')}{path}")
        except httpx.TransportError:
            return None
        found: dict[str, Any] | None = answer.json() if answer.status_code == 200 else None
        return found

    def finds(self, name: str) -> bool:
        """Whether a participant of that name is in the views."""
        return bool((self.ask(f"/participants?q={name}") or {}).get("participants"))

    def readiness(self) -> dict[str, Any] | None:
        """What an index says about itself, ready or not; None where none answers."""
        try:
            answer = self.http.get(f"{self.url('ASK')}/readyz")
            body: dict[str, Any] = answer.json()
        except (httpx.TransportError, ValueError):
            return None
        return body

    def wait_for(self, release_ids: Sequence[str], *, within: float = 60) -> None:
        """Return once each of the releases can be asked for."""
        deadline = time.monotonic() + within
        for release_id in release_ids:
            left = max(0.0, deadline - time.monotonic())
            eventually(lambda rid=release_id: self.ask(f"/releases/{rid}"), within=left, what=f"{release_id} answers")  # type: ignore[misc] # bound now, for the loop

    def verified(self) -> dict[str, Any]:
        """The report of `readout verify`; it must find no difference."""
        report: dict[str, Any] = json.loads(self.readout("verify", "--json"))
        return report

    def readout(self, *arguments: str) -> str:
        """What a command prints that is run beside the services; it must succeed."""
        return self.compose("run", "--rm", "--no-deps", "-T", "topics", "readout", *arguments)
