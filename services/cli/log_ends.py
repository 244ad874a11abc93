"""Where a topic ends, and reading up to there: one answer for every command that reads a log as a whole."""

import time
from collections.abc import AsyncIterator, Iterable, Mapping

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings

SILENCE_SECONDS = 60.0
"""So long an open transaction of somebody's, or a broker that restarts, may hold up the reading."""
Offsets = Mapping[TopicPartition, int]


class SilentError(Exception):
    """The broker has records and does not hand them out."""


async def log_ends(kafka: KafkaSettings, partitions: Iterable[TopicPartition], *, client_id: str) -> Offsets:
    """The present end of each log, behind what open transactions have written too.

    A commit is told of before its marker is written: at what readers of committed records are given as the end,
    something that is committed may be missing.
    """
    client = clients.consumer(kafka, client_id=client_id, group_id=None, isolation_level="read_uncommitted")
    async with client:
        ends: Offsets = await client.end_offsets(list(partitions))
    return ends


async def up_to(
    ends: Offsets, consumer: AIOKafkaConsumer, *, silence: float = SILENCE_SECONDS
) -> AsyncIterator[ConsumerRecord]:
    """The committed records from where the consumer stands; a transaction that is open before the end is waited for.

    Raises:
        SilentError: nothing came for `silence` seconds, and this is not the end.
    """
    heard = time.monotonic()
    while missing := [tp for tp, end in ends.items() if await consumer.position(tp) < end]:
        polled = await consumer.getmany(timeout_ms=200)
        heard = time.monotonic() if polled else heard
        if time.monotonic() - heard > silence:
            topics = ", ".join(sorted({tp.topic for tp in missing}))
            raise SilentError(f"nothing more of {topics} for {silence:g} s, and this is not its end")
        for tp, records in polled.items():
            for record in records:
                if record.offset < ends[tp]:
                    yield record
