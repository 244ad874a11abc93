"""The embedded broker: librdkafka's mock cluster in a process of its own, in memory, on loopback.

Run as `python -m services.cli.broker PORT`. It has every topic of the registry, keeps nothing once it ends, and has no
transactions, no compaction and no settings; `docs/decisions/embedded.md` says what it is good for.
"""

import asyncio
import signal
import sys

from confluent_kafka import Producer

from services.cli.broker_front import BrokerFront
from services.contracts.topics import TOPICS

START_SECONDS = 10.0


def start_mock_cluster() -> tuple[Producer, int]:
    """The handle that keeps the cluster alive, and the port that it chose; every topic exists."""
    handle = Producer({"test.mock.num.brokers": 1, "log_level": 3})
    for topic in TOPICS:
        handle.list_topics(topic.name, timeout=START_SECONDS)  # asking for a topic makes it
    (broker,) = handle.list_topics(timeout=START_SECONDS).brokers.values()
    return handle, broker.port


async def serve(port: int) -> None:
    """Be the broker on `port` until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    handle, broker_port = start_mock_cluster()
    server = await BrokerFront(port=port, broker_port=broker_port).listen()
    await stop.wait()
    server.close()
    del handle


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
