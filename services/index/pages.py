"""A page of a participant's encounters: filtered, newest first, with a cursor that inserts do not disturb."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.contracts.messages import ParticipationReported
from services.contracts.vocabulary import Kind, Status
from services.index import rows
from services.index.encounters import Encounter
from services.index.matching import LONGEST, REACH, Report
from services.index.rows import Rows, Table
from services.index.timeline import Position, Step, position, timeline
from services.index.views import day_from

MOST_ENCOUNTERS_READ = 2_000
"""A request looks at no more; a rare filter then gives a short page with a cursor."""
_SLACK = LONGEST + REACH + REACH
"""Days beyond a filter's bounds in which an encounter within them may have reports."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which encounters are asked for; None asks for all."""

    first: date | None = None
    last: date | None = None
    kind: Kind | None = None
    status: Status | None = None
    counterpart: str | None = None
    topic: str | None = None

    def takes(self, found: Encounter) -> bool:
        """Whether an encounter is asked for; one of several days is, when any of them is."""
        begins = found.start or day_from(found.day)
        ends = found.end or begins
        return (
            (self.first is None or (ends is not None and ends >= self.first))
            and (self.last is None or (begins is not None and begins <= self.last))
            and self.kind in (None, found.kind)
            and self.status in (None, found.status)
            and (self.counterpart is None or any(p.participant_id == self.counterpart for p in found.participants))
            and (self.topic is None or self.topic in found.topics)
        )


@dataclass(frozen=True, slots=True)
class Cursor:
    """After which encounter to go on, and from which day to read for it."""

    after: Position
    resume: str

    def encode(self) -> str:
        """The cursor as callers see it."""
        return base64.urlsafe_b64encode("\n".join((self.resume, *self.after)).encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """The cursor that a caller gives back.

        Raises:
            ValueError: it is none of ours.
        """
        try:
            resume, day, encounter_id = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split("\n")
        except (binascii.Error, UnicodeDecodeError, ValueError) as error:
            raise ValueError("not a cursor of this service") from error
        return cls((day, encounter_id), resume)


@dataclass(frozen=True, slots=True)
class Page:
    """Some encounters, and where to go on; None at the end."""

    encounters: tuple[Encounter, ...]
    cursor: Cursor | None


def page(view: Rows, participant_id: str, asked: Filter, *, limit: int, cursor: Cursor | None = None) -> Page:
    """The next encounters of a participant that a filter takes, at most `limit`."""
    found: list[Step] = []
    for read, step in enumerate(_steps(view, participant_id, asked, cursor), start=1):
        if asked.takes(step.encounter):
            if len(found) == limit:
                return _page(found, _after(found[-1]))
            found.append(step)
        if read == MOST_ENCOUNTERS_READ:
            return _page(found, _after(step))
    return _page(found, None)


def _page(found: Iterable[Step], cursor: Cursor | None) -> Page:
    return Page(tuple(step.encounter for step in found), cursor)


def _after(step: Step) -> Cursor:
    return Cursor(position(step.encounter), step.resume)


def _steps(view: Rows, participant_id: str, asked: Filter, cursor: Cursor | None) -> Iterator[Step]:
    newest = cursor.resume if cursor else _later(asked.last, _SLACK)
    oldest = _later(asked.first, -_SLACK)
    for step in timeline(reports(view, participant_id, newest=newest)):
        if oldest is not None and step.encounter.day < oldest:
            return
        if cursor is None or position(step.encounter) < cursor.after:
            yield step


def _later(day: date | None, by: timedelta) -> str | None:
    if day is None:
        return None
    ordinal = min(max(day.toordinal() + by.days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal).isoformat()


def reports(view: Rows, participant_id: str, *, newest: str | None = None) -> Iterator[Report]:
    """A participant's reports, the latest day first; from the day `newest` on down, when given."""
    before = rows.beyond(rows.prefix(Table.DATED, participant_id, newest)) if newest else None
    for _, value in view.scan_back(rows.prefix(Table.DATED, participant_id), before=before):
        yield Report.of(ParticipationReported.model_validate_json(value))


def encounter_of(view: Rows, participant_id: str, event_id: str) -> Encounter | None:
    """The encounter that a report belongs to, in one participant's view."""
    entry = view.get(rows.key(Table.ENTRY, participant_id, event_id))
    day = entry.decode().partition(" ")[2] if entry else ""
    if not day:
        return None
    for step in timeline(reports(view, participant_id, newest=_later(day_from(day), _SLACK))):
        if any(source.event_id == event_id for source in step.encounter.sources):
            return step.encounter
    return None
