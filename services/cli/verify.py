"""`readout verify`: is what is served what the record says?"""

import asyncio
from collections import Counter
from typing import Annotated, Any

import typer
from aiokafka.errors import KafkaError
from rich.table import Column, Table
from rich.text import Text

from services.cli.queries import QUERIES_URL, QueriesUrl
from services.cli.terminal import JsonOption, err, fail, out, print_json
from services.cli.verify_reading import NotCaughtUpError
from services.cli.verify_report import Extractor, Groups, Report, verified
from services.cli.verify_tables import Fault
from services.enrich.settings import EnrichSettings
from services.index.settings import IndexSettings
from services.runtime.errors import CannotStartError
from services.runtime.settings import KafkaSettings, load


def verify(
    *,
    as_derived: Annotated[
        bool,
        typer.Option("--as-derived", help="Take the derived topics as they are; compare only what follows from them."),
    ] = False,
    within: Annotated[
        float, typer.Option(min=1, metavar="SECONDS", help="How long the services may take to catch up.")
    ] = 120.0,
    limit: Annotated[int, typer.Option(min=0, help="List at most so many differences.")] = 50,
    queries_url: QueriesUrl = QUERIES_URL,
    as_json: JsonOption = False,
) -> None:
    """Compute everything again from the record and compare it, row by row, with what is served.

    The record is read with the present extractor; the complete sets, participations and views that follow are compared
    with the derived topics and with the rows of all instances of the index. Exit status 1 when any row differs.

    The instances are asked directly, where the index's consumer group says they are; where the broker cannot tell (the
    embedded one), --queries-url is the only one. Under compose: [bold]docker compose run --rm topics readout verify[/].
    """
    report = _report(queries_url, within=within, extractor=None if as_derived else _extractor())
    if as_json:
        print_json(_plain(report))
    else:
        _print(report, limit)
    if report.differences:
        fail(_verdict(report, as_derived=as_derived))


def _extractor() -> Extractor:
    from services.enrich.extract import EXTRACTOR_VERSION, extract  # noqa: PLC0415 - its data take a while to load

    return Extractor(extract, EXTRACTOR_VERSION)


def _report(queries_url: str, *, within: float, extractor: Extractor | None) -> Report:
    kafka, groups = load(KafkaSettings), Groups(load(EnrichSettings).group_id, load(IndexSettings).group_id)
    try:
        with err().status("asking the broker") as status:
            return asyncio.run(
                verified(kafka, groups, queries_url=queries_url, extractor=extractor, within=within, say=status.update)
            )
    except (CannotStartError, KafkaError) as error:
        fail(f"{error}; is READOUT_KAFKA_BOOTSTRAP_SERVERS right?")
    except NotCaughtUpError as error:
        fail(str(error))


def _plain(report: Report) -> dict[str, Any]:
    return {
        "rows": dict(report.rows),
        "differences": [{"place": one.place, "fault": one.fault, "key": one.key} for one in report.differences],
        "moving": report.moving,
        "refused": report.refused,
        "extractors": list(report.extractors),
    }


def _print(report: Report, limit: int) -> None:
    counts = Counter((one.place, one.fault) for one in report.differences)
    table = Table("place", *(Column(name, justify="right") for name in ("rows", *Fault)))
    for place, rows in report.rows.items():
        table.add_row(place, str(rows), *(str(counts[place, fault]) for fault in Fault))
    out().print(table)
    for one in report.differences[:limit]:
        out().print(Text(f"{one.fault}: {one.key} ({one.place})"))
    if len(report.differences) > limit:
        out().print(f"{len(report.differences) - limit} more; --limit shows them")
    if report.moving:
        out().print(f"{report.moving} releases were told of meanwhile and are left out.")
    if report.refused:
        out().print(f"{report.refused} releases are left out: the index gave up their last set; see the dead letters.")


def _verdict(report: Report, *, as_derived: bool) -> str:
    verdict = f"{len(report.differences)} rows differ"
    if as_derived or not (others := set(report.extractors) - {_extractor().version}):
        return verdict
    versions = ", ".join(sorted(others))
    return f"{verdict}; some sets were made by extractor {versions}: --as-derived leaves that out"
