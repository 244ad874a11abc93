"""`readout extract`: the extractor without Kafka."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from services.cli.predictions import explanation, marked, prediction, release_of
from services.cli.push import STANDARD_INPUT
from services.cli.pushables import Metadata, Pushable, files_in, read
from services.cli.terminal import err, fail, out, print_json
from services.contracts.messages import Release
from services.enrich.derive import Extract, Extraction


def extract(
    path: Annotated[str, typer.Argument(metavar="FILE.jsonl|-", help="Releases; - reads standard input.")],
    *,
    source: Annotated[str | None, typer.Option(metavar="HOST", help="Who published what does not say so.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each text with its spans, and the rule behind each field.")
    ] = False,
) -> None:
    """Read releases with the extractor that enrich runs, and print a line of JSON for each.

    In: lines with `id`, `source`, `language`, `title`, `published_at`, `body`; other fields are left alone.
    Out: lines with `id`, `events` and `topics`, as the corpus is annotated.
    A bad line is reported with its number and harms no other; the exit status is then 1.
    """
    bad = 0
    extractor = _extractor()
    for pushable in _read(path, Metadata(source=source)):
        try:
            release = release_of(pushable)
        except ValueError as error:
            bad += 1
            err().print(f"[red]bad line[/] {pushable.name}: {error}", markup=True)
        else:
            _print(pushable.name, release, extractor(release), explain=explain)
    if bad:
        fail(f"{bad} could not be read")


def _extractor() -> Extract:
    from services.enrich.extract import extract as found  # noqa: PLC0415 - its data take a while to load

    return found


def _read(path: str, metadata: Metadata) -> Iterator[Pushable]:
    for each in [None] if path == STANDARD_INPUT else files_in(Path(path)):
        yield from read(each, metadata)


def _print(name: str, release: Release, found: Extraction, *, explain: bool) -> None:
    if not explain:
        print_json(prediction(name, release, found))
        return
    console = out()
    console.rule(f"{release.external_id or name}: {release.title}")
    console.print(marked(release.body, [event.evidence for event in found.events]))
    for number, event in enumerate(found.events, start=1):
        console.print(explanation(event, number))
    console.print(f"language {found.language}; topics of the release: {', '.join(found.topics) or 'none'}")
