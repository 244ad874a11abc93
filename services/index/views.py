"""The rows that one participation contributes to the views; the views are the union of them over all that stand.

Each row's key ends in the event id, so that it is written and taken back without regard to any other participation:
flat cost for each update, no counters, any message may be applied twice.
"""

from datetime import date

from services.contracts.messages import ParticipationReported
from services.contracts.model import day_of
from services.index import rows
from services.index.folding import words
from services.index.rows import Table

UNDATED = "0000-00-00"
"""Stands where neither the event nor its release has a day; sorts before every day."""


def day_key(message: ParticipationReported) -> str:
    """The day that a participation is filed under: the event's first, else the one its release was published."""
    event, published = message.event, message.release.published_at
    day = event.start or event.end or (day_of(published) if published else None)
    return UNDATED if day is None else day.isoformat()


def day_from(text: str) -> date | None:
    """The day of a row's key, None for `UNDATED`."""
    return None if text == UNDATED else date.fromisoformat(text)


def view_rows(message: ParticipationReported, value: bytes) -> dict[bytes, bytes]:
    """All rows of a participation, but for its entry. `value` is the message as JSON."""
    who, event, day = message.participant, message.event, day_key(message)
    me, event_id = who.participant_id, event.event_id
    found = {
        rows.key(Table.DATED, me, day, event_id): value,
        rows.key(Table.PROFILE, me, who.name, who.role or "", who.affiliation or "", day, event_id): who.type.encode(),
    }
    for other in event.participants:
        if other.participant_id != me:
            found[rows.key(Table.COUNTERPART, me, other.participant_id, day, event_id)] = other.name.encode()
    for word in words(who.name):
        found[rows.key(Table.WORD, word, me, event_id)] = who.name.encode()
    return found
