"""Starts and stops the worker, and looks after it while it runs: crashed, stuck, cut off from the broker?"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager

import faust
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from services.index.faust_transport import consumer_of
from services.index.healing import CHECK_EVERY, Healer
from services.index.progress import Progress
from services.index.rebuilding import Rebuilder
from services.index.stages import Stage
from services.runtime.health import Check
from services.runtime.watchdog import Suspicion, Watchdog

STOP_SECONDS = 8.0
BROKER_EVERY = 5.0
BROKER_GONE = 15.0
"""Seconds without an answer after which the broker counts as away; a worker without a broker is not stuck."""
STILL_SECONDS = 10.0
"""Records wait and no store moves for so long: the watchdog begins to count."""
SILENT_SECONDS = 15.0
"""Nothing is polled for so long, a rebalance included: the watchdog begins to count."""
_log = structlog.get_logger()


class WorkerCrashedError(Exception):
    """Faust's app ended by itself."""


class Tending:
    """The worker's life. `watchdog` ends the process after its limit of `stuck` without a break."""

    def __init__(  # noqa: PLR0913, PLR0917 - everything that is looked after
        self,
        worker: faust.App,
        producer: AIOKafkaProducer,
        stages: Sequence[Stage],
        progress: Progress,
        healer: Healer,
        rebuilder: Rebuilder,
        *,
        failed: Callable[[BaseException], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._worker, self._producer, self._stages = worker, producer, stages
        self._progress, self._healer, self._failed, self._clock = progress, healer, failed, clock
        self._rebuilder, self._broker_seen = rebuilder, clock()
        self.watchdog = Watchdog(stuck=self.stuck)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the worker while the block runs; stop it within a limit."""
        async with self.watchdog.watching():
            await self._producer.start()
            tasks = [
                asyncio.create_task(loop(), name=loop.__name__)
                for loop in (self._start, self._watch_worker, self._watch_broker, self._rebuilder.run)
            ]
            for task in tasks:
                task.add_done_callback(self._ended)
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await self._stop()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failed(error)

    async def _start(self) -> None:
        self._worker.finalize()
        try:
            await self._worker.start()
        except Exception as error:  # noqa: BLE001 - told to whoever ends the process
            self._failed(error)

    async def _stop(self) -> None:
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._worker.stop()
                await self._producer.stop()
        except TimeoutError as error:
            self._failed(error)

    async def _watch_worker(self) -> None:
        while True:
            if self._worker.crashed:
                self._failed(WorkerCrashedError("the Faust worker crashed"))
            left, whole = self._progress.remaining()
            if left:
                _log.info("rebuilding", records_to_go=left, of=whole)
            left, whole = self._progress.beside()
            if left:
                _log.info("rebuilding beside the serving views", records_to_go=left, of=whole)
            self._healer.look(busy=any(stage.busy for stage in self._stages))
            await asyncio.sleep(CHECK_EVERY)

    async def _watch_broker(self) -> None:
        while True:
            try:
                async with asyncio.timeout(BROKER_EVERY):
                    if await self._producer.client.force_metadata_update():
                        self._broker_seen = self._clock()
            except (KafkaError, TimeoutError) as error:
                _log.warning("broker does not answer", error=repr(error))
            await asyncio.sleep(BROKER_EVERY)

    def _broker_away(self) -> float:
        return self._clock() - self._broker_seen

    def stuck(self) -> Suspicion | None:
        """Why the work does not go on although it could; None while it does, or while the broker is away."""
        if self._broker_away() > BROKER_GONE:
            return None
        if (silence := consumer_of(self._worker).silence()) > SILENT_SECONDS:
            return Suspicion(f"nothing was polled for {silence:.0f} s")
        if (still := self._progress.stood_still()) > STILL_SECONDS:
            return Suspicion(f"records wait and no store moved for {still:.0f} s")
        return None

    def alive(self) -> Iterable[Check]:
        """What `/livez` says."""
        verdict, suspicion = self.watchdog.verdict(), self.stuck()
        fault = verdict or (suspicion.reason if suspicion else "the loop runs and no work waits")
        yield Check("progress", verdict is None, fault)

    def ready(self) -> Iterable[Check]:
        """What `/readyz` says."""
        yield Check("broker", self._broker_away() <= BROKER_GONE, f"answered {self._broker_away():.0f} s ago")
        yield from self._progress.checks()
