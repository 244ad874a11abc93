"""What commands share when they speak: consoles, one-line errors, JSON lines, and how an interrupted run ends."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Coroutine
from typing import Annotated, Any, NoReturn

import orjson
import typer
from rich.console import Console
from rich.progress import Progress, ProgressColumn

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of tables.")]

PLAIN_WIDTH = 100


def out() -> Console:
    """For what was asked; `PLAIN_WIDTH` columns wide where no terminal and no COLUMNS says otherwise."""
    plain = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(width=PLAIN_WIDTH if plain else None)


def err() -> Console:
    """For what is said beside it: progress and errors."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


def bar(*columns: ProgressColumn, shown: bool = True) -> Progress:
    """A bar on standard error where that is a terminal, gone when it ends.

    What is printed meanwhile goes above it, and where standard output is no terminal, to standard output all the same.
    """
    console = err()
    return Progress(
        *columns,
        console=console,
        transient=True,
        redirect_stdout=sys.stdout.isatty(),
        disable=not (shown and console.is_terminal),
    )


def print_json(value: Any) -> None:
    """One line of JSON."""
    sys.stdout.write(orjson.dumps(value).decode() + "\n")
    sys.stdout.flush()


def fail(message: str) -> NoReturn:
    """End with status 1 and one line that says what is wrong and what to do."""
    err().print(f"[bold red]error:[/] {_one_line(message)}")
    raise typer.Exit(1)


def _one_line(message: str) -> str:
    return " ".join(message.split()).replace("[", "\\[")


class Interrupted(Exception):  # noqa: N818 - not an error: somebody asked
    """SIGINT, SIGTERM or SIGHUP arrived; what was open has been closed."""


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run until it ends or a signal asks it to; it is then cancelled once, and may take its time to close.

    Raises:
        Interrupted: after a signal.
    """
    asyncio.run(_until_signalled(main))


async def _until_signalled(main: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(main)
    received: list[int] = []

    def cancel_once(number: int) -> None:
        if not received:
            task.cancel()
        received.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, cancel_once, number)
    with contextlib.suppress(asyncio.CancelledError):
        await task
    if received:
        raise Interrupted
