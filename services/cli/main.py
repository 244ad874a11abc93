"""The `readout` command."""

import logging
from typing import Annotated

import typer

from services import __version__
from services.cli import dead_letters, index_views, participants, topics
from services.cli.demo import demo
from services.cli.extract import extract
from services.cli.push import push, withdraw
from services.cli.replay import replay
from services.cli.up import up
from services.cli.verify import verify

app = typer.Typer(
    name="readout",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Readout turns press releases into a live answer to who met whom, when, where and about what.",
)
app.command()(demo)
app.command()(up)
app.command()(push)
app.command()(withdraw)
app.command()(extract)
app.command()(replay)
app.command()(verify)
app.add_typer(participants.app, name="participants")
app.add_typer(index_views.app, name="index")
app.add_typer(dead_letters.app, name="dead-letters")
app.add_typer(topics.app, name="topics")


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"readout {__version__}")
        raise typer.Exit


@app.callback()
def readout(
    *,
    version: Annotated[  # noqa: ARG001 - its callback has acted by now
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what goes wrong is told in one line of our own


if __name__ == "__main__":
    app()
