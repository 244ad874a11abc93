"""`readout demo`: the whole pipeline once, from releases to answers, leaving nothing running."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from services.cli import tables
from services.cli.chatter import Chatter
from services.cli.delivery import Outcome
from services.cli.embedded import Ports, running
from services.cli.keeper import CannotRunError
from services.cli.push import open_ingest
from services.cli.pushables import Metadata, files_in, read
from services.cli.queries import Json, NotFoundError, Queries, QueryError, open_queries
from services.cli.terminal import Interrupted, err, fail, out, run

DEADLINE_SECONDS = 60.0
UNKNOWN_SOURCE = "example.org"
_POLL_SECONDS = 0.05
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read:
    """What became of the releases: what was read from each, whose view is shown, and that view."""

    releases: Sequence[Json]
    participant: Json | None
    encounters: Sequence[Json]


def demo(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE|DIR", help="Releases of your own, as `readout push` takes them.")
    ] = None,
    *,
    source: Annotated[str, typer.Option(metavar="HOST", help="Who published FILE.")] = UNKNOWN_SOURCE,
    participant: Annotated[
        str | None, typer.Option(metavar="ID", help="Whose view to show; by default who took part in most.")
    ] = None,
    log_file: Annotated[Path | None, typer.Option(dir_okay=False, help="Keep what the processes log.")] = None,
) -> None:
    """Start everything on free ports, push the sample releases, show what came out, and stop everything.

    The samples are invented: an announced meeting, its report, a correction and the other side's report in another
    language; calls, visits, a conference, a cancelled visit, and a release that is withdrawn.
    """
    if file is not None and not file.exists():
        fail(f"{file}: no such file")
    with Chatter(err(), file=log_file, quiet=True) as chatter, as_file(files("services.cli") / "samples") as samples:
        try:
            run(_demo(file or samples, Metadata(source=source), participant, chatter))
        except Interrupted:
            fail("interrupted; nothing is left running")
        except CannotRunError as error:
            chatter.show_last_words(error.programs)
            fail(str(error))
        except QueryError as error:
            fail(f"{error}; what the processes did shows with --log-file")


async def _demo(path: Path, metadata: Metadata, participant: str | None, chatter: Chatter) -> None:
    began, ports = time.monotonic(), Ports.free()
    with err().status("starting the embedded broker, ingest, enrich and index"):
        async with running(ports, say=chatter.say, log=chatter.log):
            started = time.monotonic()
            with open_ingest(ports.ingest_url) as ingest, open_queries(ports.queries_url) as queries:
                pushables = (pushable for each in files_in(path) for pushable in read(each, metadata))
                outcomes = await asyncio.to_thread(lambda: list(ingest.push(pushables)))
                _show_refused(outcomes)
                found = await _outcome(queries, outcomes, participant)
            answered = time.monotonic()
    _show(found)
    err().print(
        f"{len(outcomes)} pushed, answered in {answered - started:.1f} s after {started - began:.1f} s of starting; "
        "all is stopped. Keep it running: readout up"
    )
    if not all(outcome.accepted for outcome in outcomes):
        raise typer.Exit(1)


def _show_refused(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if not outcome.accepted:
            err().print(f"[red]refused[/] {outcome.name}: {outcome.detail}")
    if not any(outcome.accepted for outcome in outcomes):
        fail("nothing was accepted")


async def _outcome(queries: Queries, outcomes: Sequence[Outcome], participant: str | None) -> Read:
    """Wait until every release was read in its last revision, and one participant's view has all of it."""
    last = {outcome.release_id: outcome.revision for outcome in outcomes if outcome.accepted and outcome.release_id}
    releases = [
        await _until(partial(_read_in_revision, queries, release_id, revision), what=release_id)
        for release_id, revision in last.items()
    ]
    shown = participant or busiest(releases)
    if shown is None:
        return Read(releases, None, [])
    expected = reports_of(shown, releases)
    encounters = await _until(partial(_view_with, queries, shown, expected), what=shown)
    return Read(releases, await asyncio.to_thread(queries.profile, shown), encounters)


async def _until(look: Callable[[], T | None], *, what: str) -> T:
    """Look until something is there; QueryError after the deadline."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while (found := await asyncio.to_thread(look)) is None:
        if time.monotonic() > deadline:
            raise QueryError(f"{what} did not come out within {DEADLINE_SECONDS:g} s")
        await asyncio.sleep(_POLL_SECONDS)
    return found


def _read_in_revision(queries: Queries, release_id: str, revision: str | None) -> Json | None:
    """What was read from the release, once it is the given revision, or the withdrawal where that is None."""
    try:
        found = queries.release(release_id)
    except NotFoundError:
        return None
    withdrawn = found["outcome"] == "withdrawn"
    return found if (revision is None and withdrawn) or found["release"]["revision"] == revision else None


def _view_with(queries: Queries, participant_id: str, expected: set[str]) -> list[Json] | None:
    """The participant's encounters, once they tell of exactly the expected events."""
    try:
        found = queries.encounters(participant_id, {}, limit=1000)
    except NotFoundError:
        return None if expected else []
    told = {source["event_id"] for encounter in found for source in encounter["sources"]}
    return found if told == expected else None


def reports_of(participant_id: str, releases: Sequence[Json]) -> set[str]:
    """The ids of the events that name the participant."""
    events = (event for release in releases for event in release["events"])
    return {e["event_id"] for e in events if participant_id in (p["participant_id"] for p in e["participants"])}


def busiest(releases: Sequence[Json]) -> str | None:
    """The participant in most events, the first of equals; None where there is none."""
    events = (event for release in releases for event in release["events"])
    counts = Counter(each["participant_id"] for event in events for each in event["participants"])
    return counts.most_common(1)[0][0] if counts else None


def _show(found: Read) -> None:
    console = out()
    console.print("\n[bold]What was read from each release[/]")
    console.print(tables.releases(found.releases))
    if found.participant is not None:
        console.print(f"\n[bold]Whom {found.participant['name']} met[/]: each encounter once, with all its sources")
        console.print(tables.profile(found.participant))
        console.print(tables.encounters(found.encounters, of=found.participant["participant_id"]))
