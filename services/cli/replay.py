"""`readout replay`: what the present extractor makes of the record, beside what is derived from it."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import typer
from aiokafka.errors import KafkaError, ProducerFenced
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

from services.cli.log_ends import SilentError
from services.cli.replay_findings import Finding, Outcome, Reread, findings, paced
from services.cli.replay_record import Selection
from services.cli.replay_report import plain, table, totals
from services.cli.terminal import Interrupted, JsonOption, bar, fail, out, print_json, run
from services.runtime.errors import CannotStartError
from services.runtime.settings import KafkaSettings, load


def moment(text: str) -> datetime:
    """A day's first instant, or an instant; in UTC where it does not say."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no ISO 8601 date or time, such as 2018-09-26T15:47:00Z") from None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def replay(  # noqa: PLR0913 - one parameter for each option of the command
    *,
    since: Annotated[
        datetime | None, typer.Option("--from", metavar="TIME", parser=moment, help="Received then or later.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", metavar="TIME", parser=moment, help="Received before then.")
    ] = None,
    release_id: Annotated[str | None, typer.Option("--release", metavar="ID", help="Only this release.")] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Send what is different; without it nothing is sent.")
    ] = False,
    rate: Annotated[
        float | None, typer.Option(min=0.01, metavar="N", help="Read at most N releases a second again.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Show the changes of at most so many releases.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """Read the record again with the present extractor, and show what changes against what is derived from it.

    Of each release the newest revision counts, and its time of arrival: TIME is ISO 8601, in UTC unless it says
    otherwise. With no option the whole record is read. Nothing is sent without [bold]--publish[/]; with it, only the
    complete sets that are different, while everything else goes on. A replay that was stopped can be started again:
    what was sent is not different any more. Run it after all enrich workers have the new extractor.

    With --json a line for each release that is not the same, then one with the totals.
    The broker is READOUT_KAFKA_BOOTSTRAP_SERVERS, 127.0.0.1:9092 by default.
    """
    told = Telling(limit=limit, as_json=as_json)
    try:
        run(_replay(Selection(since, until, release_id), told, publish=publish, rate=rate))
    except Interrupted:
        told.finish()
        fail("stopped half-way; started again, it finds nothing to do for what was sent")
    except ProducerFenced:
        fail("another replay has been started; only the last one goes on")
    except SilentError as error:
        fail(str(error))
    except (CannotStartError, KafkaError) as error:
        fail(f"{error}; is READOUT_KAFKA_BOOTSTRAP_SERVERS right?")
    told.finish()


@dataclass
class Telling:
    """Tells findings as they come where machines listen, at the end where people do."""

    limit: int
    as_json: bool
    counts: Counter[str] = field(default_factory=Counter)
    shown: list[Finding] = field(default_factory=list)
    more: int = 0

    def tell(self, finding: Finding) -> None:
        """One finding."""
        self.counts += totals([finding])
        if finding.outcome is Outcome.SAME:
            return
        if self.as_json:
            print_json(plain(finding))
        elif len(self.shown) < self.limit:
            self.shown.append(finding)
        else:
            self.more += 1

    def finish(self) -> None:
        """The table, or the last line."""
        if self.as_json:
            print_json({"totals": self.counts})
            return
        if self.shown:
            out().print(table(self.shown))
        if self.more:
            out().print(f"{self.more} more releases; --limit or --json shows them")
        out().print(", ".join(f"{count} {what}" for what, count in self.counts.items()) or "nothing to read again")


async def _replay(selection: Selection, told: Telling, *, publish: bool, rate: float | None) -> None:
    columns = TextColumn("reading again"), BarColumn(), MofNCompleteColumn(), TextColumn("releases")
    async with AsyncExitStack() as stack:
        reread = await stack.enter_async_context(rereading())
        if rate is not None:
            reread = paced(reread, rate)
        progress = stack.enter_context(bar(*columns, TimeRemainingColumn()))
        task = progress.add_task("replay", total=None)
        found = findings(
            load(KafkaSettings),
            selection,
            reread=reread,
            publish=publish,
            total=lambda count: progress.update(task, total=count),
        )
        async for finding in await stack.enter_async_context(aclosing(found)):
            told.tell(finding)
            progress.advance(task)


@asynccontextmanager
async def rereading() -> AsyncIterator[Reread]:
    """What enrich does with a record, under the same limit, in a child process of its own."""
    from services.enrich.extract import EXTRACTOR_VERSION, extract  # noqa: PLC0415 - its data take a while to load
    from services.enrich.settings import EnrichSettings  # noqa: PLC0415 - as above
    from services.enrich.transform import transform  # noqa: PLC0415 - as above
    from services.runtime.bounded import BoundedCalls  # noqa: PLC0415 - other commands need no logs

    limit = load(EnrichSettings).release_seconds
    calls = BoundedCalls(partial(transform, extract=extract, extractor=EXTRACTOR_VERSION), limit=limit)
    try:
        yield calls
    finally:
        await calls.close()
