"""The days of an event: from its clause, its sentence, or the day the text spoke of last."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from services.enrich.extract.dates import Bound, DateMention, Form, Tense, resolve
from services.enrich.extract.scene import DateRange, Scene
from services.enrich.text.sentences import Sentence

_BESIDE = 45
"""Months and years date an event only within so many characters of its trigger, or at the head of its sentence."""
OLD = "old"
"""The rule of a date that makes its event background."""
_NEWS = timedelta(days=21)
"""What lies further back than this is background, unless it is a visit's own beginning."""


def sentence_dates(scene: Scene, sentence: Sentence) -> list[DateMention]:
    """The usable date mentions of a sentence."""
    first = bisect_left(scene.date_starts, sentence.start)
    last = bisect_left(scene.date_starts, sentence.end, first)
    return [mention for mention in scene.dates[first:last] if not mention.background]


def dates_at(scene: Scene, position: int) -> list[DateMention]:
    """The date mention, if any, that begins at or last before a character."""
    index = bisect_right(scene.date_starts, position)
    return list(scene.dates[max(index - 1, 0) : index])


def event_days(  # noqa: PLR0913 - a trigger in its sentence, and how far its days reach
    scene: Scene, sentence: Sentence, at: int, tense: Tense, *, until: int | None = None, stay: bool = False
) -> tuple[DateRange, str]:
    """First and last day of the event whose trigger stands at character `at`, and the rule that gave them.

    Past `until` stands the subject of talks; of the dates there only those by the release's own day count. The first
    and last day of something longer (`who is here until Friday`, `depuis lundi`) date nothing but a `stay`.
    """
    named = [mention for mention in sentence_dates(scene, sentence) if mention.start not in scene.claimed]
    dates = [m for m in named if stay or not _is_end(m)]
    own = [d for d in dates if until is None or d.start < until or (d.form is Form.RELATIVE and d.unit == "day")]
    found = nearest(own, at)
    for mention in found:
        if (during := _in_stay(scene, mention)) is not None:
            scene.turn_to(during, fresh=True)
            return (during, during), "weekday-of-the-stay"
        days = resolve(mention, anchor=scene.anchor, tense=tense, previous=_spoken_of(scene, tense))
        if days is None:
            continue
        if not days.tells_the_day:
            if abs(mention.start - at) > _BESIDE and mention.start > sentence.start + _BESIDE:
                continue
            old = is_old((days.start, days.end), scene.anchor)
            return (None, None), OLD if old else f"date-vague-{days.rule}"
        if (
            is_old((days.start, days.end), scene.anchor)
            and min(abs(mention.start - at), abs(at - mention.end)) > _BESIDE
        ):
            continue
        scene.turn_to(days.end, fresh=True)
        return (days.start, days.end), days.rule
    if scene.heading is not None and scene.heading[0] is not None:
        return scene.heading, "heading"
    ahead = scene.day is not None and scene.anchor is not None and scene.day > scene.anchor
    if tense is Tense.FUTURE and (not ahead or scene.stay[0] != scene.stay[1] or not _follows(scene, sentence)):
        return (None, None), "none"
    return _inherited(scene, sentence, tense)


def _is_end(mention: DateMention) -> bool:
    since = mention.bound is Bound.SINCE and mention.form is Form.WEEKDAY
    return since or mention.bound is Bound.UNTIL


def _spoken_of(scene: Scene, tense: Tense) -> date | None:
    """The day that a later date is near to: what is told in the past is near none that lies ahead."""
    return scene.past_day if tense is Tense.PAST else scene.day


def mention_days(scene: Scene, mention: DateMention, tense: Tense) -> tuple[DateRange, str]:
    """The days of one mention and the rule that gave them; none for a week or month, which may still be too old."""
    if (during := _in_stay(scene, mention)) is not None:
        return (during, during), "weekday-of-the-stay"
    days = resolve(mention, anchor=scene.anchor, tense=tense, previous=_spoken_of(scene, tense))
    if days is None:
        return (None, None), "none"
    if days.tells_the_day:
        return (days.start, days.end), days.rule
    return (None, None), OLD if is_old((days.start, days.end), scene.anchor) else f"date-vague-{days.rule}"


def day_of_mention(scene: Scene, mention: DateMention, tense: Tense) -> DateRange | None:
    """The days of one mention, None where it tells none."""
    if (during := _in_stay(scene, mention)) is not None:
        return during, during
    days = resolve(mention, anchor=scene.anchor, tense=tense, previous=_spoken_of(scene, tense))
    return (days.start, days.end) if days and days.tells_the_day else None


def _in_stay(scene: Scene, mention: DateMention) -> date | None:
    """The day of the visit or gathering under way that bears a bare weekday's name."""
    first, last = scene.stay
    if mention.form is not Form.WEEKDAY or first is None or last is None or (last - first).days > 6:
        return None
    days = (first + timedelta(days=shift) for shift in range((last - first).days + 1))
    return next((day for day in days if day.weekday() == mention.first.weekday), None)


def nearest(mentions: Sequence[DateMention], at: int) -> list[DateMention]:
    """Mentions by distance from a trigger; a bare year or a word such as `recently` comes last."""
    weak = (Form.YEAR, Form.VAGUE)
    return sorted(mentions, key=lambda m: (m.form in weak, min(abs(m.start - at), abs(at - m.end))))


def _inherited(scene: Scene, sentence: Sentence, tense: Tense) -> tuple[DateRange, str]:
    first, last = scene.stay
    if scene.anchor and scene.doc.has(scene.pack.phrases["just_now"], sentence.first, sentence.last):
        return (scene.anchor, scene.anchor), "just-now"
    if first != last and (counted := _day_of_stay(scene, sentence)) is not None:
        scene.turn_to(counted, fresh=True)
        return (counted, counted), "day-of-the-stay"
    if first != last and not _follows(scene, sentence):
        return (None, None), "several-days"
    day = scene.past_day if tense is Tense.PAST else scene.day
    if day is not None:
        return (day, day), "inherited"
    return (None, None), "none"


def _day_of_stay(scene: Scene, sentence: Sentence) -> date | None:
    """`on the day of her arrival`, `au deuxième jour de la visite`: a day counted within the visit under way."""
    first, last = scene.stay
    counted = [(first, shift) for shift in range(3)] if first else []
    ends = {f"stay_day_{shift + 1}": day + timedelta(days=shift) for day, shift in counted} | {"stay_day_last": last}
    phrases = scene.pack.phrases
    told = (day for slot, day in ends.items() if scene.doc.has(phrases[slot], sentence.first, sentence.last))
    day = next(told, None)
    return day if day is not None and (last is None or day <= last) else None


def _follows(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence goes on about the day before it: its paragraph named it, or `then`, `le même soir` says so."""
    return scene.fresh or scene.doc.has(scene.pack.phrases["sequel"], sentence.first, sentence.last)


def is_old(days: DateRange, anchor: date | None) -> bool:
    """Whether an event lies too far back to be the release's news."""
    last = days[1]
    return last is not None and anchor is not None and anchor - last > _NEWS


def lies_ahead(days: DateRange, anchor: date | None) -> bool:
    """Whether an event begins after the release's day."""
    first = days[0]
    return first is not None and anchor is not None and first > anchor
