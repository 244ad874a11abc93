"""What a trigger word or phrase announces, and where its sides stand."""

from dataclasses import dataclass
from enum import StrEnum


class Frame(StrEnum):
    """Where the other side of an event stands, seen from its trigger."""

    DIRECT = "direct"
    """`met X`, `a reçu X`: right after it."""
    WITH = "with"
    """`held talks with X`, `s'est entretenu avec X`."""
    BY = "by"
    """`was received by X`: the trigger is passive."""
    FROM = "from"
    """`received a call from X`."""
    TO = "to"
    """`granted an audience to X`, `a rendu visite à X`."""
    FOR = "for"
    """`hosted a lunch for X`, `a offert un déjeuner en l'honneur de X`."""
    FRONTED = "fronted"
    """`With X, she discussed`: the partner stands before it."""
    BESIDE = "beside"
    """`told X over lunch`, `by telephone`: words for being together; both sides stand anywhere in the clause."""
    JOIN = "join"
    """`They were joined by X`: more participants of the event just told."""
    NOUN = "noun"
    """`talks with X`, `entretien entre X et Y`: the trigger is a noun, its verb stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A trigger; `tense` is that of the form itself.

    `family` is `talks`, `visit`, `join`, `attend`, `gather`, `speech`, `gathering`
    or `idle` (a phrase that looks like a trigger and is none: `met with approval`).
    """

    family: str
    rule: str
    frame: Frame
    kind: str
    tense: str
