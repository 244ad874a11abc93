"""Valid values by default; each keyword overrides one thing."""

from datetime import date
from typing import Any

from services.contracts import ids
from services.contracts.messages import (
    Event,
    EventFacts,
    Evidence,
    MeetingsExtracted,
    Participant,
    Release,
    ReleasePublished,
    ReleaseReference,
)
from services.contracts.vocabulary import Kind, Outcome, ParticipantType, Status

BODY = "The Foreign Minister met the President of Ruritania on Monday."


def a_release(**overrides: Any) -> Release:
    values: dict[str, Any] = {
        "source": "example.org",
        "external_id": "r-1",
        "title": "A meeting",
        "body": BODY,
        "language": "en",
        "published_at": date(2024, 5, 14),
    }
    return Release(**{**values, **overrides})


def a_published(**overrides: Any) -> ReleasePublished:
    release = a_release(**overrides)
    return ReleasePublished(release_id=ids.release_id(release), revision=ids.revision(release), release=release)


def a_reference(**overrides: Any) -> ReleaseReference:
    release = a_release()
    values: dict[str, Any] = {
        "release_id": ids.release_id(release),
        "revision": ids.revision(release),
        "sequence": 7,
        "source": release.source,
        "title": release.title,
        "language": "en",
        "published_at": release.published_at,
    }
    return ReleaseReference(**{**values, **overrides})


def a_participant(participant_id: str = "person:ada-lovelace", **overrides: Any) -> Participant:
    values: dict[str, Any] = {"name": "Ada Lovelace", "type": ParticipantType.PERSON, "role": "president"}
    return Participant(participant_id=participant_id, **{**values, **overrides})


def a_meeting(**overrides: Any) -> EventFacts:
    values: dict[str, Any] = {
        "kind": Kind.MEETING,
        "status": Status.HELD,
        "start": date(2024, 5, 13),
        "end": date(2024, 5, 13),
        "participants": (a_participant(), a_participant("person:zita-of-ruritania", name="Zita of Ruritania")),
        "evidence": Evidence(text=BODY, start=0, end=len(BODY)),
    }
    return EventFacts(**{**values, **overrides})


def an_event(**overrides: Any) -> Event:
    return ids.with_ids(overrides.pop("release_id", a_reference().release_id), [a_meeting(**overrides)])[0]


def a_meetings_extracted(*events: Event, **overrides: Any) -> MeetingsExtracted:
    values: dict[str, Any] = {"release": a_reference(), "extractor": "1", "outcome": Outcome.EXTRACTED}
    return MeetingsExtracted(events=events or (an_event(),), **{**values, **overrides})
