"""The loop of a stateless service: consume, transform, produce, so that nothing is lost and nothing told twice.

The facts behind its order are in `docs/decisions/exactly-once.md`.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence

import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition

from services.contracts.codec import Record
from services.contracts.topics import Topic
from services.runtime.broker import Consumer
from services.runtime.dead_letters import ConsumedRecord
from services.runtime.outlets import Outlets
from services.runtime.progress import Progress
from services.runtime.worker_metrics import WorkerMetrics

POLL_MS = 200
BATCH_SECONDS = 4.0
"""For all partitions of a turn, well below what counts as quiet; what takes longer than its share is fetched again."""

Handle = Callable[[ConsumedRecord], Awaitable[Sequence[Record]]]
"""What to send for a record; see `services.runtime.handling`."""

Batches = Mapping[TopicPartition, Sequence[ConsumedRecord]]

_log = structlog.get_logger()


class Worker(ConsumerRebalanceListener):  # type: ignore[misc] # the client is not typed
    """Turns the records of one topic into records of others.

    On assignment, under the lock (`on_partitions_assigned`):
      1. open the outlets: this fences the former owners and ends their transactions;
      2. read the committed offsets, final by now, and seek to them;
      3. own the partitions.
    On revocation, under the lock and so after the batch in hand: own nothing, close the outlets.

    A turn (`turn`):
      4. poll, without the lock: during a rebalance the client's poll waits for the listener;
      5. under the lock from here on: drop what is not owned, for fetching starts before 1 to 3 are done, and put back
         what was polled across an assignment, for nobody knows whether it was fetched before or after the seek;
      6. handle the records, partition by partition, each until its batch is done or cut;
      7. publish the results together with the position (`Outlets.publish`);
      8. put back what was cut.

    What a crash costs: between 1 and 3 nothing, for no position has moved; up to 7 the work of one batch; in 7
    nothing more with transactions, without them the batch is sent a second time; after 7 nothing.
    """

    def __init__(  # noqa: PLR0913 - its collaborators, keyword-only
        self,
        *,
        topic: Topic,
        consumer: Consumer,
        outlets: Outlets,
        handle: Handle,
        metrics: WorkerMetrics,
        progress: Progress,
        batch_size: int,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._topic, self._consumer, self._outlets, self._handle = topic, consumer, outlets, handle
        self._metrics, self.progress, self._batch_size, self._now = metrics, progress, batch_size, now
        self._lock, self._one_at_a_time, self._stopping = asyncio.Lock(), asyncio.Lock(), asyncio.Event()
        self._following: dict[TopicPartition, int] = {}  # the owned partitions, each with its next offset
        self._assignments = 0
        self._failed: Exception | None = None

    async def start(self) -> None:
        """Connect and ask to join the group."""
        await self._consumer.start()
        self._consumer.subscribe([self._topic.name], listener=self)

    async def run(self) -> None:
        """Work until `stop`, then finish the record in hand and leave the group. What it raises ends the process."""
        while not self._stopping.is_set():
            await self.turn()
        await self._consumer.stop()
        await self._outlets.close()

    def stop(self) -> None:
        """Take no further record; what is done of the batch is still published."""
        self._stopping.set()

    # --- rebalances: the client swallows what a listener raises, so it is kept and raised in the loop ----------------

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Steps 1 to 3."""
        try:
            async with self._lock:
                await self._outlets.open(assigned)  # 1
                starts = {tp: await self._consumer.committed(tp) or 0 for tp in assigned}  # 2
                self._own(starts)  # 3
                self._put_back(assigned)
        except Exception as error:  # noqa: BLE001 - raised again in the loop
            self._failed = error
        _log.info("assigned", topic=self._topic.name, partitions=sorted(tp.partition for tp in assigned))

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """Wait for the batch in hand; then own nothing."""
        try:
            async with self._lock:
                self._own({})
                await self._outlets.close()
        except Exception as error:  # noqa: BLE001 - raised again in the loop
            self._failed = error
        _log.info("revoked", topic=self._topic.name, partitions=sorted(tp.partition for tp in revoked))

    def _own(self, starts: dict[TopicPartition, int]) -> None:
        self._following = starts
        self._assignments += 1
        self.progress.assigned(starts)

    def _put_back(self, partitions: Iterable[TopicPartition]) -> None:
        for tp in partitions:
            if tp in self._following:
                self._consumer.seek(tp, self._following[tp])

    # --- a turn -----------------------------------------------------------------------------------------------------

    async def turn(self) -> None:
        """Steps 4 to 8 for one poll."""
        assignments = self._assignments
        polled = await self._poll()  # 4
        async with self._lock:
            if self._failed is not None:
                raise self._failed
            if assignments == self._assignments:  # 5
                await self._work_through({tp: polled[tp] for tp in polled if tp in self._following})
            else:
                self._put_back(polled)

    async def _poll(self) -> Batches:
        """The next records, or nothing once the worker is to stop: only then is a poll given up half-way."""
        poll = asyncio.ensure_future(self._fetched())
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({poll, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not poll.done():
            poll.cancel()
            return {}
        self.progress.polled()
        return poll.result()

    async def _fetched(self) -> Batches:
        """A batch of each partition of which records are here, else the next that come.

        Asked for all partitions, the client gives everything that it has fetched of one before any of the next: with a
        long backlog the others would wait for hundreds of records, and count as stuck.
        """
        batches: dict[TopicPartition, Sequence[ConsumedRecord]] = {}
        for tp in tuple(self._following):
            batches |= await self._consumer.getmany(tp, timeout_ms=0, max_records=self._batch_size)
        return batches or await self._consumer.getmany(timeout_ms=POLL_MS, max_records=self._batch_size)

    async def _work_through(self, batches: Batches) -> None:
        self._metrics.polled(sum(map(len, batches.values())))
        in_turn = self.progress.least_recent_first(batches)
        results = await asyncio.gather(
            *(self._advance(tp, batches[tp], seconds=BATCH_SECONDS / len(batches)) for tp in in_turn),
            return_exceptions=True,
        )
        for error in filter(None, results):
            raise error

    async def _advance(self, partition: TopicPartition, batch: Sequence[ConsumedRecord], *, seconds: float) -> None:
        async with self._one_at_a_time:
            self.progress.began(partition, batch[0].timestamp)
            results, following = await self._handle_until(self._now() + seconds, batch)  # 6
        if following > batch[0].offset:
            await self._publish(partition, results, following=following)  # 7
        if following <= batch[-1].offset:
            self._put_back([partition])  # 8

    async def _handle_until(self, until: float, batch: Sequence[ConsumedRecord]) -> tuple[list[Record], int]:
        """The results of the records that were reached in time, and the offset of the first that was not."""
        results: list[Record] = []
        for record in batch:
            if self._stopping.is_set() or self._now() > until:
                return results, record.offset
            results += await self._handle(record)
        return results, batch[-1].offset + 1

    async def _publish(self, partition: TopicPartition, results: Sequence[Record], *, following: int) -> None:
        if not await self._outlets.publish(partition, results, following=following):
            self._own({})
        elif partition in self._following:
            self._following[partition] = following
            self.progress.advanced(partition, following)
            self._metrics.committed()
