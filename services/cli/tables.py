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


def when_and_where(event: Json) -> str:
    """The days, and below them the place where there is one."""
    return "\n".join(filter(None, (days(event), escape(event["place"] or ""))))


def what(event: Json, status: str) -> str:
    """The kind and the status, and below them the occasion where there is one."""
    occasion = f"\n[italic]{escape(event['occasion'])}[/]" if event["occasion"] else ""
    return f"{event['kind']}\n{status}{occasion}"


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
    table = _events_table("told by")
    for each in found:
        sources = "\n".join(escape(_published_by(source)) for source in each["sources"])
        who = names(each["participants"], but=of)
        table.add_row(what(each, history(each)), when_and_where(each), who, "\n".join(each["topics"]), sources)
    return table


def releases(found: Iterable[Json]) -> Table:
    """What was read from each release: a row for each event."""
    table = _events_table("release")
    for each in found:
        reference = each["release"]
        title = f"{escape(reference['title'] or reference['release_id'])}\n[dim]{escape(_published_by(reference))}[/]"
        if not each["events"]:
            outcome = each["outcome"] if each["outcome"] != "extracted" else "no event"
            table.add_row(f"[dim]{outcome}[/]", "", "", "\n".join(each["topics"]), title)
        for event in each["events"]:
            topics, who = "\n".join(event["topics"]), names(event["participants"])
            table.add_row(what(event, _status(event["status"])), when_and_where(event), who, topics, title)
            title = '[dim]"[/]'
    return table


def _events_table(last: str) -> Table:
    who = "with" if last == "told by" else "who"
    table = Table(show_lines=True, expand=True)
    for title, share in (("what", 17), ("when, where", 13), (who, 19), ("about", 21), (last, 30)):
        table.add_column(title, ratio=share, overflow="fold")
    return table


def _published_by(release: Json) -> str:
    language = f" ({release['language']})" if release["language"] else ""
    return f"{release['source']}{language}"
