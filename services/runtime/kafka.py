"""Kafka clients with the settings that lose nothing, and the check that the topics are there."""

import ssl
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from aiokafka.helpers import create_ssl_context
from aiokafka.partitioner import DefaultPartitioner

from services.contracts.topics import Topic
from services.runtime.errors import CannotStartError
from services.runtime.settings import KafkaSettings
from services.runtime.stopping import EndingConsumer

REQUEST_TIMEOUT_MS = 10_000
_default_partitioner = DefaultPartitioner()


def connection(settings: KafkaSettings, *, client_id: str) -> dict[str, Any]:
    """The keyword arguments that every aiokafka client takes to reach and trust the broker."""
    options: dict[str, Any] = {
        "bootstrap_servers": settings.bootstrap_servers,
        "client_id": client_id,
        "security_protocol": settings.security_protocol,
        "request_timeout_ms": REQUEST_TIMEOUT_MS,
    }
    if settings.security_protocol.endswith("SSL"):
        options["ssl_context"] = _ssl_context(settings)
    if settings.security_protocol.startswith("SASL"):
        password = settings.sasl_password.get_secret_value() if settings.sasl_password else None
        options |= {
            "sasl_mechanism": settings.sasl_mechanism,
            "sasl_plain_username": settings.sasl_username,
            "sasl_plain_password": password,
        }
    return options


def _ssl_context(settings: KafkaSettings) -> ssl.SSLContext:
    context: ssl.SSLContext = create_ssl_context(
        cafile=settings.ssl_cafile, certfile=settings.ssl_certfile, keyfile=settings.ssl_keyfile
    )
    return context


Partitioner = Callable[[bytes | None, Sequence[int], Sequence[int]], int]


def partitioner(partitioned_by: Callable[[bytes], bytes]) -> Partitioner:
    """The Java client's default partitioner, over the part of the key that `partitioned_by` gives."""

    def choose(key: bytes | None, partitions: Sequence[int], available: Sequence[int]) -> int:
        chosen: int = _default_partitioner(None if key is None else partitioned_by(key), partitions, available)
        return chosen

    return choose


def partition_of(topic: Topic, key: str, *, partitions: int) -> int:
    """The partition of `topic` that holds records of `key`, where it has `partitions` of them."""
    choose = partitioner(topic.partitioned_by)
    return choose(key.encode(), range(partitions), range(partitions))


def producer(settings: KafkaSettings, *, client_id: str, **overrides: Any) -> AIOKafkaProducer:
    """An idempotent producer that waits for all replicas; not started."""
    options: dict[str, Any] = {
        "acks": "all",
        "enable_idempotence": True,
        "linger_ms": 5,
        "max_batch_size": 262_144,
        "retry_backoff_ms": 100,
    }
    return AIOKafkaProducer(**{**connection(settings, client_id=client_id), **options, **overrides})


def transactional_producer(
    settings: KafkaSettings, *, client_id: str, transactional_id: str, **overrides: Any
) -> AIOKafkaProducer:
    """A producer whose start fences every earlier one with the same transactional id; not started."""
    options = {"transactional_id": transactional_id, "transaction_timeout_ms": 30_000, "retry_backoff_ms": 20}
    return producer(settings, client_id=client_id, **{**options, **overrides})


def consumer(settings: KafkaSettings, *, client_id: str, group_id: str | None, **overrides: Any) -> AIOKafkaConsumer:
    """A consumer that reads committed records only, from the beginning, and commits nothing by itself."""
    options: dict[str, Any] = {
        "group_id": group_id,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "isolation_level": "read_committed",
        "session_timeout_ms": settings.session_timeout_ms,
        "heartbeat_interval_ms": settings.session_timeout_ms * 3 // 10,
        "max_poll_interval_ms": 120_000,
        # the embedded broker answers a fetch that found nothing only when its wait is over
        "fetch_max_wait_ms": 500 if settings.transactions else 50,
    }
    return EndingConsumer(**{**connection(settings, client_id=client_id), **options, **overrides})


def is_member(client: AIOKafkaConsumer) -> bool:
    """Whether the consumer is in its group now; its `assignment()` still shows what it had before it fell out."""
    coordinator = client._coordinator  # noqa: SLF001 - no public name says it
    return coordinator is not None and coordinator.generation > 0


def is_sending(client: AIOKafkaProducer) -> bool:
    """Whether the producer's sender task still runs; when it is dead, every send waits for ever."""
    task = client._sender.sender_task  # noqa: SLF001 - no public name says it
    return task is not None and not task.done()


def admin(settings: KafkaSettings, *, client_id: str) -> AIOKafkaAdminClient:
    """An admin client; not started."""
    return AIOKafkaAdminClient(**connection(settings, client_id=client_id))


async def partition_counts(settings: KafkaSettings, topics: Iterable[Topic], *, client_id: str) -> dict[str, int]:
    """How many partitions each topic has on the broker.

    Raises:
        CannotStartError: the broker does not answer, or a topic is missing.
    """
    client = producer(settings, client_id=f"{client_id}-check")
    try:
        await client.start()
        cluster = await client.client.fetch_all_metadata()  # asked for by name, a missing topic is waited for
        counts = {topic.name: len(cluster.partitions_for_topic(topic.name) or ()) for topic in topics}
    except KafkaError as error:
        raise CannotStartError(f"no answer from Kafka at {settings.bootstrap_servers}: {error!r}") from error
    finally:
        await client.stop()
    if missing := [name for name, count in counts.items() if count == 0]:
        raise CannotStartError(f"missing topics: {', '.join(missing)}; create them with `readout topics create`")
    return counts
