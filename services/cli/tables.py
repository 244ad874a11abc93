"""Answers of the query API as tables."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Column, Table

Json = dict[str, Any]

_STATUS = {"held": "green", "planned": "cyan", "cancelled": "red"}


def _status(status: str) -> str:
    return f"[{_STATUS.get(status, 'default')}]{status}[/]"


def history(encounter: Json) -> str:
    """The statuses that the sources tell, in the order of their publication: `planned → held`."""
    told = [source["status"] for source in encounter["sources"]]
    steps = [status for number, status in enumerate(told) if number == 0 or told[number - 1] != status]
    if not steps or steps[-1] != encounter["status"]:
        steps.append(encounter["status"])
    return " → ".join(_status(step) for step in steps)


def days(event: Json) -> str:
    """The day or the days of an event; `?` where the release does not tell."""
    start, end = event.get("start"), event.get("end")
    if start is None and end is None:
        return "?"
    return str(start) if start == end else f"{start or '?'}\n– {end or '?'}"


def names(participants: Iterable[Json], *, but: str | None = None) -> str:
    """Names, one a line, without the participant whose view it is."""
    found = [escape(each["name"]) for each in participants if each["participant_id"] != but]
    return "\n".join(found) or "[dim]–[/]"


def participants(found: Iterable[Json]) -> Table:
    """Participants by id."""
    table = Table(Column("id", no_wrap=True), "name", "type", "last event")
    for each in found:
        table.add_row(escape(each["participant_id"]), escape(each["name"]), each["type"], each["last"] or "?")
    return table


def profile(found: Json) -> Table:
    """Who a participant is: every office and every spelling with its days."""
    table = Table.grid(padding=(0, 2))
    table.add_row("[bold]" + escape(found["name"]) + "[/]", escape(found["participant_id"]))
    for role in found["roles"]:
        office = " · ".join(escape(part) for part in (role["role"], role["affiliation"]) if part)
        table.add_row("", f"{office} [dim]{_span(role)}[/]")
    for spelling in found["names"][1:]:
        table.add_row("", f"also written {escape(spelling['name'])} [dim]{_span(spelling)}[/]")
    return table


def _span(dated: Json) -> str:
    first, last = dated["first"] or "?", dated["last"] or "?"
    return first if first == last else f"{first} – {last}"


def encounters(found: Sequence[Json], *, of: str) -> Table:
    """A participant's encounters, each with the releases that tell of it."""
    table = Table(Column("when", no_wrap=True), "what", "with", "where", "about", "told by", show_lines=True)
    for each in found:
        occasion = f"\n[italic]{escape(each['occasion'])}[/]" if each["occasion"] else ""
        table.add_row(
            days(each),
            f"{each['kind']}\n{history(each)}{occasion}",
            names(each["participants"], but=of),
            escape(each["place"] or "–"),
            "\n".join(each["topics"]),
            "\n".join(f"{source['source']} ({source['language'] or '?'})" for source in each["sources"]),
        )
    return table


def releases(found: Iterable[Json]) -> Table:
    """What was read from each release: its events, then its topics."""
    table = Table("release", Column("when", no_wrap=True), "what", "who", "where", "about", show_lines=True)
    for each in found:
        title = _title(each)
        if not each["events"]:
            outcome = each["outcome"] if each["outcome"] != "extracted" else "no event"
            table.add_row(title, "", f"[dim]{outcome}[/]", "", "", "\n".join(each["topics"]))
        for number, event in enumerate(each["events"]):
            table.add_row(title if number == 0 else "", *_event(event))
    return table


def _title(release: Json) -> str:
    reference = release["release"]
    title = reference["title"] or reference["release_id"]
    return f"{escape(title)}\n[dim]{escape(reference['source'])} ({reference['language'] or '?'})[/]"


def _event(event: Json) -> tuple[str, ...]:
    occasion = f"\n[italic]{escape(event['occasion'])}[/]" if event["occasion"] else ""
    what = f"{event['kind']}\n{_status(event['status'])}{occasion}"
    return days(event), what, names(event["participants"]), escape(event["place"] or "–"), "\n".join(event["topics"])
