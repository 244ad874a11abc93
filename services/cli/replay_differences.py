"""What another reading of the same raw record changes. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from services.contracts.messages import Derived, Event, MeetingsExtracted, TopicsExtracted
from services.contracts.model import Model


class Fate(StrEnum):
    """What becomes of an event."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A field before and after, as JSON values."""

    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class EventChange:
    """`event` is the new reading, of a removed event the old one; `fields` are those that changed.

    A changed event may have another id: facts that identify it (its days, its participants) are then among the fields.
    """

    fate: Fate
    event: Event
    fields: Mapping[str, Change] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes between the standing sets of a release and a new reading. False when nothing does."""

    events: Sequence[EventChange] = ()
    topics_added: Sequence[str] = ()
    topics_removed: Sequence[str] = ()
    about: Mapping[str, Change] = field(default_factory=dict)
    """Fields of the sets themselves: `outcome`, `detail`, `release.language`, …"""
    meetings: bool = False
    """Whether the set of events must be sent."""
    topics: bool = False
    """Whether the set of topics must be sent."""

    def __bool__(self) -> bool:
        """Whether anything must be sent."""
        return self.meetings or self.topics


def difference(
    before: tuple[MeetingsExtracted | None, TopicsExtracted | None], after: tuple[MeetingsExtracted, TopicsExtracted]
) -> Difference:
    """From the standing sets, None where there is none, to the new ones; the extractor's version is no difference."""
    (old_meetings, old_topics), (meetings, topics) = before, after
    events = tuple(_event_changes(old_meetings.events if old_meetings else (), meetings.events))
    said_before, said = set(old_topics.topics if old_topics else ()), set(topics.topics)
    return Difference(
        events=events,
        topics_added=sorted(said - said_before),
        topics_removed=sorted(said_before - said),
        about=_about(old_topics, topics) | _about(old_meetings, meetings),
        meetings=old_meetings is None or bool(events or _about(old_meetings, meetings)),
        topics=old_topics is None or said != said_before or bool(_about(old_topics, topics)),
    )


def _about(before: Derived | None, after: Derived) -> dict[str, Change]:
    if before is None:
        return {}
    found = _fields(before.release, after.release)
    return {f"release.{name}": change for name, change in found.items()} | {
        name: Change(getattr(before, name), getattr(after, name))
        for name in ("outcome", "detail")
        if getattr(before, name) != getattr(after, name)
    }


def _event_changes(before: Sequence[Event], after: Sequence[Event]) -> Iterator[EventChange]:
    pairs = [*_same_id(before, after)]
    left, come = _unpaired(before, after, pairs)
    pairs += _same_evidence(left, come)
    left, come = _unpaired(before, after, pairs)
    yield from (EventChange(Fate.REMOVED, event) for event in left)
    yield from (EventChange(Fate.CHANGED, new, found) for old, new in pairs if (found := _fields(old, new)))
    yield from (EventChange(Fate.ADDED, event) for event in come)


Pairs = Iterable[tuple[Event, Event]]


def _same_id(before: Iterable[Event], after: Iterable[Event]) -> Pairs:
    known = {event.event_id: event for event in before}
    return ((known[event.event_id], event) for event in after if event.event_id in known)


def _same_evidence(before: Iterable[Event], after: Iterable[Event]) -> Iterator[tuple[Event, Event]]:
    """Events that are told by the same span are one event, read otherwise."""
    waiting: dict[tuple[Any, ...], list[Event]] = {}
    for event in before:
        waiting.setdefault(_span(event), []).append(event)
    for event in after:
        if found := waiting.get(_span(event)):
            yield found.pop(0), event


def _span(event: Event) -> tuple[Any, ...]:
    return event.kind.group, event.evidence.start, event.evidence.end, event.evidence.text


def _unpaired(before: Sequence[Event], after: Sequence[Event], pairs: Pairs) -> tuple[list[Event], list[Event]]:
    paired = {event.event_id for pair in pairs for event in pair}
    return tuple([event for event in events if event.event_id not in paired] for events in (before, after))  # type: ignore[return-value] # two of them


def _fields(before: Model, after: Model) -> dict[str, Change]:
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return {name: Change(old.get(name), value) for name, value in new.items() if old.get(name) != value}
