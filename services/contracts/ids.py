"""Ids are computed, never drawn: the same input gives the same ids, so a repeat is recognised everywhere."""

import hashlib
import json
from collections.abc import Iterable, Sequence

from services.contracts.messages import Event, EventFacts, Release
from services.contracts.model import day_of


def digest(*parts: str | None, length: int = 16) -> str:
    """The first `length` hex digits of the SHA-256 of the parts; no two lists of parts share their encoding."""
    encoded = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return hashlib.sha256(encoded).hexdigest()[:length]


def release_id(release: Release) -> str:
    """`source:hash`, from the feed's own id, else the canonical address, else the title and the day.

    A release with neither id nor address is known by its title and publication day, so that a corrected body is a
    new revision of it and not another release.
    """
    if release.external_id is not None:
        return f"{release.source}:{digest('id', release.external_id)}"
    if release.url is not None:
        return f"{release.source}:{digest('url', release.url)}"
    day = day_of(release.published_at).isoformat() if release.published_at else None
    return f"{release.source}:{digest('title', release.title, day)}"


def source_of(release_id: str) -> str:
    """The source that a release id belongs to."""
    return release_id.rpartition(":")[0]


def revision(release: Release) -> str:
    """The hash of the content: two pushes with the same content are one revision."""
    return digest(release.model_dump_json())


def _identifying_facts(facts: EventFacts) -> tuple[str, ...]:
    who = sorted(participant.participant_id for participant in facts.participants)
    return (facts.kind.group, str(facts.start), str(facts.end), facts.occasion or "", *who)


def with_ids(release_id: str, events: Iterable[EventFacts]) -> tuple[Event, ...]:
    """Give each event its id: from its release and the facts that tell it from the release's other events.

    Place, status, topics and evidence may be corrected without making it another event. Events of one release that
    agree in all identifying facts are told apart by their order.
    """
    seen: dict[tuple[str, ...], int] = {}
    numbered: list[Event] = []
    for facts in events:
        identity = _identifying_facts(facts)
        seen[identity] = seen.get(identity, 0) + 1
        event_id = f"{release_id}:{digest(*identity, str(seen[identity]), length=12)}"
        numbered.append(Event(event_id=event_id, **dict(facts)))
    return tuple(numbered)


def content_id(message_type: str, content: str) -> str:
    """The CloudEvents id of a message whose JSON is at hand."""
    return digest(message_type, content, length=32)


def split_participation_key(key: str) -> Sequence[str]:
    """The participant id and the event id of a participation's record key."""
    participant_id, _, event_id = key.partition("/")
    return participant_id, event_id
