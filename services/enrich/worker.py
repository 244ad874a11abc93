"""Where enrich is put together: the generic worker around the bounded, pure transformation."""

from functools import partial

from aiokafka import AIOKafkaConsumer
from prometheus_client import CollectorRegistry, ProcessCollector

from services.contracts.topics import DEAD_LETTERS, RELEASES_MEETINGS, RELEASES_RAW, RELEASES_TOPICS
from services.enrich.derive import Extract
from services.enrich.extract import EXTRACTOR_VERSION, extract
from services.enrich.settings import EnrichSettings
from services.enrich.transform import SERVICE, RawRecord, transform
from services.runtime import kafka as clients
from services.runtime.bounded import BoundedCalls
from services.runtime.clock import Clock, utc_now
from services.runtime.dead_letters import ConsumedRecord
from services.runtime.handling import Handler, Transform
from services.runtime.outlets import Outlets, PlainOutlets, TransactionalOutlets
from services.runtime.product import Product
from services.runtime.progress import Progress
from services.runtime.settings import KafkaSettings
from services.runtime.worker import Worker
from services.runtime.worker_metrics import WorkerMetrics
from services.runtime.worker_process import LagSampler, WorkerProcess

CLIENT_ID = f"readout-{SERVICE}"
TOPICS = (RELEASES_RAW, RELEASES_MEETINGS, RELEASES_TOPICS, DEAD_LETTERS)
PRODUCER = {"linger_ms": 0, "max_request_size": max(topic.max_message_bytes for topic in TOPICS)}


def create_worker(
    settings: EnrichSettings,
    *,
    kafka: KafkaSettings,
    extract: Extract = extract,
    extractor: str = EXTRACTOR_VERSION,
    clock: Clock = utc_now,
) -> WorkerProcess:
    """The whole service, not yet running; to be called in the loop that runs it.

    `extract` must be picklable by reference, for it runs in a child process; `extractor` is its version.
    """
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    metrics = WorkerMetrics(service=SERVICE, registry=registry)
    calls: BoundedCalls[RawRecord, Product] = BoundedCalls(
        partial(transform, extract=extract, extractor=extractor), limit=settings.release_seconds, observe=metrics.took
    )
    consumer = clients.consumer(kafka, client_id=CLIENT_ID, group_id=settings.group_id)
    outlets = _outlets(settings, kafka, consumer)
    progress = Progress(member=lambda: clients.is_member(consumer))
    metrics.waiting(progress.lag_seconds)
    worker = Worker(
        topic=RELEASES_RAW,
        consumer=consumer,
        outlets=outlets,
        handle=Handler(service=SERVICE, transform=_in_child(calls), metrics=metrics, clock=clock),
        metrics=metrics,
        progress=progress,
        batch_size=settings.batch_size,
    )

    async def prepare() -> None:
        await clients.partition_counts(kafka, TOPICS, client_id=CLIENT_ID)
        await calls.start()

    return WorkerProcess(
        worker,
        host=settings.host,
        port=settings.port,
        registry=registry,
        sampler=LagSampler(consumer, RELEASES_RAW, progress, metrics),
        sending=lambda: all(clients.is_sending(producer) for producer in outlets.producers),
        prepare=prepare,
        release=calls.close,
    )


def _in_child(calls: BoundedCalls[RawRecord, Product]) -> Transform:
    async def transform_in_child(record: ConsumedRecord) -> Product:
        return await calls(RawRecord(record.offset, record.value, tuple(record.headers)))

    return transform_in_child


def _outlets(settings: EnrichSettings, kafka: KafkaSettings, consumer: AIOKafkaConsumer) -> Outlets:
    if not kafka.transactions:
        return PlainOutlets(lambda: clients.producer(kafka, client_id=CLIENT_ID, **PRODUCER), commit=consumer.commit)
    return TransactionalOutlets(
        lambda transactional_id: clients.transactional_producer(
            kafka, client_id=CLIENT_ID, transactional_id=transactional_id, **PRODUCER
        ),
        group_id=settings.group_id,
    )
