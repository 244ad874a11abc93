"""How to tell that a producer is dead, and how to be rid of one in bounded time. Uses private names of aiokafka."""

import asyncio

from aiokafka import AIOKafkaProducer

STOP_SECONDS = 2.0
"""What a producer still owes by then was answered 503 before."""


def sender_ended(producer: AIOKafkaProducer) -> bool:
    """Whether nothing sends what is put in line any more."""
    sender = producer._sender.sender_task  # noqa: SLF001 - nothing public tells that a producer is dead
    return sender is None or sender.done()


async def stop(producer: AIOKafkaProducer) -> None:
    """Send what is in line and close, within a limit; after that, close without sending."""
    stopping = asyncio.create_task(producer.stop())
    await asyncio.wait([stopping], timeout=STOP_SECONDS)
    if not stopping.done():
        stopping.cancel()
        await asyncio.gather(stopping, return_exceptions=True)
        await _abandon(producer)


async def _abandon(producer: AIOKafkaProducer) -> None:
    """End the sender task, which a cancelled `stop()` leaves running, and the connections.

    Cancelled once, the sender waits for answers that are under way, up to the request time-out; cancelled again, it
    does not.
    """
    sender: asyncio.Task[None] | None = producer._sender.sender_task  # noqa: SLF001 - nothing public ends it
    while sender is not None and not sender.done():
        sender.cancel()
        await asyncio.wait([sender], timeout=0.1)
    await producer.client.close()
