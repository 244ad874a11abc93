"""`readout up`: the whole pipeline on this machine, until it is stopped."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from services.cli.chatter import Chatter
from services.cli.embedded import Ports, running
from services.cli.keeper import CannotRunError, EndedError
from services.cli.terminal import Interrupted, err, fail, out, print_json, run

KEEPS_NOTHING = "The embedded broker keeps everything in memory and nothing afterwards; for keeps: docker compose up."


def _port(variable: str, what: str) -> Any:
    help_ = f"Where {what} listens, on 127.0.0.1."
    return typer.Option(envvar=variable, min=1, max=65_535, metavar="PORT", help=help_)


def up(  # noqa: PLR0913 - one parameter for each option of the command
    *,
    ingest_port: Annotated[int, _port("READOUT_INGEST_PORT", "ingest (push here)")] = Ports.ingest,
    queries_port: Annotated[int, _port("READOUT_INDEX_PORT", "index (ask here)")] = Ports.queries,
    enrich_port: Annotated[int, _port("READOUT_ENRICH_PORT", "enrich (health only)")] = Ports.enrich,
    broker_port: Annotated[int, _port("READOUT_UP_BROKER_PORT", "the embedded broker (subscribe here)")] = Ports.broker,
    log_file: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="Append what the processes log to this file, not to the terminal."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Once ready, print the addresses as one line of JSON, not as text.")
    ] = False,
) -> None:
    """Run the whole pipeline on this machine: the embedded broker, ingest, enrich and index, until Ctrl-C or SIGTERM.

    A service that dies is started again. The embedded broker keeps nothing: when it ends, so do the releases, the
    topics and the views. Logs go to standard error.
    """
    ports = Ports(ingest=ingest_port, queries=queries_port, enrich=enrich_port, broker=broker_port)
    with Chatter(err(), file=log_file) as chatter:
        try:
            run(_keep_up(ports, chatter, as_json=as_json))
        except Interrupted:
            chatter.say("everything is stopped")
        except CannotRunError as error:
            fail(f"{error}; its own words are above" if log_file is None else f"{error}; see {log_file}")


async def _keep_up(ports: Ports, chatter: Chatter, *, as_json: bool) -> None:
    """Run the pipeline, and when its broker ends, a new and empty one."""
    while True:
        async with running(ports, say=chatter.say, log=chatter.log) as supervisor:
            announce(ports, as_json=as_json)
            failure = await supervisor.failure()
            if not isinstance(failure, EndedError):
                raise failure
            chatter.say(f"{failure}, and all that was pushed is gone: starting again, empty")


def announce(ports: Ports, *, as_json: bool) -> None:
    """Say where to push, ask and subscribe, on standard output."""
    if as_json:
        addresses = {"push": ports.ingest_url, "ask": ports.queries_url, "subscribe": ports.bootstrap_servers}
        print_json({**addresses, "ports": asdict(ports)})
    else:
        _print_addresses(out(), ports)


def _print_addresses(console: Console, ports: Ports) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_row("push", f"readout push FILE --source example.org --ingest-url {ports.ingest_url}")
    table.add_row("", f"POST {ports.ingest_url}/releases   (API: {ports.ingest_url}/docs)")
    table.add_row("ask", f"readout participants search NAME --queries-url {ports.queries_url}")
    table.add_row("", f"GET {ports.queries_url}/participants?q=NAME   (API: {ports.queries_url}/docs)")
    table.add_row("subscribe", f"any Kafka client, bootstrap server {ports.bootstrap_servers}")
    console.print("[bold]Readout is up.[/] Ctrl-C stops it.")
    console.print(table)
    console.print(KEEPS_NOTHING)
