"""`readout dead-letters`: what could not be used and why, and putting it back, repaired where it must be."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from aiokafka.errors import KafkaError
from rich.markup import escape
from rich.table import Column, Table
from rich.text import Text

from services.cli.terminal import JsonOption, fail, out, print_json
from services.runtime import dead_letter_box as box
from services.runtime.dead_letter_box import Fate, Position, Redriven, StoredLetter
from services.runtime.errors import CannotStartError
from services.runtime.settings import KafkaSettings, load

app = typer.Typer(
    no_args_is_help=True,
    help="List, show and put back the records that no service could use. The broker: READOUT_KAFKA_BOOTSTRAP_SERVERS.",
)

T = TypeVar("T")
Reason = Annotated[
    str | None, typer.Option(metavar="SLUG", help="Only with this reason: not-json, schema, timed-out, …")
]
OfTopic = Annotated[str | None, typer.Option("--topic", metavar="TOPIC", help="Only records of this topic.")]
POSITION = "TOPIC/PARTITION/OFFSET"


@app.command("list")
def list_letters(
    *,
    reason: Reason = None,
    topic: OfTopic = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest first.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List dead letters, the newest first: where each is stored, where its record was, who gave up and why."""
    found = _ask(lambda kafka: box.letters(kafka, reason=reason, topic=topic))
    if as_json:
        for stored in found[:limit]:
            print_json(_plain(stored))
        return
    if not found:
        out().print("No dead letters.")
        return
    table = Table(Column("dead letter", no_wrap=True), "since (UTC)", "record", "by", "reason", "key")
    for stored in found[:limit]:
        letter, since = stored.letter, f"{stored.time:%Y-%m-%d %H:%M:%S}"
        record = str(stored.origin)
        table.add_row(str(stored.at), since, record, letter.service, escape(letter.reason), escape(letter.key))
    out().print(table)
    if len(found) > limit:
        out().print(f"{len(found) - limit} more; --limit shows them")


@app.command()
def show(
    position: Annotated[str, typer.Argument(metavar=POSITION, help="Of the dead letter, or of the record it keeps.")],
    *,
    raw: Annotated[
        bool, typer.Option("--raw", help="Write only the record's value, byte for byte, to be repaired in a file.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show one dead letter with the record that it keeps."""
    stored = _letter(position)
    if raw:
        sys.stdout.buffer.write(stored.letter.original_value or b"")
        sys.stdout.flush()
    elif as_json:
        print_json(_plain(stored) | {"original_value": _text(stored.letter.original_value)})
    else:
        _show(stored)


@app.command()
def redrive(  # noqa: PLR0913 - one parameter for each option of the command
    positions: Annotated[
        list[str] | None, typer.Argument(metavar=f"[{POSITION}]…", help="Dead letters, or the records they keep.")
    ] = None,
    *,
    value: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Send this file's bytes instead: the repaired record, for one."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All of them; narrow it with --reason and --topic.")
    ] = False,
    reason: Reason = None,
    topic: OfTopic = None,
    superseded_too: Annotated[
        bool, typer.Option("--superseded-too", help="Also where a later record of the same key says something else.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Put records back on their topic, with their own key and headers, as they were or repaired.

    To repair one: [bold]readout dead-letters show POSITION --raw > record.json[/], mend it, and
    [bold]readout dead-letters redrive POSITION --value record.json[/].
    Doing it twice is harmless. Exit status 1 when any was not sent.
    """
    if bool(positions) == everything:
        raise typer.BadParameter("name dead letters by their positions, or all of them with --all")
    if value is not None and len(positions or ()) != 1:
        raise typer.BadParameter("--value repairs exactly one record: name its position")
    if positions:
        chosen = [_letter(position) for position in positions]
    else:
        chosen = _ask(lambda kafka: box.letters(kafka, reason=reason, topic=topic))
    _tell(_redriven(chosen, value, superseded_too=superseded_too), as_json=as_json)


def _redriven(chosen: Sequence[StoredLetter], value: Path | None, *, superseded_too: bool) -> list[Redriven]:
    repaired = None if value is None else value.read_bytes()

    def repair(stored: StoredLetter) -> bytes | None:
        return stored.letter.original_value if repaired is None else repaired

    return _ask(lambda kafka: box.redrive(kafka, chosen, repair=repair, superseded_too=superseded_too))


def _ask(question: Callable[[KafkaSettings], Awaitable[T]]) -> T:
    """The answer of the broker; what goes wrong ends the command in one line."""

    async def ask() -> T:
        return await question(load(KafkaSettings))

    try:
        return asyncio.run(ask())
    except (CannotStartError, KafkaError) as error:
        fail(f"{error}; is READOUT_KAFKA_BOOTSTRAP_SERVERS right?")


def _letter(position: str) -> StoredLetter:
    try:
        parsed = Position.parse(position)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    found = _ask(lambda kafka: box.letter_at(kafka, parsed))
    if found is None:
        fail(f"no dead letter at or about {position}; `readout dead-letters list` shows which there are")
    return found


def _plain(stored: StoredLetter) -> dict[str, Any]:
    letter = stored.letter.model_dump(mode="json", exclude={"original_value", "original_headers", "original_key"})
    return {"at": str(stored.at), "time": stored.time, **letter, "key": stored.letter.key}


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode("utf-8", "replace")


def _show(stored: StoredLetter) -> None:
    letter, console = stored.letter, out()
    table = Table.grid(padding=(0, 2))
    rows = {
        "dead letter": f"{stored.at}, since {stored.time:%Y-%m-%d %H:%M:%S} UTC",
        "record": str(stored.origin),
        "given up by": f"{letter.service} {letter.version}",
        "reason": f"{letter.reason}: {letter.detail}",
        "key": letter.key,
        **{name: _text(content) or "" for name, content in letter.original_headers},
    }
    for name, text in rows.items():
        table.add_row(name, Text(text))
    console.print(table)
    console.print(Text(_text(letter.original_value) or "the record's value is not there"))


def _tell(results: Sequence[Redriven], *, as_json: bool) -> None:
    for result in results:
        where = str(result.position) if result.position else None
        if as_json:
            print_json({"at": str(result.stored.at), "fate": result.fate.value, "position": where})
        else:
            out().print(f"{result.stored.at}: {result.fate.value} {where or ''}".rstrip())
    if not results:
        fail("no dead letters to put back")
    if any(result.fate is not Fate.SENT for result in results):
        fail("not all were sent: superseded ones go with --superseded-too, others with a repaired --value")
