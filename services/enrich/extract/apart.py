"""Days and places that belong to one of several partners: `with X on Monday and, the day after, with Y in Oslo`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from services.enrich.extract.dates import DateMention, Tense
from services.enrich.extract.mentions import Mention
from services.enrich.extract.scene import Clause, DateRange, Scene
from services.enrich.extract.when import day_of_mention, sentence_dates
from services.enrich.extract.where import place_in

_BESIDE = 8
"""How many tokens after a partner's first one the place may stand that is his alone."""


class Setting(NamedTuple):
    """What is said of one partner alone; empty where nothing is."""

    days: DateRange | None = None
    place: str | None = None
    rule: str | None = None


class _Part(NamedTuple):
    """The stretch `tokens[first:last]` of one partner, who stands at `partner`."""

    first: int
    last: int
    partner: int


def own_settings(scene: Scene, clause: Clause, partners: Sequence[Mention | None], tense: Tense) -> list[Setting]:
    """For each partner, in their order, the day and place of its own; only where the clause has several."""
    starts = [partner.first for partner in partners if partner is not None]
    if len(starts) < max(len(partners), 2) or sorted(starts) != starts:
        return [Setting()] * len(partners)
    parts = list(_parts(scene, clause, [p for p in partners if p is not None]))
    days = _own_days(scene, clause, parts, tense)
    places = [place_in(scene, replace(clause, first=part.first, last=_beside(part)))[0] for part in parts]
    several = len({place for place in places if place}) > 1
    return [
        Setting(day, place if several else None, "of-this-partner" if day else None)
        for day, place in zip(days, places, strict=True)
    ]


def _parts(scene: Scene, clause: Clause, partners: Sequence[Mention]) -> Iterator[_Part]:
    """A part begins with the first comma or `and` after the partner before it."""
    begins = clause.first
    for number, partner in enumerate(partners):
        if number + 1 < len(partners):
            following = partners[number + 1].first
            ends = next((i for i in range(partner.last, following) if _divides(scene, i)), following)
        else:
            ends = clause.last
        yield _Part(begins, max(ends, partner.first), partner.first)
        begins = ends


def _divides(scene: Scene, index: int) -> bool:
    word = scene.doc.folded(index)
    return word in {",", ";"} or scene.pack.phrases["and"].match_at(scene.doc.words, index) is not None


def _own_days(scene: Scene, clause: Clause, parts: Sequence[_Part], tense: Tense) -> list[DateRange | None]:
    """The day in a partner's part, else one that follows the next partner, else that of the partner before."""
    dates = sentence_dates(scene, clause.sentence)
    found = [next((d for d in dates if _within(scene, part, d)), None) for part in parts]
    if len({d.start for d in found if d}) < 2:
        return _only_day(scene, parts, found, tense)
    chosen: list[DateMention | None] = []
    for number, mention in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        trailing = following if following and _trails(scene, parts[number + 1], following) else None
        chosen.append(mention or trailing or (chosen[-1] if chosen else None))
    return [day_of_mention(scene, mention, tense) if mention else None for mention in chosen]


def _only_day(
    scene: Scene, parts: Sequence[_Part], found: Sequence[DateMention | None], tense: Tense
) -> list[DateRange | None]:
    """`A and, on Tuesday, B`: the one day before a later partner is that partner's alone."""
    for number, mention in enumerate(found):
        if number and mention and not _trails(scene, parts[number], mention):
            own = day_of_mention(scene, mention, tense)
            return [own if at == number else (None, None) for at in range(len(parts))]
    return [None] * len(parts)


def _beside(part: _Part) -> int:
    return min(part.last, part.partner + _BESIDE)


def _within(scene: Scene, part: _Part, mention: DateMention) -> bool:
    tokens = scene.doc.tokens
    return tokens[part.first].start <= mention.start < tokens[part.last - 1].end


def _trails(scene: Scene, part: _Part, mention: DateMention) -> bool:
    return mention.start > scene.doc.tokens[part.partner].start
