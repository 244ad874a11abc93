"""The answers that the query API gives, and what its OpenAPI document says of each question."""

from typing import Any

from pydantic import Field

from services.contracts.messages import Event, ReleaseReference
from services.contracts.vocabulary import Outcome
from services.index.answers import Counterpart, Participant, Profile
from services.index.encounters import Answer, Encounter
from services.index.freshness import Freshness
from services.runtime.problems import MEDIA_TYPE, ProblemDetails

DESCRIPTION = """Who met whom, when, where and about what, read from press releases.

Every instance answers for every key. `freshness` says how current an answer is; `ETag` and `If-None-Match` save
sending it twice. Errors are RFC 9457 problems; after a 503 ask again in `Retry-After` seconds."""


class SearchAnswer(Answer):
    """Participants whose names fit, best first."""

    participants: tuple[Participant, ...]
    freshness: Freshness


class LocalSearch(SearchAnswer):
    """What one instance finds in the partitions that it holds."""

    partitions: tuple[int, ...]


class ProfileAnswer(Profile):
    """A participant with all spellings and offices."""

    freshness: Freshness


class EncountersAnswer(Answer):
    """A page of a participant's encounters, newest first."""

    participant_id: str
    encounters: tuple[Encounter, ...]
    next_cursor: str | None = Field(description="Give it back as `cursor` for the next page; null at the end.")
    freshness: Freshness


class CounterpartsAnswer(Answer):
    """Who took part in the same events, latest first."""

    participant_id: str
    counterparts: tuple[Counterpart, ...]
    total: int = Field(description="How many there are in all.")
    freshness: Freshness


class ReleaseAnswer(Answer):
    """What was read from a release; `release.sequence` says from which position in the record."""

    release: ReleaseReference
    outcome: Outcome
    detail: str | None = Field(description="Why nothing was extracted.")
    extractor: str
    events: tuple[Event, ...]
    topics: tuple[str, ...]
    freshness: Freshness


class PageAnswer(Answer):
    """The last derived message of a release on one topic."""

    page: str | None = Field(description="The message as JSON; null when there is none.")
    freshness: Freshness


class EncounterAnswer(Answer):
    """The encounter that a report belongs to in one participant's view."""

    encounter: Encounter | None
    freshness: Freshness


class EventAnswer(Answer):
    """What one release reports, and the encounter that it was joined with others to."""

    event: Event
    release: ReleaseReference
    encounter: Encounter | None = Field(
        description="As the view of the event's first participant has it; null for an event without participants."
    )
    freshness: Freshness


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {MEDIA_TYPE: {"schema": ProblemDetails.model_json_schema()}}}


_NOT_FOUND = {404: _problem("Nobody and nothing by that id.")}


def _question(answer: type[Answer], summary: str, description: str, **example: Any) -> dict[str, Any]:
    return {
        "response_model": answer,
        "summary": summary,
        "description": description,
        "responses": {200: {"content": {"application/json": {"example": example}}}, 304: {"description": "Unchanged."}},
    }


_FRESH = {"as_of": "2018-09-26T15:48:02Z", "lag": 0}
_LAVROV = {"participant_id": "person:sergey-lavrov", "name": "Sergueï Lavrov", "type": "person", "last": "2018-09-25"}

SEARCH = _question(
    SearchAnswer,
    "Find participants by name",
    "Each word of `q` must begin a word of one of the participant's names, in any spelling, case or script.",
    participants=[_LAVROV],
    freshness=_FRESH,
)
PROFILE = _question(
    ProfileAnswer,
    "Who somebody is",
    "All spellings, and all offices with the days of the first and last event where releases give them.",
    **_LAVROV,
    names=[{"name": "Sergueï Lavrov", "first": "2018-09-25", "last": "2018-09-25"}],
    roles=[
        {
            "role": "ministre des Affaires étrangères",
            "affiliation": "country:RU",
            "first": "2018-09-25",
            "last": "2018-09-25",
        }
    ],
    freshness=_FRESH,
)
ENCOUNTERS = _question(
    EncountersAnswer,
    "Whom somebody met",
    "Encounters, newest first, each told once with all its sources. `from` and `to` take whatever overlaps them. A "
    "rare filter may give a page shorter than `limit`: go on while `next_cursor` is not null.",
    participant_id="person:sergey-lavrov",
    encounters=[],
    next_cursor=None,
    freshness=_FRESH,
)
COUNTERPARTS = _question(
    CounterpartsAnswer,
    "Who took part in the same events",
    "Latest first.",
    participant_id="person:sergey-lavrov",
    counterparts=[
        {
            "participant_id": "person:jens-stoltenberg",
            "name": "Jens Stoltenberg",
            "reports": 1,
            "first": "2018-09-25",
            "last": "2018-09-25",
        }
    ],
    total=1,
    freshness=_FRESH,
)
RELEASE = _question(
    ReleaseAnswer,
    "What was read from a release",
    "Events and topics of its newest revision; a withdrawn release has neither.",
)
EVENT = _question(
    EventAnswer,
    "One event that a release reports",
    "With the encounter that joins it with other releases' reports of the same event.",
)
for _without_example in (RELEASE, EVENT):
    del _without_example["responses"][200]
for _by_id in (PROFILE, ENCOUNTERS, COUNTERPARTS, RELEASE, EVENT):
    _by_id["responses"] |= _NOT_FOUND


PROBLEMS: dict[int | str, dict[str, Any]] = {
    422: _problem("A parameter is not valid; `errors` names it."),
    503: _problem("Not now: views are being rebuilt or moved. Ask again after `Retry-After` seconds."),
}
