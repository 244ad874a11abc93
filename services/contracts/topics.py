"""The whole system on one screen: every topic, what travels on it, how long it is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from services.contracts import messages

DAY_MS = 24 * 60 * 60 * 1000
LONGEST_OUTAGE_MS = 7 * DAY_MS
"""Compaction waits this long: a revision sent on but not yet stored downstream must survive a restart."""


def by_whole_key(key: bytes) -> bytes:
    """The partition follows the whole key."""
    return key


def by_participant(key: bytes) -> bytes:
    """The partition follows the participant, so that all participations of one are in one partition."""
    return key.partition(b"/")[0]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as a value: its name, what travels on it, who writes it, how it is kept."""

    name: str
    messages: tuple[type[messages.Message], ...]
    written_by: tuple[str, ...]
    partitions: int = 4
    max_message_bytes: int = 1_048_588
    config: Mapping[str, str] = field(default_factory=dict)
    partitioned_by: Callable[[bytes], bytes] = by_whole_key

    @property
    def broker_config(self) -> dict[str, str]:
        """The topic's configuration as the broker takes it."""
        return {"max.message.bytes": str(self.max_message_bytes), **self.config}


_FOR_EVER = {"cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1"}
_COMPACTED = {"cleanup.policy": "compact", "min.compaction.lag.ms": str(LONGEST_OUTAGE_MS)}

RELEASES_RAW = Topic(
    "releases.raw.v1",
    (messages.ReleasePublished, messages.ReleaseWithdrawn),
    written_by=("ingest",),
    config=_FOR_EVER,
)
RELEASES_MEETINGS = Topic(
    "releases.meetings.v1", (messages.MeetingsExtracted,), written_by=("enrich",), config=_COMPACTED
)
RELEASES_TOPICS = Topic("releases.topics.v1", (messages.TopicsExtracted,), written_by=("enrich",), config=_COMPACTED)
PARTICIPANTS_EVENTS = Topic(
    "participants.events.v1",
    (messages.ParticipationReported, messages.ParticipationRetracted),
    written_by=("index",),
    config=_COMPACTED,
    partitioned_by=by_participant,
)
DEAD_LETTERS = Topic(
    "releases.dead-letters.v1",
    (messages.RecordDeadLettered,),
    written_by=("enrich", "index"),
    max_message_bytes=4_194_304,  # a record of the largest size, as base64, with its reason
    config={"cleanup.policy": "delete", "retention.ms": str(365 * DAY_MS)},
)

TOPICS = (RELEASES_RAW, RELEASES_MEETINGS, RELEASES_TOPICS, PARTICIPANTS_EVENTS, DEAD_LETTERS)
BY_NAME = {topic.name: topic for topic in TOPICS}
BY_MESSAGE = {message: topic for topic in TOPICS for message in topic.messages}
