"""The closed vocabularies of the derived fields; `docs/guidelines.md` gives their meaning."""

import json
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Kind(StrEnum):
    """What sort of event a release reports."""

    MEETING = "meeting"
    CALL = "call"
    GATHERING = "gathering"
    VISIT = "visit"

    @property
    def group(self) -> str:
        """Kinds of one group can be reports of the same encounter: `talks`, `gathering` or `visit`."""
        return "talks" if self in (Kind.MEETING, Kind.CALL) else self.value


class Status(StrEnum):
    """Where the event stood when the release was published."""

    HELD = "held"
    PLANNED = "planned"
    CANCELLED = "cancelled"


class ParticipantType(StrEnum):
    """What a participant is; an office is a person whom the release does not name."""

    PERSON = "person"
    OFFICE = "office"
    ORGANISATION = "organisation"
    STATE = "state"


class Outcome(StrEnum):
    """What enrich made of one revision of a release."""

    EXTRACTED = "extracted"
    NOT_EXTRACTED = "not-extracted"
    WITHDRAWN = "withdrawn"


@cache
def taxonomy() -> dict[str, list[dict[str, str]]]:
    """The concepts by section: `subjects`, `regions`, `territories`, `organisations`."""
    text = files("services.contracts").joinpath("taxonomy.json").read_text("utf-8")
    document = json.loads(text)
    return {section: document[section] for section in ("subjects", "regions", "territories", "organisations")}


@cache
def concept_ids() -> frozenset[str]:
    """Every concept id of the taxonomy; countries (`country:XX`) are not listed there."""
    return frozenset(concept["id"] for concepts in taxonomy().values() for concept in concepts)
