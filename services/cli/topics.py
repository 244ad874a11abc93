"""`readout topics`: create the topics of the registry, and look whether a broker has them as they should be."""

import asyncio
from typing import Annotated, Any

import typer
from rich.table import Column, Table

from services.cli import topic_admin
from services.cli.terminal import JsonOption, err, fail, out, print_json
from services.cli.topic_admin import BrokerError, Found, NoTopicAdminError
from services.contracts.topics import DAY_MS, Topic
from services.runtime.settings import KafkaSettings, load

app = typer.Typer(no_args_is_help=True, help="Create the Kafka topics, or compare them with what they should be.")

Replication = Annotated[
    int,
    typer.Option(min=1, envvar="READOUT_TOPICS_REPLICATION", help="Copies of each partition; 3 with three brokers."),
]
MinInsync = Annotated[
    int,
    typer.Option(
        "--min-insync",
        min=1,
        envvar="READOUT_TOPICS_MIN_INSYNC",
        help="Copies that must have a record before it counts; 2 with three brokers.",
    ),
]
_EMBEDDED = "this broker has no topic administration: it is the embedded one, where every topic is there by itself"


@app.command()
def create(replication: Replication = 1, min_insync: MinInsync = 1, *, as_json: JsonOption = False) -> None:
    """Create the topics that are missing, with explicit partitions, replication and retention.

    May be run any number of times. A topic that exists with other settings is reported and never changed; then the
    exit status is 1. The broker is READOUT_KAFKA_BOOTSTRAP_SERVERS, 127.0.0.1:9092 by default.
    """
    _run(_create(replication, min_insync), as_json=as_json, what_missing_means="created")


@app.command()
def describe(replication: Replication = 1, min_insync: MinInsync = 1, *, as_json: JsonOption = False) -> None:
    """Show each topic: who writes it, how it is kept, where the broker differs; with --json what travels on it too.

    Exit status 1 when a topic is missing or differs.
    """
    _run(_describe(replication, min_insync), as_json=as_json, what_missing_means="missing")


async def _describe(replication: int, min_insync: int) -> list[Found]:
    async with topic_admin.admin(load(KafkaSettings)) as client:
        return await topic_admin.describe(client, replication=replication, min_insync=min_insync)


async def _create(replication: int, min_insync: int) -> list[Found]:
    async with topic_admin.admin(load(KafkaSettings)) as client:
        found = await topic_admin.describe(client, replication=replication, min_insync=min_insync)
        if missing := [each for each in found if each.actual is None]:
            await topic_admin.create(client, missing)
        return found


def _run(looking: Any, *, as_json: bool, what_missing_means: str) -> None:
    try:
        found: list[Found] = asyncio.run(looking)
    except NoTopicAdminError:
        err().print(_EMBEDDED)
        return
    except BrokerError as error:
        fail(str(error))
    if as_json:
        print_json([_plain(each, what_missing_means) for each in found])
    else:
        out().print(_table(found, what_missing_means))
    if any(each.differences or (each.actual is None and what_missing_means == "missing") for each in found):
        raise typer.Exit(1)


def _state(found: Found, what_missing_means: str) -> str:
    if found.actual is None:
        return what_missing_means
    return "; ".join(found.differences) or "as it should be"


def _plain(found: Found, what_missing_means: str) -> dict[str, Any]:
    return {
        "topic": found.topic.name,
        "state": _state(found, what_missing_means),
        "messages": [message.TYPE for message in found.topic.messages],
        "written_by": found.topic.written_by,
        "partitions": found.wanted.partitions,
        "replication": found.wanted.replication,
        "config": found.wanted.config,
        "differences": found.differences,
    }


def _kept(topic: Topic) -> str:
    if topic.config["cleanup.policy"] == "compact":
        return "last word on each key"
    retention = int(topic.config["retention.ms"])
    return "for ever" if retention < 0 else f"{retention // DAY_MS} days"


def _table(found: list[Found], what_missing_means: str) -> Table:
    table = Table(Column("topic", no_wrap=True), "written by", "partitions", "copies", "kept", "state")
    for each in found:
        state = _state(each, what_missing_means)
        numbers = str(each.wanted.partitions), str(each.wanted.replication)
        table.add_row(each.topic.name, ", ".join(each.topic.written_by), *numbers, _kept(each.topic), state)
    return table
