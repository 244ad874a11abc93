"""`python -m tests.benchmarks.loops NAME BOOTSTRAP COUNT FOLDER`: the bare alternatives, each in a process of its own.

Each prints one line of JSON: seconds and processor seconds for COUNT records.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvloop
from aiokafka import TopicPartition

from services.contracts import codec
from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_RAW, Topic
from services.index.folds import fold
from services.index.rows import Changes
from services.index.store import Store
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings
from tests.benchmarks import inputs


async def participations(kafka: KafkaSettings, count: int, folder: Path) -> None:
    """The second stage's fold and store around a bare consumer: no groups, no health, no queries."""
    partitions = _partitions(PARTICIPANTS_EVENTS)
    stores = {tp: Store(folder / str(tp.partition)) for tp in partitions}
    consumer = clients.consumer(kafka, client_id="bare", group_id=None, max_poll_records=2_000)
    consumer.assign(partitions)
    async with consumer:
        done = 0
        while done < count:
            for tp, records in (await consumer.getmany(timeout_ms=200, max_records=2_000)).items():
                changes = Changes(stores[tp])
                for record in records:
                    _, message = codec.decode(PARTICIPANTS_EVENTS, record.value, record.headers)
                    tuple(fold(changes, message, record.value))
                as_of = datetime.fromtimestamp(records[-1].timestamp / 1000, UTC)
                stores[tp].write(changes, next_offset=records[-1].offset + 1, as_of=as_of)
                done += len(records)


async def produce(kafka: KafkaSettings, count: int, _folder: Path) -> None:
    """The producer of ingest with records that are ready: no HTTP, no validation."""
    records = list(inputs.published(min(count, 2_000)))
    async with clients.producer(kafka, client_id="bare") as producer:
        for begin in range(0, count, 500):
            batch = [records[number % len(records)] for number in range(begin, min(begin + 500, count))]
            await asyncio.gather(
                *[
                    await producer.send(each.topic.name, each.value, each.key, headers=list(each.headers))
                    for each in batch
                ]
            )


async def consume(kafka: KafkaSettings, count: int, _folder: Path) -> None:
    """Raw records read and thrown away."""
    consumer = clients.consumer(kafka, client_id="bare", group_id=None)
    consumer.assign(_partitions(RELEASES_RAW))
    async with consumer:
        done = 0
        while done < count:
            done += sum(map(len, (await consumer.getmany(timeout_ms=200)).values()))


def _partitions(topic: Topic) -> list[TopicPartition]:
    return [TopicPartition(topic.name, number) for number in range(topic.partitions)]


Loop = Callable[[KafkaSettings, int, Path], Coroutine[Any, Any, None]]
LOOPS: dict[str, Loop] = {"participations": participations, "produce": produce, "consume": consume}


def main(name: str, bootstrap: str, count: str, folder: str) -> None:
    began, used = time.monotonic(), time.process_time()
    uvloop.run(LOOPS[name](KafkaSettings(bootstrap_servers=bootstrap), int(count), Path(folder)))
    seconds, cpu = time.monotonic() - began, time.process_time() - used
    sys.stdout.write(json.dumps({"seconds": seconds, "cpu_seconds": cpu}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
