"""`python -m services.index`: build the views and answer until SIGTERM."""

import os
import sys
from typing import NoReturn

import structlog
import uvloop
from aiokafka.errors import KafkaError

from services.contracts.topics import DEAD_LETTERS
from services.index import slots
from services.index.service import CONSUMED, Cluster, create_index
from services.index.settings import IndexSettings
from services.index.stages import SERVICE
from services.runtime import kafka, logs
from services.runtime.errors import CannotStartError
from services.runtime.serving import end_with_0_on_signals, server
from services.runtime.settings import KafkaSettings, LogSettings, load
from services.runtime.watchdog import leave

_log = structlog.get_logger()


def main() -> None:
    """Wire the service to Kafka and run it; SIGINT and SIGTERM end it with status 0."""
    settings, broker = load(IndexSettings), load(KafkaSettings)
    logs.configure(load(LogSettings), service=SERVICE)
    end_with_0_on_signals()
    try:
        uvloop.run(run(settings, broker))
    except CannotStartError as error:
        sys.exit(f"cannot start: {error}")


async def run(settings: IndexSettings, broker: KafkaSettings) -> None:
    """Serve until told to stop.

    Raises:
        CannotStartError: the broker does not answer, or a topic is missing.
    """
    cluster = await find_cluster(settings, broker)
    slot = slots.claim(settings.data_dir)
    app = create_index(settings.model_copy(update={"data_dir": slot.path}), broker, cluster, failed=end)
    await server(app, host=settings.host, port=settings.port).serve()


async def find_cluster(settings: IndexSettings, broker: KafkaSettings) -> Cluster:
    """What the broker says of itself and of our topics."""
    counts = await kafka.partition_counts(broker, (*CONSUMED, DEAD_LETTERS), client_id=settings.group_id)
    admin = kafka.admin(broker, client_id=f"{settings.group_id}-check")
    try:
        await admin.start()
        description = await admin.describe_cluster()
    except KafkaError as error:
        raise CannotStartError(f"no answer from Kafka at {broker.bootstrap_servers}: {error!r}") from error
    finally:
        await admin.close()
    return Cluster(description["cluster_id"], counts)


def end(error: BaseException) -> NoReturn:
    """End the process because of `error`: 1 where people must act, else 70, for the supervisor."""
    if isinstance(error, CannotStartError):
        _log.critical("cannot go on", reason=str(error))
        os._exit(1)
    _log.critical("worker failed", exc_info=error)
    leave(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
