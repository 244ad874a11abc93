"""Where the instances of the index stand together, and all rows that they serve."""

from collections import defaultdict
from typing import Any

from aiokafka import TopicPartition

from services.cli.instances import Instances, UnsettledError
from services.cli.verify_tables import Rows, served

Positions = dict[TopicPartition, int]
"""The next offset of each partition that is held."""


async def positions(instances: Instances) -> Positions:
    """Where they stand. Raises UnsettledError: not every partition is held by exactly one instance that answers."""
    found: Positions = {}
    for address in await instances.addresses():
        for held in await instances.partitions(address):
            _add(found, held)
    return found


async def rows(instances: Instances) -> tuple[dict[str, Rows], Positions]:
    """The comparable rows of each topic's views, and the positions they were read at. Raises UnsettledError."""
    stand: Positions = {}
    found: dict[str, list[tuple[bytes, bytes]]] = defaultdict(list)
    for address in await instances.addresses():
        async for line in instances.rows(address):
            if "key" in line:
                found[line["topic"]].append((line["key"].encode(), line["value"].encode()))
            elif "topic" in line:
                _add(stand, line)
    return {topic: served(topic, lines) for topic, lines in found.items()}, stand


def _add(found: Positions, held: dict[str, Any]) -> None:
    tp = TopicPartition(held["topic"], held["partition"])
    if tp in found:
        raise UnsettledError(f"{tp.topic}/{tp.partition} is held by two")
    found[tp] = held["next_offset"]
