"""Whether two reports in one participant's view can tell of the same meeting, and how well they agree.

The rule and its cases: `docs/decisions/encounters.md`. When unsure, keep apart.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cached_property

from services.contracts.messages import Event, ParticipationReported, ReleaseReference
from services.contracts.model import day_of
from services.contracts.vocabulary import Kind, Status
from services.index.folding import words
from services.index.views import day_key

HELD_BEFORE = timedelta(days=3)
"""An undated report of something held speaks of the day of publication or the three days before."""
PLANNED_WITHIN = timedelta(days=14)
"""An undated announcement speaks of the day of publication or the fortnight after."""
SAME_NEWS = timedelta(days=3)
"""Two undated reports of one status are the same news only when published within these days."""
LONGEST = timedelta(days=14)
"""Days of a longer event that are compared, from its first."""
REACH = timedelta(days=14)
"""No report can be joined with one filed under a day more than this before its own window: the widest window."""

EXACT, CONTAINED, WEAK = 3, 2, 1


class Places(Enum):
    """What the places of two reports say about each other."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Report:
    """One report of an event, as the participant `me` sees it."""

    event: Event
    release: ReleaseReference
    me: str

    @classmethod
    def of(cls, message: ParticipationReported) -> "Report":
        """The report that a participation makes."""
        return cls(message.event, message.release, message.participant.participant_id)

    @cached_property
    def others(self) -> frozenset[str]:
        """The ids of the other participants."""
        return frozenset(p.participant_id for p in self.event.participants) - {self.me}

    @cached_property
    def published(self) -> date | None:
        """The day the release was published."""
        return day_of(self.release.published_at) if self.release.published_at else None

    @cached_property
    def day(self) -> str:
        """The day that the report is filed under, as in the keys of rows."""
        me = next(p for p in self.event.participants if p.participant_id == self.me)
        return day_key(ParticipationReported(participant=me, event=self.event, release=self.release))

    @property
    def dated(self) -> bool:
        """Whether the release lets a reader tell the day."""
        return self.event.start is not None or self.event.end is not None

    @cached_property
    def window(self) -> tuple[date, date] | None:
        """The first and the last day on which it may have taken place; None where nothing is known."""
        event = self.event
        if first := event.start or event.end:
            return first, min(max(event.end or first, first), first + LONGEST)
        if self.published is None:
            return None
        before = timedelta() if event.status is Status.PLANNED else HELD_BEFORE
        after = timedelta() if event.status is Status.HELD else PLANNED_WITHIN
        return self.published - before, self.published + after

    @cached_property
    def occasion(self) -> frozenset[str]:
        """The words that carry the occasion's name: those of four letters, and figures."""
        found = words(self.event.occasion or "")
        return frozenset(_figures(word) or word for word in found if len(word) >= 4 or _figures(word))

    @cached_property
    def figures(self) -> frozenset[str]:
        """The figures in the occasion's name, which no translation changes: "73e", "73rd" → 73."""
        return frozenset(word for word in self.occasion if word.isdecimal())


def _figures(word: str) -> str:
    return "".join(character for character in word if character.isdecimal())


def agreement(one: Report, two: Report) -> tuple[int, ...] | None:
    """How well two reports agree, to be compared with other agreements; None where they must be kept apart."""
    if one.release.release_id == two.release.release_id or one.event.kind.group != two.event.kind.group:
        return None
    if not _dates_allow(one, two):
        return None
    places = _places(one.event, two.event)
    strength = 0 if places is Places.DIFFERENT else _RULES[one.event.kind.group](one, two, places)
    if not strength:
        return None
    return (
        one.dated + two.dated,
        strength,
        one.event.start == two.event.start,
        places is Places.SAME,
        one.event.kind == two.event.kind,
    )


def _dates_allow(one: Report, two: Report) -> bool:
    if one.window is None or two.window is None:
        return False
    if one.window[0] > two.window[1] or two.window[0] > one.window[1]:
        return False
    if one.dated or two.dated or one.event.status != two.event.status:
        return True
    return one.published is not None and two.published is not None and abs(one.published - two.published) <= SAME_NEWS


def _places(one: Event, two: Event) -> Places:
    """Ids of one sort tell; names tell only when they are the same: another language may have another name."""
    if one.place_id and two.place_id:
        if one.place_id == two.place_id:
            return Places.SAME
        one_sort = one.place_id.partition(":")[0] == two.place_id.partition(":")[0]
        return Places.DIFFERENT if one_sort else Places.UNKNOWN
    named_alike = one.place and two.place and words(one.place) == words(two.place)
    return Places.SAME if named_alike else Places.UNKNOWN


def _talks(one: Report, two: Report, _places: Places) -> int:
    """The same partners, or one release names more of them; a call is not talks at a place."""
    if one.event.kind != two.event.kind and (one.event.place or two.event.place):
        return 0
    if not one.others or not two.others:
        return 0
    if one.others == two.others:
        return EXACT
    return CONTAINED if one.others < two.others or two.others < one.others else 0


def _gathering(one: Report, two: Report, places: Places) -> int:
    """The same occasion by name; across languages by place; a nameless one by place and company."""
    if one.occasion and two.occasion:
        if one.occasion == two.occasion:
            return EXACT
        if one.figures and two.figures and not one.figures & two.figures:
            return 0
        if one.release.language == two.release.language:
            return CONTAINED if one.occasion < two.occasion or two.occasion < one.occasion else 0
        return CONTAINED if places is Places.SAME else 0
    return WEAK if places is Places.SAME and one.others & two.others else 0


def _visit(one: Report, two: Report, places: Places) -> int:
    """The same place, unless each release names other company; without a place, the same company."""
    if one.others & two.others:
        return EXACT if places is Places.SAME else CONTAINED
    return WEAK if places is Places.SAME and not (one.others and two.others) else 0


_RULES = {Kind.MEETING.group: _talks, Kind.GATHERING.group: _gathering, Kind.VISIT.group: _visit}
