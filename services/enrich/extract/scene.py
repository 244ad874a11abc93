"""What a release has said so far: the day and place that the next event inherits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from services.enrich.extract.cast import Cast
from services.enrich.extract.cues import Cue
from services.enrich.extract.dates import DateMention
from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack
from services.enrich.extract.mentions import Mention
from services.enrich.text.lexicon import Match
from services.enrich.text.sentences import Sentence

DateRange = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Lead:
    """The side that a lead-in names, whose partners follow as a list."""

    subjects: tuple[int, ...]
    kind: str
    planned: bool
    days: DateRange = (None, None)
    place: str | None = None
    """Where and when it says that they are, which each item has that says nothing else."""
    passed: int = 0
    """How many lines since the last item were none."""


class Occasion(NamedTuple):
    """The noun phrase of a gathering: `tokens[first:last]`, without its article, around its noun."""

    first: int
    last: int
    noun: Match[Cue]


@dataclass(slots=True)
class Scene:
    """The state of the reading; `doc`, `pack`, `cast` and `anchor` stay, the rest follows the text."""

    doc: Document
    pack: Pack
    cast: Cast
    anchor: date | None
    dates: Sequence[DateMention]
    mentions: Sequence[Mention]
    date_starts: Sequence[int] = field(init=False)
    day: date | None = None
    """The day last spoken of."""
    past_day: date | None = None
    """The last of those days that was not ahead of the release: what is told in the past inherits none that is."""
    fresh: bool = False
    """Whether the paragraph itself named that day."""
    stay: DateRange = (None, None)
    """The days of the visit or gathering under way, where they are several."""
    place: str | None = None
    held_place: str | None = None
    city: str | None = None
    taken: set[int] = field(default_factory=set)
    """The mentions (by first token) of the sentence that are the object of a trigger."""
    told: list[tuple[int, ...]] = field(default_factory=list)
    """The members of the talks told so far."""
    remote: bool = False
    """Whether the release speaks of a telephone or video anywhere."""
    lead: Lead | None = None
    claimed: set[int] = field(default_factory=set)
    """The date mentions (by start) that are a visit's range of days; talks in the same sentence have them not."""
    days_at: dict[str, set[date]] = field(default_factory=dict)
    """The days on which sentences are said to play at a place."""
    headed_visit: bool = False
    """Whether the title says that this is a visit."""
    headed_lands: frozenset[str] = frozenset()
    """The states that the title names."""
    headed_city: str | None = None
    """The city that the title names."""
    headed_to: bool = False
    """Whether the title names it as where the visit goes."""
    reached: set[int] = field(default_factory=set)
    """The destinations (by first token) that a visit was told of: a second cue before them says nothing new."""
    tour: "list[Draft]" = field(default_factory=list)
    """The visits of the journey told last, one for each country."""
    gatherings: "list[Draft]" = field(default_factory=list)
    """The gatherings told so far."""
    headed_gatherings: tuple[str, ...] = ()
    """The names of those that the title tells."""
    roll: "Draft | None" = None
    """The event whose participants the lines that follow list."""
    occasions: dict[tuple[int, int], tuple[Occasion, ...]] = field(default_factory=dict)
    """The gatherings named in a clause, by its bounds."""
    margins: str | None = None
    """The gathering on whose margins the talks that follow are held."""
    margins_place: str | None = None
    """Where the text was when it said so."""
    diary: Mapping[int, int] = field(default_factory=dict)
    """Of a diary: where each entry begins, by the first token of its sentence."""
    headings: frozenset[int] = frozenset()
    """The lines (by first token) that head a day."""
    heading: DateRange | None = None
    """The days that the last of them names, as long as it holds."""
    headed_place: str | None = None
    """The place that it names, or that the release is from."""
    listed_day: bool | None = None
    """Whether what stands under it is marked as a list; None before its first line."""
    plans: bool = False
    """Whether the title tells of days to come."""
    talks: "list[Draft]" = field(default_factory=list)
    """The meetings and calls told so far."""
    last: "Draft | None" = None
    """The event told last: whom `They were joined by X` adds to."""

    def __post_init__(self) -> None:
        """Have the dates found by where they stand."""
        self.date_starts = [mention.start for mention in self.dates]

    def move_to(self, place: str | None, *, ahead: bool = False) -> None:
        """The text is at `place` from here on; `ahead` where it only plans to be."""
        self.place = place
        self.held_place = self.held_place if ahead else place

    def here(self, *, ahead: bool) -> str | None:
        """The place of an event that names none: what is over is not where the text has planned to be since."""
        return self.place if ahead else self.held_place

    def turn_to(self, day: date | None, *, fresh: bool) -> None:
        """The text speaks of `day` from here on; `fresh` where the paragraph itself names it."""
        self.day, self.fresh = day, fresh
        if day is not None and (self.anchor is None or day <= self.anchor):
            self.past_day = day


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens `first:last` of a sentence that belong to one trigger, with what stands in them."""

    sentence: Sentence
    first: int
    last: int
    mentions: Sequence[Mention]


@dataclass(slots=True)
class Draft:
    """An event before its participants are written out; `members` are numbers of the cast."""

    kind: str
    status: str
    days: DateRange
    place: str | None
    occasion: str | None
    members: tuple[int, ...]
    sentence: Sentence
    rules: dict[str, str] = field(default_factory=dict)
    land: str | None = None
    """The state or territory that a visit's place lies in."""
    entry: bool = False
    """Whether it is an entry of a diary: no other entry tells it again."""
    again: bool = False
    """Whether it is told as a further event of the same people."""
    retold: tuple[Sentence, ...] = ()
    """The sentences that tell the event again."""

    def join(self, newcomers: Iterable[int], rule: str) -> None:
        """Let more members take part, by the rule that found them."""
        self.members = tuple(dict.fromkeys((*self.members, *newcomers)))
        self.rules["joined"] = rule
