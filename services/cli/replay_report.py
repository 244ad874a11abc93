"""The findings of a replay for people and for machines."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.markup import escape
from rich.table import Column, Table

from services.cli import tables
from services.cli.replay_differences import Change, EventChange, Fate
from services.cli.replay_findings import Finding, Outcome

_COLOURS = {Fate.ADDED: "green", Fate.REMOVED: "red", Fate.CHANGED: "yellow"}
_QUIET = ("evidence", "rules", "confidence", "event_id")
"""Fields that are only named: their values say little in a table."""


def plain(finding: Finding) -> dict[str, Any]:
    """A finding as JSON."""
    found = finding.difference
    return {
        "release_id": finding.release_id,
        "title": finding.title,
        "sequence": finding.sequence,
        "outcome": finding.outcome.value,
        "detail": finding.detail,
        "events": [_plain_event(change) for change in found.events],
        "topics": {"added": found.topics_added, "removed": found.topics_removed},
        "about": _plain_fields(found.about),
    }


def _plain_event(change: EventChange) -> dict[str, Any]:
    event = change.event.model_dump(mode="json")
    return {"change": change.fate.value, "event": event, "fields": _plain_fields(change.fields)}


def _plain_fields(fields: Mapping[str, Change]) -> dict[str, Any]:
    return {name: {"before": change.before, "after": change.after} for name, change in fields.items()}


def totals(findings: Iterable[Finding]) -> Counter[str]:
    """How many releases had each outcome, and how many events and topics change."""
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.outcome.value] += 1
        counts.update(f"events {change.fate.value}" for change in finding.difference.events)
        counts["topics added"] += len(finding.difference.topics_added)
        counts["topics removed"] += len(finding.difference.topics_removed)
    return +counts


def table(findings: Iterable[Finding]) -> Table:
    """A row for each change."""
    found = Table(
        Column("release", ratio=30, overflow="fold"),
        Column("change", ratio=12),
        Column("what", ratio=58, overflow="fold"),
        expand=True,
    )
    for finding in findings:
        title = f"{escape(finding.title or '')}\n[dim]{escape(finding.release_id)}[/]".strip()
        for change, what in _rows(finding):
            found.add_row(title, change, what)
            title = ""
        found.add_section()
    return found


def _rows(finding: Finding) -> Iterator[tuple[str, str]]:
    found = finding.difference
    if finding.outcome in (Outcome.UNREADABLE, Outcome.OVERTAKEN):
        yield f"[magenta]{finding.outcome.value}[/]", escape(finding.detail or "a newer revision is there")
    for name, change in found.about.items():
        yield "[yellow]changed[/]", _field(name, change)
    for event in found.events:
        yield f"[{_COLOURS[event.fate]}]event {event.fate.value}[/]", "\n".join(_event(event))
    for fate, topics in ((Fate.ADDED, found.topics_added), (Fate.REMOVED, found.topics_removed)):
        if topics:
            yield f"[{_COLOURS[fate]}]topics {fate.value}[/]", escape(", ".join(topics))


def _event(change: EventChange) -> Iterator[str]:
    event = change.event.model_dump(mode="json")
    who = tables.names(event["participants"]).replace("\n", ", ")
    facts = (event["kind"], event["status"], tables.days(event).replace("\n", " "), escape(event["place"] or ""), who)
    yield " · ".join(filter(None, facts))
    yield from (_field(name, each) for name, each in change.fields.items() if name not in _QUIET)
    if quiet := [name for name in change.fields if name in _QUIET]:
        yield f"[dim]also {', '.join(quiet)}[/]"


def _field(name: str, change: Change) -> str:
    return f"{name}: {_value(name, change.before)} → {_value(name, change.after)}"


def _value(name: str, value: Any) -> str:
    if name == "participants":
        return escape(", ".join(each["participant_id"] for each in value)) or "–"
    if isinstance(value, list):
        return escape(", ".join(map(str, value))) or "–"
    return "–" if value is None else escape(str(value))
