"""One meeting in one participant's view, with every release that tells of it."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from services.contracts.messages import Evidence, Participant
from services.contracts.model import Moment
from services.contracts.vocabulary import Kind, Status
from services.index.matching import Report

_NEVER_PUBLISHED = date.max


class Answer(BaseModel):
    """A part of an answer over HTTP."""

    model_config = ConfigDict(frozen=True)


class Source(Answer):
    """A release that reports the encounter, and what it says."""

    event_id: str
    release_id: str
    revision: str
    source: str
    url: str | None
    title: str | None
    language: str | None
    published_at: Moment | None
    status: Status
    evidence: Evidence
    confidence: float


class Encounter(Answer):
    """One meeting, call, gathering or visit, with all its sources."""

    encounter_id: str = Field(description="The event id of its first published report.")
    kind: Kind
    status: Status = Field(description="`held` once any release says so; else the latest word.")
    start: date | None
    end: date | None
    place: str | None
    place_id: str | None
    occasion: str | None
    participants: tuple[Participant, ...] = Field(description="Everyone whom any source names, each once.")
    topics: tuple[str, ...] = Field(description="Concept ids of all sources, sorted.")
    sources: tuple[Source, ...] = Field(description="First published first.")
    day: str = Field(default="", exclude=True, description="The day it is filed under.")


def encounter(reports: Sequence[Report]) -> Encounter:
    """What the reports of one meeting say together; the best of them gives what can be said only once."""
    told = sorted(reports, key=lambda report: (report.published or _NEVER_PUBLISHED, report.event.event_id))
    status = _status(told)
    latest_first = told[::-1]
    best_first = sorted(latest_first, key=lambda report: (report.event.status is not status, not report.dated))
    best = best_first[0].event
    dated = next((report for report in best_first if report.dated), best_first[0])
    placed = next((report.event for report in best_first if report.event.place), best)
    people = {p.participant_id: p for report in reversed(best_first) for p in report.event.participants}
    return Encounter(
        encounter_id=told[0].event.event_id,
        kind=best.kind,
        status=status,
        start=dated.event.start,
        end=dated.event.end,
        place=placed.place,
        place_id=placed.place_id,
        occasion=next((report.event.occasion for report in best_first if report.event.occasion), None),
        participants=tuple(people[participant_id] for participant_id in sorted(people)),
        topics=tuple(sorted({topic for report in told for topic in report.event.topics})),
        sources=tuple(_source(report) for report in told),
        day=dated.day,
    )


def _status(told: Sequence[Report]) -> Status:
    """Held once any release says so; else the latest word, cancelled before planned where both are of one day."""
    if any(report.event.status is Status.HELD for report in told):
        return Status.HELD
    latest = max(report.published or date.min for report in told)
    last_words = {report.event.status for report in told if (report.published or date.min) == latest}
    return Status.CANCELLED if Status.CANCELLED in last_words else Status.PLANNED


def _source(report: Report) -> Source:
    event, release = report.event, report.release
    return Source(
        event_id=event.event_id,
        release_id=release.release_id,
        revision=release.revision,
        source=release.source,
        url=release.url,
        title=release.title,
        language=release.language,
        published_at=release.published_at,
        status=event.status,
        evidence=event.evidence,
        confidence=event.confidence,
    )
