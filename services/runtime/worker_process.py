"""A worker as a process: signals, health server, lag, watchdog and exit statuses."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

import structlog
import uvicorn
import uvloop
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from prometheus_client import CollectorRegistry
from starlette.applications import Starlette

from services.contracts.topics import Topic
from services.runtime.dead_letters import FloodError
from services.runtime.errors import CannotStartError
from services.runtime.health import Check, health_routes
from services.runtime.progress import Progress
from services.runtime.serving import side_server
from services.runtime.watchdog import Watchdog, leave
from services.runtime.worker import Worker
from services.runtime.worker_metrics import WorkerMetrics

SAMPLE_SECONDS = 3.0
DRAIN_SECONDS = 15.0
"""After SIGTERM the process is gone within this time, also when the broker is."""
FAREWELL_SECONDS = 3.0

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class LagSampler:
    """Asks the broker how much waits; its answers are also the proof that the broker is there."""

    consumer: AIOKafkaConsumer
    topic: Topic
    progress: Progress
    metrics: WorkerMetrics

    async def run(self) -> None:
        """Sample for ever."""
        while True:
            with contextlib.suppress(KafkaError, TimeoutError):
                async with asyncio.timeout(SAMPLE_SECONDS):
                    await self._sample()
            await asyncio.sleep(SAMPLE_SECONDS)

    async def _sample(self) -> None:
        owned = set(self.progress.owned)
        ends = await self.consumer.end_offsets({*owned, TopicPartition(self.topic.name, 0)})
        positions = {tp: await self.consumer.position(tp) for tp in owned}
        self.progress.sampled(ends, positions)
        self.metrics.lag({tp.partition: waiting for tp, waiting in self.progress.lag.items()})


class WorkerProcess:
    """What `python -m services.<name>` runs.

    Args:
        prepare: what must have worked before the first poll; may raise `CannotStartError`.
        sending: whether all open producers can still send.
        release: what to let go of at the end.
    """

    def __init__(  # noqa: PLR0913 - its collaborators, keyword-only
        self,
        worker: Worker,
        *,
        host: str,
        port: int,
        registry: CollectorRegistry,
        sampler: LagSampler,
        sending: Callable[[], bool],
        prepare: Callable[[], Awaitable[None]],
        release: Callable[[], Awaitable[None]],
    ) -> None:
        self._worker, self._sampler, self._sending = worker, sampler, sending
        self._prepare, self._release = prepare, release
        self._watchdog = Watchdog(stuck=worker.progress.stuck)
        routes = health_routes(alive=self._alive, ready=self._ready, registry=registry)
        self.server: uvicorn.Server = side_server(Starlette(routes=routes), host=host, port=port)

    def _alive(self) -> Iterable[Check]:
        suspicion = self._worker.progress.stuck()
        yield Check("progress", self._watchdog.verdict() is None, suspicion.reason if suspicion else "")

    def _ready(self) -> Iterable[Check]:
        yield from self._worker.progress.checks()
        yield Check("senders", self._sending())

    async def run(self) -> None:
        """Until SIGTERM or SIGINT. Whatever it raises ends the process."""
        self._take_signals()
        await self._prepare()
        async with self._watchdog.watching():
            await self._worker.start()
            await self._work()
        await self._release()

    async def _work(self) -> None:
        worker, server, sampler = (
            asyncio.create_task(part) for part in (self._worker.run(), self.server.serve(), self._sampler.run())
        )
        done, _ = await asyncio.wait({worker, server, sampler}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        if not worker.done():
            raise RuntimeError("the health server ended by itself")
        self.server.should_exit = True
        await server
        sampler.cancel()

    async def abandon(self) -> None:
        """Leave the group at once, so that others need not wait for the session to expire. The batch is undone."""
        with contextlib.suppress(KafkaError, TimeoutError):
            async with asyncio.timeout(FAREWELL_SECONDS):
                await self._sampler.consumer.stop()

    def _take_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._terminate)

    def _terminate(self) -> None:
        _log.info("stopping")
        self._worker.stop()
        asyncio.get_running_loop().call_later(DRAIN_SECONDS, leave, f"not drained within {DRAIN_SECONDS:g} s")


def run_process(create: Callable[[], WorkerProcess]) -> None:
    """Run to the end: status 0 after SIGTERM, 1 with one line when it cannot start, 70 after anything unforeseen."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_guarded(create))


async def _guarded(create: Callable[[], WorkerProcess]) -> None:
    process = create()
    try:
        await process.run()
    except CannotStartError as error:
        await process.abandon()
        _log.error("cannot start", reason=str(error))
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the one place of the process, and it ends it
        await process.abandon()
        leave(_reason(error))


def _reason(error: Exception) -> str:
    """One line; what is not foreseen is logged with its traceback besides."""
    if not isinstance(error, KafkaError | FloodError):
        _log.error("not foreseen", exc_info=error)
    return repr(error)
