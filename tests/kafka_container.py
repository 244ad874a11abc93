"""A real broker in a container of its own: KRaft, one node, topics of the registry, nothing created by accident."""

import asyncio
import contextlib
import os
import subprocess
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import for_code
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from services.cli import topic_admin
from services.cli.probes import free_ports
from services.contracts.topics import Topic
from services.runtime.settings import KafkaSettings

VERSIONS = ("4.1.2", "3.9.2")
"""The first is that of docker-compose.yml."""
START_SECONDS = 120.0


def docker_answers() -> bool:
    """Whether a container engine is there to be used."""
    return subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0


def need_docker() -> None:
    """Without Docker skip, and fail in CI."""
    if not docker_answers():
        if os.environ.get("CI") == "true":
            pytest.fail("no Docker: in CI the tests on a real Kafka must run")
        pytest.skip("no Docker: the tests on a real Kafka are left out")


def a_broker(version: str | None = None) -> "Iterator[KafkaContainer]":
    """A started broker, for a fixture to hand on."""
    need_docker()
    container = KafkaContainer(version=version or wanted_version())
    container.start()
    yield container
    container.stop()


def versions(*, older_too: bool) -> Sequence[str]:
    """The versions that a test is to run on; READOUT_TEST_KAFKA names another one for all tests."""
    return VERSIONS if older_too and "READOUT_TEST_KAFKA" not in os.environ else (wanted_version(),)


def wanted_version() -> str:
    return os.environ.get("READOUT_TEST_KAFKA", VERSIONS[0])


@dataclass
class KafkaContainer:
    """Two listeners: one advertised to the host, one for the broker itself (without it transactions hang)."""

    version: str = field(default_factory=wanted_version)
    port: int = field(default_factory=lambda: free_ports(1)[0])
    environment: Mapping[str, str] = field(default_factory=dict)
    """What is different from one broker alone."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Folders of the host by the place where the broker sees them."""
    security: Mapping[str, Any] = field(default_factory=dict)
    """What clients have to show, as in the settings."""

    def __post_init__(self) -> None:
        self.container = DockerContainer(f"apache/kafka:{self.version}")
        self.container.ports["9092/tcp"] = ("127.0.0.1", self.port)  # type: ignore[assignment] # loopback only; docker takes a pair
        for name, value in {**self._environment(), **self.environment}.items():
            self.container.with_env(name, value)
        for place, folder in self.files.items():
            self.container.with_volume_mapping(folder, place, "ro")

    @property
    def settings(self) -> KafkaSettings:
        return KafkaSettings(bootstrap_servers=f"127.0.0.1:{self.port}", **self.security)

    def start(self) -> None:
        """Start and create the topics; returns when both are done."""
        self.start_alone()
        run(create_topics(self.settings, replication=1, min_insync=1))

    def start_alone(self) -> None:
        """Start, and wait for nothing."""
        testcontainers_config.ryuk_disabled = True  # the fixture stops it; the reaper's image may not be to be had
        self.container.start()

    def stop(self) -> None:
        self.container.stop()

    def configure(self, topic: Topic, config: Mapping[str, str]) -> None:
        """Replace a topic's configuration."""
        run(self._configure(topic, config))

    async def _configure(self, topic: Topic, config: Mapping[str, str]) -> None:
        async with topic_admin.admin(self.settings) as client:
            resource = ConfigResource(ConfigResourceType.TOPIC, topic.name, configs=dict(config))
            for answer in await client.alter_configs([resource]):
                for code, *_ in answer.resources:
                    if code:
                        raise for_code(code)

    def _environment(self) -> dict[str, str]:
        return {
            "KAFKA_NODE_ID": "1",
            "KAFKA_PROCESS_ROLES": "broker,controller",
            "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
            "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
            "KAFKA_LISTENERS": "HOST://:9092,CONTROLLER://:9093,INTERNAL://:9094",
            "KAFKA_ADVERTISED_LISTENERS": f"HOST://127.0.0.1:{self.port},INTERNAL://localhost:9094",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "HOST:PLAINTEXT,CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT",
            "KAFKA_INTER_BROKER_LISTENER_NAME": "INTERNAL",
            "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
            "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
            "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
            "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
            "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS": "4",
            "KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS": "4",
            "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
            "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS": "1000",
            "KAFKA_HEAP_OPTS": "-Xmx512M -Xms512M",
        }


async def create_topics(kafka: KafkaSettings, *, replication: int, min_insync: int) -> None:
    """Return once all topics of the registry are there; the brokers may still be starting."""
    async with asyncio.timeout(START_SECONDS):
        while True:
            with contextlib.suppress(topic_admin.BrokerError):
                async with topic_admin.admin(kafka) as client:
                    found = await topic_admin.describe(client, replication=replication, min_insync=min_insync)
                    await topic_admin.create(client, found)
                    return
            await asyncio.sleep(0.2)


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    """In a loop of its own, which no test sees."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(coroutine)
