"""A real broker in a container, and our services as processes beside it, for the time of one benchmark."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from services.cli.probes import free_ports
from services.runtime.settings import KafkaSettings
from tests.benchmarks import machine
from tests.kafka_container import KafkaContainer
from tests.processes import ServiceProcess

READY_SECONDS, WATCH_SECONDS = 60.0, 120.0


@dataclass
class Service:
    """One of our services: its process and its HTTP."""

    process: ServiceProcess
    http: httpx.AsyncClient

    @property
    def cpu(self) -> float:
        """Processor seconds of the process itself; the child of enrich is counted apart."""
        return sum(machine.cpu_seconds(pid) for pid in machine.family(self.process.pid))

    @property
    def memory_mb(self) -> float:
        return machine.resident_mb(machine.family(self.process.pid))

    async def metric(self, name: str) -> float:
        """The sum of a metric over its labels."""
        lines = (await self.http.get("/metrics")).text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith((f"{name} ", f"{name}{{")))

    async def ready(self) -> None:
        await self._until_answering("/readyz")

    async def answering(self) -> None:
        """As soon as there are metrics; it may not be ready for long."""
        await self._until_answering("/metrics")

    async def _until_answering(self, path: str) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.TransportError):
                if (await self.http.get(path)).is_success:
                    return
            if not self.process.running:
                break
            await asyncio.sleep(0.05)
        raise RuntimeError("\n".join(["not ready:", *self.process.log[-20:]]))


@dataclass
class Bench:
    """What a benchmark has at hand; all of it is gone afterwards."""

    kafka: KafkaSettings
    folder: Path
    stack: contextlib.AsyncExitStack = field(repr=False)

    async def start(self, name: str, *, module: str | None = None, **settings: str) -> Service:
        """`ingest`, `enrich` or `index`, connected; not necessarily ready."""
        (port,) = free_ports(1)
        own = {"PORT": str(port), **({"DATA_DIR": str(self.folder / "index")} if name == "index" else {}), **settings}
        environment = {
            "READOUT_KAFKA_BOOTSTRAP_SERVERS": self.kafka.bootstrap_servers,
            "READOUT_LOG_FORMAT": "json",
            **{f"READOUT_{name.upper()}_{key}": value for key, value in own.items()},
        }
        process = await self.stack.enter_async_context(ServiceProcess(module or f"services.{name}", environment))
        url = f"http://127.0.0.1:{port}"
        http = await self.stack.enter_async_context(httpx.AsyncClient(base_url=url, timeout=30, trust_env=False))
        return Service(process, http)

    async def started(self, name: str, *, module: str | None = None, **settings: str) -> Service:
        """As `start`, and ready."""
        service = await self.start(name, module=module, **settings)
        await service.ready()
        return service


@contextlib.asynccontextmanager
async def bench() -> AsyncIterator[Bench]:
    """A broker with empty topics."""
    container = KafkaContainer()
    await asyncio.to_thread(container.start)
    try:
        with tempfile.TemporaryDirectory(prefix="readout-bench-") as folder:
            async with contextlib.AsyncExitStack() as stack:
                yield Bench(container.settings, Path(folder), stack)
    finally:
        await asyncio.to_thread(container.stop)


@dataclass(frozen=True, slots=True)
class Sample:
    """At `time` (monotonic) `done` were done, for `cpu` processor seconds."""

    time: float
    done: float
    cpu: float


async def watch(
    done: Callable[[], Awaitable[float]],
    cpu: Callable[[], float],
    *,
    until: float,
    every: float = 0.25,
    within: float = WATCH_SECONDS,
) -> list[Sample]:
    """Samples from the first that is done until all are."""
    samples: list[Sample] = []
    deadline = time.monotonic() + within
    while not samples or samples[-1].done < until:
        number = await done()
        if number:
            samples.append(Sample(time.monotonic(), number, cpu()))
        await asyncio.sleep(every)
        if time.monotonic() > deadline:
            raise RuntimeError(f"{samples[-1:]} of {until:g} within {within:g} s")
    return samples


def rates(samples: list[Sample]) -> dict[str, float]:
    """Per second and per processor second, between the first and the last sample."""
    first, last = samples[0], samples[-1]
    done = last.done - first.done
    return {
        "count": last.done,
        "per_second": round(done / (last.time - first.time), 1),
        "per_cpu_second": round(done / max(last.cpu - first.cpu, 0.01), 1),
    }
