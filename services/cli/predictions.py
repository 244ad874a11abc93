"""What the extractor reads from a release, as a line that scorers take and as a text with its spans marked."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from rich.table import Table
from rich.text import Text

from services.cli.pushables import Document, Line, Pushable, Unreadable, Withdrawal
from services.contracts.messages import EventFacts, Evidence, Release
from services.enrich.derive import Extraction

OPEN, CLOSE = "⟦", "⟧"
_MARKED = "bold reverse"
_FIELDS = ("kind", "status", "start", "end", "place", "place_id", "occasion")


def release_of(pushable: Pushable) -> Release:
    """The release on a line.

    Raises:
        ValueError: it holds none; the message says why in one line.
    """
    match pushable:
        case Line(_, content):
            try:
                return Release.model_validate_json(content)
            except ValidationError as error:
                raise ValueError(_first_fault(error)) from error
        case Unreadable(_, reason):
            raise ValueError(reason)
        case Document() | Withdrawal():
            raise ValueError("not a release as JSON, nor a text with front matter; `readout push --help` shows both")


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    return f"{'/'.join(str(part) for part in fault['loc'])}: {fault['msg']}"


def prediction(name: str, release: Release, found: Extraction) -> dict[str, Any]:
    """The line that says what was read; the field names are those of `docs/guidelines.md`."""
    return {
        "id": release.external_id or name,
        "language": found.language,
        "events": [_event(event) for event in found.events],
        "topics": list(found.topics),
    }


def _event(event: EventFacts) -> dict[str, Any]:
    return {**event.model_dump(mode="json", exclude={"rules"}), "evidence": event.evidence.text}


def marked(body: str, spans: Sequence[Evidence]) -> Text:
    """The body with the number of each event where its evidence begins, and a mark where it ends."""
    begins = [(span.start, 1, f"{OPEN}{number} ") for number, span in enumerate(spans, start=1)]
    ends = [(span.end, 0, CLOSE) for span in spans]
    text, at = Text(), 0
    for offset, _, mark in sorted(begins + ends):
        text.append(body[at:offset])
        text.append(mark, _MARKED)
        at = offset
    return text.append(body[at:])


def explanation(event: EventFacts, number: int) -> Table:
    """Each field of an event with the rule that gave it."""
    table = Table("field", "value", "rule", title=f"event {number}", title_justify="left")
    values = {**{field: getattr(event, field) for field in _FIELDS}, "participants": _people(event)}
    values |= {"topics": "\n".join(event.topics), "confidence": f"{event.confidence:.2f}"}
    for field in [*values, *sorted(event.rules.keys() - values.keys())]:
        if values.get(field) or field in event.rules:
            table.add_row(field, Text(str(values.get(field) or "")), Text(event.rules.get(field, "")))
    return table


def _people(event: EventFacts) -> str:
    return "\n".join(
        " · ".join(
            part for part in (each.name, each.type.value, each.role, each.affiliation, each.participant_id) if part
        )
        for each in event.participants
    )
