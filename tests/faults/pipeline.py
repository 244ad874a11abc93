"""The services as real processes from the tree, each started again when it ends, as any supervisor would."""

import asyncio
import contextlib
import json
import shutil
import signal
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from services.cli.probes import free_ports
from services.cli.verify_report import Groups
from services.runtime.settings import KafkaSettings
from tests.integration.index.harness import until
from tests.processes import ServiceProcess

SESSION_SECONDS = 4
RESTART_SECONDS = 0.3
LINES_KEPT = 400


class Kept:
    """One process that is wanted: when it ends, it is started again."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], *, port: int) -> None:
        self.name, self._command, self._environment, self.port = name, command, dict(environment), port
        self.process: ServiceProcess | None = None
        self.exits: Counter[int] = Counter()
        self.reasons: list[str] = []
        self.log: list[str] = []
        self._wanted = False
        self._keeping: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Want it."""
        self._wanted = True
        self.process = await self._new()
        self._keeping = asyncio.create_task(self._keep(), name=self.name)

    async def _new(self) -> ServiceProcess:
        module, *arguments = self._command
        return await ServiceProcess(module, self._environment, *arguments).start()

    async def _keep(self) -> None:
        while self.process is not None:
            self.exits[await self.process.wait(within=10**6)] += 1
            self.log = [*self.log, *self.process.log][-LINES_KEPT:]
            self.reasons += _reasons(self.process.log)
            if self._wanted:
                await asyncio.sleep(RESTART_SECONDS)
            if not self._wanted:
                return
            self.process = await self._new()
            if not self._wanted:  # it was told to end while it began
                self.send(signal.SIGKILL)

    def send(self, number: signal.Signals) -> None:
        """To the process, if there is one now."""
        if self.process is not None and self.process.running:
            self.process.send(number)

    async def end(self, number: signal.Signals, *, within: float = 40) -> None:
        """Want it no more."""
        self._wanted = False
        self.send(signal.SIGCONT)
        self.send(number)
        if self._keeping is not None:
            async with asyncio.timeout(within):
                await self._keeping

    async def clear_away(self) -> None:
        """At the end of a scenario; not counted."""
        exits = self.exits.copy()
        await self.end(signal.SIGKILL)
        self.exits = exits

    @property
    def said(self) -> list[str]:
        """The last lines of all its lives."""
        return [*self.log, *(self.process.log if self.process else ())]


class Pipeline:
    """One ingest, and by name as many instances of enrich and index as are started."""

    def __init__(self, kafka: KafkaSettings, folder: Path) -> None:
        self.kafka, self.folder = kafka, folder
        self.kept: dict[str, Kept] = {}
        self.groups = Groups()

    def add(self, name: str, *, module: str | None = None, arguments: Sequence[str] = (), **settings: str) -> Kept:
        """`ingest`, `enrich-2`, …: not started."""
        service, (port,) = name.partition("-")[0], free_ports(1)
        own = {"port": str(port), **settings}
        if service == "index":
            own |= {
                "data_dir": str(settings.get("data_dir", self.data_of(name))),
                "session_seconds": str(SESSION_SECONDS),
            }
        environment = {
            "READOUT_KAFKA_BOOTSTRAP_SERVERS": self.kafka.bootstrap_servers,
            "READOUT_KAFKA_SESSION_TIMEOUT_MS": str(SESSION_SECONDS * 1000),
            "READOUT_LOG_FORMAT": "json",
            "READOUT_TEST_FOLDER": str(self.folder),
            **{f"READOUT_{service.upper()}_{key.upper()}": value for key, value in own.items()},
        }
        self.kept[name] = Kept(name, (module or f"services.{service}", *arguments), environment, port=port)
        return self.kept[name]

    def data_of(self, name: str) -> Path:
        """Where an instance of the index keeps its stores."""
        return self.folder / name

    @contextlib.asynccontextmanager
    async def running(self, *names: str) -> AsyncIterator["Pipeline"]:
        """All of these, ready; at the end every process is gone."""
        try:
            for name in names:
                await (self.kept.get(name) or self.add(name)).start()
            await asyncio.gather(*(self.ready(name) for name in names))
            yield self
        finally:
            await asyncio.gather(*(kept.clear_away() for kept in self.kept.values()))

    async def is_ready(self, name: str) -> bool:
        """Whether it says so now."""
        try:
            async with httpx.AsyncClient(trust_env=False, timeout=5) as http:
                return (await http.get(f"{self.kept[name].url}/readyz")).is_success
        except httpx.TransportError:
            return False

    async def ready(self, name: str, *, within: float = 90) -> None:
        """Return once it is ready."""
        await until(lambda: self.is_ready(name), what=f"{name} is ready", within=within)

    # --- deeds ------------------------------------------------------------------------------------------------------

    async def kill(self, name: str) -> None:
        """SIGKILL; it is started again."""
        self.kept[name].send(signal.SIGKILL)

    async def wipe(self, name: str) -> None:
        """SIGKILL, and its disk is lost."""
        self.kept[name].send(signal.SIGKILL)
        shutil.rmtree(self.data_of(name), ignore_errors=True)

    async def freeze(self, name: str) -> None:
        """SIGSTOP until its partitions are others', then SIGCONT."""
        self.kept[name].send(signal.SIGSTOP)
        await asyncio.sleep(SESSION_SECONDS + 3)
        self.kept[name].send(signal.SIGCONT)

    async def join(self, name: str) -> None:
        """Another instance, ready."""
        await (self.kept.get(name) or self.add(name)).start()
        await self.ready(name)

    async def leave(self, name: str) -> None:
        """SIGTERM, and it is gone."""
        await self.kept[name].end(signal.SIGTERM)

    async def vanish(self, name: str) -> None:
        """SIGKILL, and it is gone."""
        await self.kept[name].end(signal.SIGKILL)

    async def metric(self, name: str, metric: str) -> float:
        """The sum of a metric over its labels."""
        async with httpx.AsyncClient(trust_env=False, timeout=5) as http:
            text = (await http.get(f"{self.kept[name].url}/metrics")).text
        lines = [line for line in text.splitlines() if line.startswith((f"{metric} ", f"{metric}{{"))]
        return sum(float(line.rpartition(" ")[2]) for line in lines)

    @property
    def exits(self) -> dict[str, dict[str, Any]]:
        """How the processes of each instance ended, how often, and why, where they left by themselves."""
        return {name: self._ends_of(kept) for name, kept in self.kept.items()}

    def _ends_of(self, kept: Kept) -> dict[str, Any]:
        ends: dict[str, Any] = {str(status): count for status, count in kept.exits.items()}
        why = [reason.replace(str(self.folder), "") for reason in kept.reasons]
        return {**ends, "why": why} if why else ends


def _reasons(log: Sequence[str]) -> list[str]:
    """What a service says last when it leaves by itself."""
    return [json.loads(line)["reason"] for line in log if '"event":"leaving"' in line]
