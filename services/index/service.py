"""The index, wired: Faust runs the agents, the stores keep rows and positions, FastAPI answers."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

import faust
import httpx
from aiokafka import AIOKafkaProducer, TopicPartition
from fastapi import FastAPI
from prometheus_client import CollectorRegistry, ProcessCollector

from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_MEETINGS, RELEASES_TOPICS
from services.index import faust_transport
from services.index.api import create_api
from services.index.asking import Desk
from services.index.faust_transport import consumer_of
from services.index.healing import Healer
from services.index.metrics import Metrics
from services.index.owners import GroupOwners
from services.index.partitions import Partitions
from services.index.progress import Progress
from services.index.publishing import MAX_REQUEST_BYTES, PlainPublisher, Publisher, TransactionalPublisher
from services.index.rebuilding import Rebuilder
from services.index.settings import IndexSettings
from services.index.stages import Stage
from services.index.tending import Tending
from services.index.worker import Failed, add_agents, create_client, create_worker
from services.runtime import kafka
from services.runtime.clock import Clock, utc_now
from services.runtime.health import health_routes
from services.runtime.settings import KafkaSettings

CONSUMED = (RELEASES_MEETINGS, RELEASES_TOPICS, PARTICIPANTS_EVENTS)
ASK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """What was found at the broker: which one it is, and how many partitions the topics have."""

    id: str
    partitions: Mapping[str, int]


def create_index(
    settings: IndexSettings,
    broker: KafkaSettings,
    cluster: Cluster,
    *,
    failed: Failed,
    clock: Clock = utc_now,
) -> FastAPI:
    """The whole service as an ASGI app, whose lifespan runs the worker; call it in the loop that will serve it.

    The settings' data folder must be this instance's alone. `failed` hears of what cannot be mended here, and ends the
    process.
    """
    metrics = Metrics(CollectorRegistry())
    ProcessCollector(registry=metrics.registry)
    worker = create_worker(settings, broker)
    producer = kafka.producer(broker, client_id=settings.group_id, max_request_size=MAX_REQUEST_BYTES)
    committing = frozenset({RELEASES_MEETINGS.name}) if broker.transactions else frozenset[str]()
    publishers = _publishers(settings, broker, worker, producer, committing)
    partitions = Partitions(
        settings.data_dir, cluster=cluster.id, publisher=publishers, committing=committing, clock=clock
    )
    healer = Healer(partitions, metrics, consumer=lambda: consumer_of(worker))
    progress = Progress(partitions, reading=lambda: consumer_of(worker))
    metrics.registry.register(progress)
    stages = [Stage(topic, partitions=partitions, metrics=metrics, heal=healer.heal, clock=clock) for topic in CONSUMED]
    client = partial(create_client, settings, broker)
    faust_transport.use(worker, partitions, create_client=client, failed=failed)
    add_agents(worker, stages, failed=failed)
    owners = GroupOwners(lambda: kafka.admin(broker, client_id=f"{settings.group_id}-owners"), settings.group_id)
    http = httpx.AsyncClient(timeout=ASK_SECONDS)
    desk = Desk(partitions, progress, owners, counts=cluster.partitions, client=http, own_url=settings.url, clock=clock)
    rebuilder = Rebuilder(
        partitions, consumer=lambda: kafka.consumer(broker, client_id=f"{settings.group_id}-rebuild", group_id=None)
    )
    tending = Tending(worker, producer, stages, progress, healer, rebuilder, failed=failed)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with http, tending.running():
            yield
        await owners.close()

    app = create_api(desk, partitions, lifespan=lifespan)
    app.router.routes.extend(health_routes(alive=tending.alive, ready=tending.ready, registry=metrics.registry))
    return app


def _publishers(
    settings: IndexSettings,
    broker: KafkaSettings,
    worker: faust.App,
    producer: AIOKafkaProducer,
    committing: frozenset[str],
) -> Callable[[TopicPartition], Publisher]:
    plain = PlainPublisher(producer)

    def publisher(tp: TopicPartition) -> Publisher:
        if tp.topic not in committing:
            return plain
        identity = f"{settings.group_id}.{tp.topic}.{tp.partition}"
        fencing = kafka.transactional_producer(
            broker, client_id=identity, transactional_id=identity, max_request_size=MAX_REQUEST_BYTES
        )
        committed = consumer_of(worker).committed
        return TransactionalPublisher(tp, group_id=settings.group_id, producer=fencing, committed=committed)

    return publisher
