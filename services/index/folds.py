"""What each message changes. First stage: complete sets become differences; second stage: differences become views.

Both are pure: they read and write rows through `Changes` and return what is to be sent. A message older than what is
stored, by `sequence`, changes nothing; one of the same sequence (a repeat, or a newer extractor's reading of the same
raw record) replaces it.
"""

from collections.abc import Iterable

from services.contracts.ids import split_participation_key
from services.contracts.messages import (
    Derived,
    MeetingsExtracted,
    Message,
    ParticipationReported,
    ParticipationRetracted,
    TopicsExtracted,
)
from services.index import rows
from services.index.rows import Changes, Table
from services.index.views import day_key, view_rows

Participations = dict[str, ParticipationReported]


def participations(extracted: MeetingsExtracted) -> Participations:
    """Every participation that a complete set says, by record key."""
    said = (
        ParticipationReported(participant=participant, event=event, release=extracted.release)
        for event in extracted.events
        for participant in reversed(event.participants)  # named twice: the first naming counts
    )
    return {participation.key: participation for participation in said}


def difference(previous: MeetingsExtracted | None, current: MeetingsExtracted) -> Iterable[Message]:
    """What must be told so that whoever knows `previous` knows `current`; retractions first."""
    before = participations(previous) if previous else {}
    after = participations(current)
    for key, gone in before.items():
        if key not in after:
            yield ParticipationRetracted(
                participant_id=gone.participant.participant_id, event_id=gone.event.event_id, release=current.release
            )
    yield from (said for key, said in after.items() if key not in before or _differs(before[key], said))


def _differs(before: ParticipationReported, after: ParticipationReported) -> bool:
    """Whether anything but the revision itself changed."""
    revised = after.release.model_copy(
        update={"revision": before.release.revision, "sequence": before.release.sequence}
    )
    return (before.participant, before.event, before.release) != (after.participant, after.event, revised)


def fold_meetings(changes: Changes, message: MeetingsExtracted, value: bytes) -> Iterable[Message]:
    """Keep the release's newest set; return the difference to the one kept before."""
    page = rows.key(Table.PAGE, message.key)
    stored = changes.get(page)
    previous = MeetingsExtracted.model_validate_json(stored) if stored else None
    if previous and message.release.sequence < previous.release.sequence:
        return ()
    changes.put(page, value)
    return difference(previous, message)


def fold_topics(changes: Changes, message: TopicsExtracted, value: bytes) -> Iterable[Message]:
    """Keep the release's newest topics; nothing is sent."""
    page = rows.key(Table.PAGE, message.key)
    stored = changes.get(page)
    if stored and message.release.sequence < TopicsExtracted.model_validate_json(stored).release.sequence:
        return ()
    changes.put(page, value)
    return ()


def fold_participation(
    changes: Changes, message: ParticipationReported | ParticipationRetracted, value: bytes
) -> Iterable[Message]:
    """Replace what this participation contributed to the views; nothing is sent."""
    entry = rows.key(Table.ENTRY, *split_participation_key(message.key))
    stored = changes.get(entry)
    if stored and not _take_back(changes, message, stored.decode()):
        return ()
    day = ""
    if isinstance(message, ParticipationReported):
        day = day_key(message)
        for key, row in view_rows(message, value).items():
            changes.put(key, row)
    changes.put(entry, f"{message.release.sequence} {day}".encode())
    return ()


def _take_back(changes: Changes, message: ParticipationReported | ParticipationRetracted, entry: str) -> bool:
    """Delete the rows of the entry before; False, and nothing, where that one is newer than `message`."""
    sequence, _, day = entry.partition(" ")
    if message.release.sequence < int(sequence):
        return False
    if day:
        participant_id, event_id = split_participation_key(message.key)
        value = changes.get(rows.key(Table.DATED, participant_id, day, event_id))
        if value is None:
            raise LookupError(f"the store lacks the dated row of {message.key} that its entry names")
        for key in view_rows(ParticipationReported.model_validate_json(value), value):
            changes.delete(key)
    return True


def fold(changes: Changes, message: Derived | Message, value: bytes) -> Iterable[Message]:
    """What `message`, whose record value is `value`, changes and what is to be sent because of it."""
    match message:
        case MeetingsExtracted():
            return fold_meetings(changes, message, value)
        case TopicsExtracted():
            return fold_topics(changes, message, value)
        case ParticipationReported() | ParticipationRetracted():
            return fold_participation(changes, message, value)
    raise TypeError(f"{message.TYPE} does not travel on a topic of the index")
