"""Sending several records with one producer."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any

from services.contracts.codec import Record
from services.runtime.broker import Producer


async def send_all(producer: Producer, records: Sequence[Record]) -> None:
    """Send, and await every acknowledgement: a commit does not look at failed sends."""
    await asyncio.gather(*[await _send(producer, record) for record in records])


async def _send(producer: Producer, record: Record) -> Awaitable[Any]:
    return await producer.send(record.topic.name, record.value, record.key, headers=list(record.headers))
