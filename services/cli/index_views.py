"""`readout index`: looks after the views."""

from dataclasses import asdict
from typing import Annotated

import typer
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn

from services.cli.index_rebuild import CLIENT_ID, PATIENCE_SECONDS, NotRebuiltError, Progress, rebuilt
from services.cli.instances import all_instances
from services.cli.queries import QUERIES_URL, QueriesUrl
from services.cli.terminal import Interrupted, JsonOption, bar, fail, out, print_json, run
from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_MEETINGS, RELEASES_TOPICS
from services.index.settings import IndexSettings
from services.runtime import kafka as clients
from services.runtime.clock import utc_now
from services.runtime.errors import CannotStartError
from services.runtime.settings import KafkaSettings, load

CONSUMED = (RELEASES_MEETINGS, RELEASES_TOPICS, PARTICIPANTS_EVENTS)
app = typer.Typer(no_args_is_help=True, help="Look after the views.")


@app.callback()
def index() -> None:
    """Look after the views."""


@app.command()
def rebuild(
    *,
    within: Annotated[
        float, typer.Option(min=1, metavar="SECONDS", help="How long to wait; the instances go on after it.")
    ] = 3600.0,
    queries_url: QueriesUrl = QUERIES_URL,
    as_json: JsonOption = False,
) -> None:
    """Make all views again from the derived topics, while the old ones answer and are kept up to date.

    Each instance of the index reads its partitions from the beginning, one after the other, into new stores beside the
    serving ones, and switches to each when it has caught up. Nothing is sent again. What is under way is joined, not
    begun anew; to stop waiting stops nothing. Exit status 1 when it takes longer than --within.

    The instances are asked directly, as by [bold]readout verify[/]. With --json a line for each look, the last one with
    all partitions rebuilt.
    """
    telling = _Telling(as_json=as_json)
    try:
        with telling.bar:
            run(_rebuild(queries_url, within=within, telling=telling))
    except Interrupted:
        fail("stopped waiting; the instances go on by themselves")
    except (CannotStartError, KafkaError) as error:
        fail(f"{error}; is READOUT_KAFKA_BOOTSTRAP_SERVERS right?")
    except NotRebuiltError as error:
        fail(str(error))
    if not as_json:
        out().print(f"{telling.partitions} partitions are served from new views")


class _Telling:
    """Progress as a bar or as lines."""

    def __init__(self, *, as_json: bool) -> None:
        columns = (
            TextColumn("rebuilding"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("records"),
            TimeElapsedColumn(),
        )
        self.bar = bar(*columns, shown=not as_json)
        self.partitions = 0
        self._as_json, self._task, self._most = as_json, self.bar.add_task("rebuild", total=None), 0

    def tell(self, progress: Progress) -> None:
        """One look."""
        self.partitions, self._most = progress.partitions, max(self._most, progress.records_to_go)
        self.bar.update(self._task, total=self._most, completed=self._most - progress.records_to_go)
        if self._as_json:
            print_json(asdict(progress))


async def _rebuild(queries_url: str, *, within: float, telling: _Telling) -> None:
    kafka, group = load(KafkaSettings), load(IndexSettings).group_id
    counts = await clients.partition_counts(kafka, CONSUMED, client_id=CLIENT_ID)
    wanted = [TopicPartition(topic.name, number) for topic in CONSUMED for number in range(counts[topic.name])]
    async with all_instances(kafka, group, queries_url, client_id=CLIENT_ID, patience=PATIENCE_SECONDS) as instances:
        await rebuilt(instances, wanted, now=utc_now(), within=within, tell=telling.tell)
