"""Three real brokers in containers: every partition is on all of them, and two are enough to go on."""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from aiokafka.errors import KafkaError
from testcontainers.core.network import Network

from services.cli.probes import free_ports
from services.contracts.topics import Topic
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings
from tests.kafka_container import KafkaContainer, create_topics, need_docker, run

NODES = (1, 2, 3)
_COMMON = {
    "KAFKA_CONTROLLER_QUORUM_VOTERS": ",".join(f"{node}@kafka-{node}:9093" for node in NODES),
    "KAFKA_MIN_INSYNC_REPLICAS": "2",
    "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "3",
    "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "3",
    "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "2",
    "KAFKA_BROKER_SESSION_TIMEOUT_MS": "4000",
    "KAFKA_BROKER_HEARTBEAT_INTERVAL_MS": "1000",
}
"""As in docker-compose.three-brokers.yml."""


def three_brokers() -> "Iterator[KafkaCluster]":
    """Started, for a fixture to hand on."""
    need_docker()
    with Network() as network:
        cluster = KafkaCluster(network)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


class KafkaCluster:
    """Brokers 1 to 3 on a network of their own, each with a port of the host."""

    def __init__(self, network: Network) -> None:
        self._brokers = {node: _broker(node, network) for node in NODES}

    @property
    def settings(self) -> KafkaSettings:
        addresses = (broker.settings.bootstrap_servers for broker in self._brokers.values())
        return KafkaSettings(bootstrap_servers=",".join(addresses))

    def start(self) -> None:
        """Start all and create the topics; returns when both are done."""
        for broker in self._brokers.values():
            broker.start_alone()
        run(create_topics(self.settings, replication=len(NODES), min_insync=2))

    def stop(self) -> None:
        for broker in self._brokers.values():
            broker.stop()

    async def kill(self, node: int) -> None:
        """SIGKILL of a broker's container."""
        await asyncio.to_thread(self._brokers[node].container.get_wrapped_container().kill)

    async def start_again(self, node: int) -> None:
        """A killed broker comes back with its data."""
        await asyncio.to_thread(self._brokers[node].container.get_wrapped_container().start)

    async def leader(self, topic: Topic, partition: int) -> int:
        """The node that leads a partition now."""
        found: int = (await self._partitions())[topic.name, partition]["leader"]
        return found

    async def is_whole(self) -> bool:
        """Whether every partition, also of the broker's own topics, is in step on all brokers."""
        with contextlib.suppress(KafkaError):
            partitions = (await self._partitions()).values()
            return all(sorted(partition["isr"]) == list(NODES) for partition in partitions)
        return False

    async def _partitions(self) -> Mapping[tuple[str, int], dict[str, Any]]:
        client = clients.admin(self.settings, client_id="looking-on")
        try:
            await client.start()
            topics = await client.describe_topics()
        finally:
            await client.close()
        return {(topic["topic"], one["partition"]): one for topic in topics for one in topic["partitions"]}


def _broker(node: int, network: Network) -> KafkaContainer:
    (port,) = free_ports(1)
    environment = {
        **_COMMON,
        "KAFKA_NODE_ID": str(node),
        "KAFKA_ADVERTISED_LISTENERS": f"HOST://127.0.0.1:{port},INTERNAL://kafka-{node}:9094",
    }
    broker = KafkaContainer(port=port, environment=environment)
    broker.container.with_network(network).with_network_aliases(f"kafka-{node}")
    return broker
