"""`readout participants`: who is who, and who met whom."""

from datetime import datetime
from typing import Annotated, Any

import typer

from services.cli import tables
from services.cli.queries import QUERIES_URL, Queries, QueriesUrl, open_queries
from services.cli.terminal import JsonOption, err, fail, out, print_json
from services.contracts.vocabulary import Kind, Status

app = typer.Typer(no_args_is_help=True, help="Find participants, and show whom they met, when, where and about what.")

Limit = Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")]
DAY = ["%Y-%m-%d"]
ID_MARK = ":"


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="One word or more; each must begin a word of one of the names.")],
    *,
    limit: Annotated[int, typer.Option(min=1, max=200, help="At most so many.")] = 20,
    queries_url: QueriesUrl = QUERIES_URL,
    as_json: JsonOption = False,
) -> None:
    """Find participants by name, in any spelling, case or script. Exit status 1 when there is none."""
    with open_queries(queries_url) as queries:
        found = queries.search(query, limit=limit)
    if as_json:
        print_json(found)
    elif found:
        out().print(tables.participants(found))
    if not found:
        fail(f"nobody by the name of {query}; a name appears once a release that names it has been pushed")


@app.command()
def show(  # noqa: PLR0913 - one parameter for each option of the command
    participant: Annotated[str, typer.Argument(metavar="ID|NAME", help="An id, or a name that only one has.")],
    *,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=DAY, help="Only what was not over before this day.")
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=DAY, help="Only what had begun by this day.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="Only this kind of event.")] = None,
    status: Annotated[Status | None, typer.Option(help="Only events that stand so.")] = None,
    counterpart: Annotated[str | None, typer.Option(metavar="ID", help="Only with this participant.")] = None,
    topic: Annotated[str | None, typer.Option(metavar="CONCEPT", help="Only about this, such as country:UA.")] = None,
    limit: Limit = 50,
    queries_url: QueriesUrl = QUERIES_URL,
    as_json: JsonOption = False,
) -> None:
    """Show a participant: offices, spellings and encounters, newest first, each with all releases that tell of it."""
    given = {
        "from": first and f"{first:%Y-%m-%d}",
        "to": last and f"{last:%Y-%m-%d}",
        "kind": kind and kind.value,
        "status": status and status.value,
        "counterpart": counterpart,
        "topic": topic,
    }
    with open_queries(queries_url) as queries:
        participant_id = participant if ID_MARK in participant else _only_one(queries, participant)
        profile = queries.profile(participant_id)
        filters = {name: value for name, value in given.items() if value}
        encounters = queries.encounters(participant_id, filters, limit=limit)
    _print(profile, encounters, as_json=as_json)


def _only_one(queries: Queries, name: str) -> str:
    found = queries.search(name, limit=20)
    if not found:
        fail(f"nobody by the name of {name}; `readout participants search` finds by the beginnings of words")
    if len(found) > 1:
        err().print(tables.participants(found))
        fail(f"{len(found)} participants answer to {name}; say which by its id")
    return str(found[0]["participant_id"])


def _print(profile: dict[str, Any], encounters: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        profile.pop("freshness", None)
        print_json({"profile": profile, "encounters": encounters})
        return
    console = out()
    console.print(tables.profile(profile))
    if encounters:
        console.print(tables.encounters(encounters, of=profile["participant_id"]))
    else:
        console.print("No encounters that pass these filters.")
