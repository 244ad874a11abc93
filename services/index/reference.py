"""The views computed directly from complete sets, without differences, order or stores: what the index must equal."""

from collections.abc import Iterable

from services.contracts.messages import MeetingsExtracted, ParticipationReported
from services.index.encounters import Encounter, encounter
from services.index.folds import participations
from services.index.joining import join
from services.index.matching import Report
from services.index.timeline import position
from services.index.views import view_rows


def newest(messages: Iterable[MeetingsExtracted]) -> dict[str, MeetingsExtracted]:
    """The set that counts for each release: the highest sequence, of equals the last."""
    found: dict[str, MeetingsExtracted] = {}
    for message in messages:
        known = found.get(message.key)
        if known is None or message.release.sequence >= known.release.sequence:
            found[message.key] = message
    return found


def standing(messages: Iterable[MeetingsExtracted]) -> list[ParticipationReported]:
    """Every participation that stands."""
    return [said for extracted in newest(messages).values() for said in participations(extracted).values()]


def comparable(said: ParticipationReported) -> ParticipationReported:
    """A participation without the revision that last told it: an unchanged one is not told again."""
    return said.model_copy(update={"release": said.release.model_copy(update={"revision": "", "sequence": 0})})


def view(messages: Iterable[MeetingsExtracted]) -> dict[bytes, bytes]:
    """The rows of all views; comparable, so dated rows are without the revision that told them."""
    rows: dict[bytes, bytes] = {}
    for said in map(comparable, standing(messages)):
        rows |= view_rows(said, said.model_dump_json().encode())
    return rows


def encounters(messages: Iterable[MeetingsExtracted], participant_id: str) -> list[Encounter]:
    """One participant's encounters, newest first."""
    said = [comparable(p) for p in standing(messages) if p.participant.participant_id == participant_id]
    return sorted(map(encounter, join(map(Report.of, said))), key=position, reverse=True)
