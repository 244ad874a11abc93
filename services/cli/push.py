"""`readout push` and `readout withdraw`."""

import binascii
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn

from services.cli.delivery import TIMEOUT_SECONDS, Ingest, Outcome, UnreachableError
from services.cli.pushables import Metadata, Pushable, Withdrawal, files_in, read
from services.cli.terminal import JsonOption, bar, err, fail, out, print_json

IngestUrl = Annotated[
    str, typer.Option(envvar="READOUT_CLI_INGEST_URL", metavar="URL", help="Where ingest listens.", show_default=True)
]
Secret = Annotated[
    str | None,
    typer.Option(envvar="READOUT_CLI_SIGNING_SECRET", metavar="whsec_…", help="Signs what is pushed for its source."),
]
Patience = Annotated[
    float,
    typer.Option(
        "--patience",
        min=0,
        metavar="SECONDS",
        envvar="READOUT_CLI_PATIENCE",
        help="How long in a row to wait and try again while ingest answers 503 or 429.",
    ),
]
INGEST_URL = "http://127.0.0.1:8080"
STANDARD_INPUT = "-"


def push(  # noqa: PLR0913 - one parameter for each option of the command
    path: Annotated[str, typer.Argument(metavar="FILE|DIR|-", help="What to push; - reads standard input.")],
    *,
    source: Annotated[str | None, typer.Option(metavar="HOST", help="Who published it, such as nato.int.")] = None,
    language: Annotated[str | None, typer.Option(metavar="TAG", help="fr, en, …; detected when absent.")] = None,
    published_at: Annotated[
        str | None, typer.Option(metavar="TIME", help="ISO 8601 date, or date and time: 2018-09-26T15:47:00.")
    ] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="The canonical address of the release.")] = None,
    ingest_url: IngestUrl = INGEST_URL,
    secret: Secret = None,
    patience: Patience = 60.0,
    as_json: JsonOption = False,
) -> None:
    """Push releases and tell the outcome of each. Exit status 1 when any was refused.

    [bold]Text[/] (.txt, .md): the release's text, titled by its first line; or below a front matter of `name: value`
    lines between two lines `---`: source, external_id, url, title, language, published_at, updated_at. With
    `withdrawn: yes` the release is taken back.
    [bold]HTML[/] (.html): reduced by ingest to the text that a reader sees.
    [bold]JSON[/] (.json): one release or an array of them, with source, title, body and what else is known.
    [bold]NDJSON[/] (.jsonl, .ndjson, also .gz): one release a line, of any number; `id` serves as `external_id`,
    fields that are no part of a release are left out.
    Other names and standard input are read by how they begin. The options fill in what a release does not say itself.

    Examples: [bold]readout push release.txt --source nato.int[/], [bold]zcat *.jsonl.gz | readout push -[/]
    """
    metadata = Metadata(source=source, language=language, published_at=published_at, url=url)
    files: list[Path | None] = [None] if path == STANDARD_INPUT else [*files_in(Path(path))]
    if not files:
        fail(f"{path}: no files in this folder")
    with open_ingest(ingest_url, secret=secret, patience=patience) as ingest:
        accepted, refused = _tell(ingest.push(_watched(files, metadata)), as_json=as_json)
    if not as_json:
        err().print(f"{accepted} accepted, {refused} refused")
    if refused or not accepted:
        raise typer.Exit(1)


def withdraw(  # noqa: PLR0913 - one parameter for each option of the command
    release_id: Annotated[str, typer.Argument(metavar="RELEASE_ID", help="As `readout push` told it.")],
    *,
    reason: Annotated[str | None, typer.Option(help="Why, in a sentence.")] = None,
    ingest_url: IngestUrl = INGEST_URL,
    secret: Secret = None,
    patience: Patience = 60.0,
    as_json: JsonOption = False,
) -> None:
    """Take a release back: what it reported no longer stands, in any view."""
    with open_ingest(ingest_url, secret=secret, patience=patience) as ingest:
        _, refused = _tell(ingest.push([Withdrawal(release_id, release_id, reason)]), as_json=as_json)
    if refused:
        raise typer.Exit(1)


@contextmanager
def open_ingest(url: str, *, secret: str | None = None, patience: float = 60.0) -> Iterator[Ingest]:
    """A connection to ingest; what goes wrong with it ends the command in one line."""
    try:
        with httpx.Client(base_url=url, timeout=TIMEOUT_SECONDS, trust_env=False) as http:
            yield Ingest(http, secret=secret, patience=patience)
    except UnreachableError as error:
        fail(f"{error}; start the pipeline with `readout up`, or say where ingest is with --ingest-url")
    except binascii.Error:
        fail("the signing secret must be whsec_ followed by base64")
    except httpx.InvalidURL as error:
        fail(f"--ingest-url {url}: {error}")


def _watched(files: Sequence[Path | None], metadata: Metadata) -> Iterator[Pushable]:
    """All that the files hold, with a bar on a terminal: of files, and of what was read from them."""
    columns = (
        TextColumn("pushing"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files, {task.fields[read]} releases"),
    )
    with bar(*columns, TimeElapsedColumn()) as progress:
        task = progress.add_task("files", total=len(files), read=0)
        number = 0
        for file in files:
            for pushable in read(file, metadata):
                number += 1
                progress.update(task, read=number)
                yield pushable
            progress.advance(task)


def _tell(outcomes: Iterable[Outcome], *, as_json: bool) -> tuple[int, int]:
    """Print each outcome as it comes; how many were accepted, and how many not."""
    console, counts = out(), Counter[bool]()
    for outcome in outcomes:
        counts[outcome.accepted] += 1
        if as_json:
            print_json({name: value for name, value in asdict(outcome).items() if name != "retry_after"})
        elif outcome.accepted:
            console.print(f"[green]accepted[/] {outcome.release_id} {escape(outcome.name)}", soft_wrap=True)
        else:
            console.print(f"[red]refused[/]  {escape(f'{outcome.name}: {outcome.detail}')}", soft_wrap=True)
    return counts[True], counts[False]
