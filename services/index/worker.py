"""Faust's part: the app, its settings, and an agent for each topic."""

from collections.abc import Callable, Iterable
from typing import Any

import faust
from aiokafka import AIOKafkaConsumer
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor

from services.index.owners import client_id
from services.index.settings import IndexSettings
from services.index.stages import Stage
from services.runtime import kafka
from services.runtime.settings import KafkaSettings

Failed = Callable[[BaseException], None]


def create_worker(settings: IndexSettings, broker: KafkaSettings) -> faust.App:
    """A Faust app that consumes and nothing else: no tables, no web, no topics of its own; not started."""
    return faust.App(
        settings.group_id,
        broker=";".join(f"kafka://{address.strip()}" for address in broker.bootstrap_servers.split(",")),
        broker_client_id=client_id(settings.group_id, settings.url),
        broker_credentials=_credentials(broker),
        broker_commit_interval=2.0,
        datadir=str(settings.data_dir),
        key_serializer="raw",
        value_serializer="raw",
        store="memory://",
        stream_buffer_maxsize=16,  # runs of records, not records
        stream_recovery_delay=0.0,
        stream_wait_empty=False,  # what is in flight at a rebalance is read again
        table_standby_replicas=0,
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
    )


def create_client(settings: IndexSettings, broker: KafkaSettings) -> AIOKafkaConsumer:
    """The client that Faust's consumer drives; partitions go round the group's members in turn."""
    return kafka.consumer(
        broker,
        client_id=client_id(settings.group_id, settings.url),
        group_id=settings.group_id,
        max_poll_records=2_000,
        partition_assignment_strategy=(RoundRobinPartitionAssignor,),
    )


def _credentials(broker: KafkaSettings) -> faust.SASLCredentials | faust.SSLCredentials | None:
    options = kafka.connection(broker, client_id="")
    context = options.get("ssl_context")
    if "sasl_mechanism" in options:
        return faust.SASLCredentials(
            username=options["sasl_plain_username"],
            password=options["sasl_plain_password"],
            mechanism=options["sasl_mechanism"],
            ssl_context=context,
        )
    return None if context is None else faust.SSLCredentials(context)


def add_agents(app: faust.App, stages: Iterable[Stage], *, failed: Failed) -> None:
    """One agent for each stage; whatever it raises is told to `failed`, for Faust would go on as if it were done."""
    for stage in stages:
        _add_agent(app, stage, failed)


def _add_agent(app: faust.App, stage: Stage, failed: Failed) -> None:
    @app.agent(app.topic(stage.topic.name, key_type=bytes, value_type=bytes), name=stage.topic.name, concurrency=1)
    async def agent(runs: Any) -> None:
        async for event in runs.events():
            try:
                await stage.apply(event.message.tp, event.message.records)
            except Exception as error:  # noqa: BLE001 - the one broad except of this process: it ends it
                failed(error)
