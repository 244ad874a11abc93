"""Every message of the system: frozen, closed, past tense. `topics.py` says where each one travels."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from pydantic import Field

from services.contracts.model import Model, Moment
from services.contracts.vocabulary import Kind, Outcome, ParticipantType, Status

SOURCE_PATTERN = r"^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$"

# --- values ---------------------------------------------------------------------------------------------------------


class Release(Model):
    """A press release as its source wrote it. `body` is plain text, exactly as received."""

    source: str = Field(pattern=SOURCE_PATTERN, description="Who published it, as a host name: `nato.int`.")
    external_id: str | None = Field(default=None, description="The feed's own id for the release.")
    url: str | None = Field(default=None, description="The canonical address of the release.")
    title: str
    body: str
    language: str | None = Field(default=None, description="BCP 47 tag given by the feed; detected when absent.")
    published_at: Moment | None = Field(default=None, description="The time the release itself carries.")
    updated_at: Moment | None = None


class Original(Model):
    """What was pushed, where the release's body had to be derived from it."""

    media_type: str = Field(description="`text/html`.")
    content: str = Field(description="The document as received.")


class ReleaseReference(Model):
    """Which revision of which release a derived message speaks of, with what a reader needs to cite it."""

    release_id: str
    revision: str
    sequence: int = Field(ge=0, description="Offset of the raw record: of two messages the higher one is newer.")
    source: str
    url: str | None = None
    title: str | None = None
    language: str | None = Field(default=None, description="The language it was read in.")
    published_at: Moment | None = None


class Participant(Model):
    """One side of an event, as the release names it."""

    participant_id: str = Field(pattern=r"^[^/\s]+$", description="Who it is, over spelling, script, title and time.")
    name: str = Field(description="In the release's spelling, without courtesy titles.")
    type: ParticipantType
    role: str | None = Field(default=None, description="The office as written, without its country or organisation.")
    affiliation: str | None = Field(default=None, description="`country:XX`, `territory:…`, `org:…` or a name.")


class Evidence(Model):
    """The span of the release's body that by itself shows the event; `text == body[start:end]`."""

    text: str
    start: int = Field(ge=0, description="Offset in code points.")
    end: int = Field(ge=0, description="Offset in code points, exclusive.")


class EventFacts(Model):
    """What a release says of one event."""

    kind: Kind
    status: Status
    start: date | None = None
    end: date | None = None
    place: str | None = Field(default=None, description="Most specific named city or country, in the release's words.")
    place_id: str | None = Field(default=None, description="`city:…` or `country:XX`: the place over languages.")
    occasion: str | None = Field(default=None, description="Name of the gathering, or of the one on whose margins.")
    participants: tuple[Participant, ...] = ()
    topics: tuple[str, ...] = Field(default=(), description="Concept ids, sorted.")
    evidence: Evidence
    confidence: float = Field(default=1.0, ge=0, le=1)
    rules: Mapping[str, str] = Field(default_factory=dict, description="For each field the rule that gave it.")


class Event(EventFacts):
    """An event with its computed id."""

    event_id: str = Field(pattern=r"^[^/\s]+$")


# --- messages -------------------------------------------------------------------------------------------------------


class Message(Model):
    """A record's data. `TYPE` is its CloudEvents type."""

    TYPE: ClassVar[str]

    @property
    def key(self) -> str:
        """The record key; records of one key keep their order."""
        raise NotImplementedError

    @property
    def subject(self) -> str:
        """What the message is about: the CloudEvents subject."""
        return self.key


class ReleasePublished(Message):
    """A source published a release, or a new revision of one."""

    TYPE: ClassVar[str] = "readout.release.published.v1"
    release_id: str
    revision: str = Field(description="Hash of the content: the same text is the same revision.")
    release: Release
    original: Original | None = None

    @property
    def key(self) -> str:
        """The release id."""
        return self.release_id


class ReleaseWithdrawn(Message):
    """A source took a release back: nothing it reported stands."""

    TYPE: ClassVar[str] = "readout.release.withdrawn.v1"
    release_id: str
    reason: str | None = None

    @property
    def key(self) -> str:
        """The release id."""
        return self.release_id


class Derived(Message):
    """What all messages of enrich carry."""

    release: ReleaseReference
    extractor: str = Field(description="Version of the extractor.")
    outcome: Outcome
    detail: str | None = Field(default=None, description="Why nothing was extracted.")

    @property
    def key(self) -> str:
        """The release id."""
        return self.release.release_id


class MeetingsExtracted(Derived):
    """The complete set of events that one revision of a release reports; replaces every earlier set of it."""

    TYPE: ClassVar[str] = "readout.meetings.extracted.v1"
    events: tuple[Event, ...] = ()


class TopicsExtracted(Derived):
    """The complete set of topics of one revision of a release; replaces every earlier set of it."""

    TYPE: ClassVar[str] = "readout.topics.extracted.v1"
    topics: tuple[str, ...] = Field(default=(), description="Concept ids, sorted.")


class ParticipationReported(Message):
    """A release reports that a participant took, or is to take, part in an event: the last word on it so far."""

    TYPE: ClassVar[str] = "readout.participation.reported.v1"
    participant: Participant
    event: Event
    release: ReleaseReference

    @property
    def key(self) -> str:
        """`participant_id/event_id`; the partition follows the participant alone."""
        return f"{self.participant.participant_id}/{self.event.event_id}"


class ParticipationRetracted(Message):
    """A release no longer reports that participation."""

    TYPE: ClassVar[str] = "readout.participation.retracted.v1"
    participant_id: str
    event_id: str
    release: ReleaseReference

    @property
    def key(self) -> str:
        """`participant_id/event_id`; the partition follows the participant alone."""
        return f"{self.participant_id}/{self.event_id}"


class RecordDeadLettered(Message):
    """A worker could never use a record; here it is, byte for byte, with the reason."""

    TYPE: ClassVar[str] = "readout.record.dead-lettered.v1"
    reason: str = Field(description="A slug: `not-json`, `schema`, `unknown-type`, `too-large`, `timed-out`, …")
    detail: str
    topic: str
    partition: int
    offset: int
    service: str = Field(description="Who gave up: `enrich`, `index`.")
    version: str = Field(description="Its version.")
    original_key: bytes | None = None
    original_value: bytes | None = None
    original_headers: tuple[tuple[str, bytes], ...] = ()

    @property
    def key(self) -> str:
        """The original key; bytes that are not UTF-8 are replaced (the exact ones are in `original_key`)."""
        return (self.original_key or b"").decode("utf-8", "replace")

    @property
    def subject(self) -> str:
        """`topic/partition/offset` of the record."""
        return f"{self.topic}/{self.partition}/{self.offset}"
