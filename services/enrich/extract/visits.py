"""Visits: a participant's stay somewhere, reported as such."""

from collections.abc import Sequence
from datetime import timedelta

from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.dates import Bound, Form, Tense
from services.enrich.extract.gatherings import draft_purpose
from services.enrich.extract.itinerary import Stop, Timing, find_stops, fronted_stop, timings, whence
from services.enrich.extract.postponed import planned_anew
from services.enrich.extract.scene import Clause, DateRange, Draft, Scene
from services.enrich.extract.standing import is_cancelled, tense_of
from services.enrich.extract.staying import (
    Journey,
    is_bound,
    is_for_talks,
    is_headed,
    is_nominal,
    is_reached,
    is_stay,
    is_told,
)
from services.enrich.extract.talks import draft_talks
from services.enrich.extract.travellers import enabled, gone_with, made_by, owner_after, owners_of, travellers
from services.enrich.extract.when import OLD, event_days, lies_ahead, sentence_dates
from services.enrich.identity import country_of, place_id
from services.enrich.text.lexicon import Match

_REACH = 9
_ASIDE = 4
"""`X, who is currently visiting`: so near before its verb stands the relative."""
_MOVES = ("visit-verb", "visit-motion", "visit-departure", "visit-arrival")
_NEAR = (
    "visit-motion",
    "visit-stay",
    "visit-lead",
    "visit-carried",
    "visit-departure",
    "visit-reach",
    "visit-light",
    "visit-stage",
)
"""Rules whose destination follows at once, with nothing but days before it."""


def draft_visits(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """The visits that a trigger reports, one for each country or territory it names."""
    journey = _journey(scene, clause, trigger) if is_told(scene, clause, trigger) else None
    if journey is None:
        return _call_on(scene, clause, trigger)
    gatherings = draft_purpose(scene, clause, trigger)
    if gatherings and not is_headed(scene, journey.stops):
        return gatherings
    return [*_visits(scene, clause, journey), *gatherings]


def _call_on(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """`visited X in his office`: who visits a person met him."""
    if trigger.value.rule != "visit-verb" or trigger.value.tense != "past" or trigger.last > trigger.first + 1:
        return []
    met = Cue("talks", "visited", Frame.DIRECT, "meeting", trigger.value.tense)
    return draft_talks(scene, clause, trigger._replace(value=met))


def _visits(scene: Scene, clause: Clause, journey: Journey) -> list[Draft]:
    trigger = journey.trigger
    if (
        not journey.members
        or _is_only_when(scene, clause, journey)
        or any(timing.rule == OLD for timing in journey.timed)
    ):
        return []
    if _is_long_ago(journey) or (trigger.first in scene.doc.quoted and not journey.timed[0].read):
        return []
    if not is_stay(scene, clause, journey):
        return []
    if _is_homeward(scene, journey):
        _go_along(scene, journey)
        return []
    if is_for_talks(scene, clause, journey):
        _go_along(scene, journey)
        return []
    scene.reached.update(stop.first for stop in journey.stops)
    drafts = _drafts(scene, clause, journey)
    return [*drafts, *planned_anew(scene, clause, drafts)]


def _is_only_when(scene: Scene, clause: Clause, journey: Journey) -> bool:
    """`agreed during President X's visit to Y`: a time, where the release is not about X."""
    first = max(clause.first, journey.trigger.first - _REACH)
    when = scene.doc.has(scene.pack.phrases["on_the_visit"], first, journey.trigger.first)
    own = {scene.cast.protagonist, *scene.cast.group, *(n for draft in scene.tour for n in draft.members)}
    return when and journey.trigger.value.frame is Frame.NOUN and own.isdisjoint(journey.members)


def _journey(scene: Scene, clause: Clause, trigger: Match[Cue]) -> Journey | None:
    """What the trigger tells; None where it leads nowhere, or where a cue before it has led already."""
    made = made_by(scene, clause, trigger)
    owners = made[1] if made else owners_of(scene, clause, trigger)
    at = made[0] if made else max([trigger.last, *(mention.last for mention in owners)])
    genitive = scene.doc.folded(trigger.last - 1) in scene.pack.words["genitive"]
    near = (trigger.value.rule in _NEAR and not _is_in_company(scene, trigger)) or bool(owners) or genitive
    stops = _led(scene, clause, trigger) or find_stops(scene, clause, at, near=near)
    if trigger.value.rule == "visit-return":
        stops = whence(scene, clause, at)
    if stops and trigger.value.rule == "visit-departure" and not is_bound(scene, stops[0]):
        stops = _onward(scene, clause, stops)
    if not stops or stops[0].first in scene.reached or not is_reached(scene, clause, trigger, stops[0]):
        return None
    owners = owners or owner_after(scene, clause, trigger, stops[-1].last) or enabled(scene, clause, trigger)
    members = travellers(scene, clause, trigger, owners)
    along = gone_with(scene, clause, stops[-1].last) if members else ()
    named = max([stops[-1].last, *(mention.last for mention in owners)])
    tense = _tense(scene, clause, trigger, behind=named if is_nominal(scene, trigger) else None)
    planned = Journey(trigger, stops, tuple(dict.fromkeys((*members, *along))), (), tense)
    return planned._replace(timed=_timings(scene, clause, planned))


def _is_in_company(scene: Scene, trigger: Match[Cue]) -> bool:
    """`will be with the troops in Riga`, `représentera le gouvernement au Canada`: what one does may come first."""
    return trigger.value.rule == "visit-stay" and scene.doc.folded(trigger.last) in scene.pack.words["stay_company"]


def _led(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Stop]:
    return fronted_stop(scene, clause, trigger) if trigger.value.rule == "visit-arrival" else []


def _is_long_ago(journey: Journey) -> bool:
    """`went there last month`, `earlier this year`: of a visit that is over only its days or week make news."""
    timing = journey.timed[0]
    before = journey.tense is Tense.PAST or any(mention.offset < 0 for mention in timing.read)
    return before and timing.rule in ("date-vague-relative-month", "date-vague-relative-year", "date-vague-month")


def _onward(scene: Scene, clause: Clause, origin: Sequence[Stop]) -> list[Stop]:
    """`left Riga for Oslo`: where one goes, else whence."""
    onward = find_stops(scene, clause, origin[0].last, near=True)
    return onward if onward and is_bound(scene, onward[0]) else list(origin)


def _tense(scene: Scene, clause: Clause, trigger: Match[Cue], *, behind: int | None) -> Tense:
    """`begins a tour on Monday`, `s'envole jeudi pour`: a present that looks ahead, unless the day is the release's."""
    tense = Tense.FUTURE if is_cancelled(scene, clause) else tense_of(scene, clause, trigger, behind=behind)
    if tense is not Tense.UNKNOWN:
        return tense
    if trigger.value.tense in ("bare", "ing") and scene.tour and scene.tour[0].sentence is clause.sentence:
        return Tense.FUTURE if scene.tour[0].status == "planned" else Tense.PAST
    begins = max(clause.first, trigger.first - _REACH), trigger.last
    today = any(m.form is Form.RELATIVE and m.offset == 0 for m in sentence_dates(scene, clause.sentence))
    ahead = scene.doc.says(scene.pack.words["beginning"], *begins)
    return Tense.FUTURE if ahead and not today else tense


def _drafts(scene: Scene, clause: Clause, journey: Journey) -> list[Draft]:
    drafts = [
        Draft(
            "visit",
            _status(scene, clause, journey, timing),
            timing.days,
            stop.place,
            None,
            journey.members,
            clause.sentence,
            {
                "kind": journey.trigger.value.rule,
                "participants": "subject",
                "start": timing.rule,
                "place": "destination",
            },
            land=stop.country,
        )
        for stop, timing in zip(journey.stops, journey.timed, strict=True)
    ]
    _set_scene(scene, drafts, journey.timed)
    return drafts


def _status(scene: Scene, clause: Clause, journey: Journey, timing: Timing) -> str:
    if is_cancelled(scene, clause):
        return "cancelled"
    ahead = lies_ahead(timing.days, scene.anchor) or any(mention.offset > 0 for mention in timing.read[:1])
    return "planned" if ahead or journey.tense is Tense.FUTURE else "held"


def _set_scene(scene: Scene, drafts: Sequence[Draft], timed: Sequence[Timing]) -> None:
    """What follows plays on this journey: its days, its last place; a range of days is the journey's own."""
    if timed[0].days[0] is not None or not scene.tour or scene.tour[0].sentence is not drafts[0].sentence:
        scene.stay = timed[0].days[0], timed[-1].days[1]
    first, last = timed[0].told[0], timed[-1].told[1]
    scene.turn_to(first if first == last else None, fresh=first is not None and first == last)
    scene.tour = list(drafts)
    if len(set(drafts[0].members)) == 1:
        scene.cast.focus = drafts[0].members[0]
    for mention in (m for timing in timed for m in timing.read):
        if mention.form in (Form.RANGE, Form.WEEKDAY_RANGE) or timed[0].rule == "days-of-the-tour":
            scene.claimed.add(mention.start)
    if drafts[-1].status != "cancelled" and not _is_within(scene, drafts[-1]):
        scene.move_to(drafts[-1].place, ahead=drafts[-1].status == "planned")


def _is_homeward(scene: Scene, journey: Journey) -> bool:
    """`left for Nairobi in the evening`: after a visit, the way home."""
    lands = {stop.country for stop in journey.stops}
    homes = {scene.cast.members[n].affiliation for n in journey.members} | {scene.cast.home}
    abroad = any(draft.land not in lands for draft in scene.tour)
    return journey.trigger.value.rule in _MOVES and abroad and None not in lands and lands <= homes


def _go_along(scene: Scene, journey: Journey) -> None:
    """What a journey was for is at its end and on its day, though it is no visit."""
    days = journey.timed[0].days
    if days[0] is not None and days[0] == days[1]:
        scene.turn_to(days[0], fresh=True)
    ahead = journey.tense is Tense.FUTURE or lies_ahead(days, scene.anchor)
    scene.move_to(journey.stops[-1].place, ahead=ahead)


def _timings(scene: Scene, clause: Clause, journey: Journey) -> list[Timing]:
    timed = timings(scene, clause, journey.trigger, journey.stops, journey.tense)
    if len(timed) > 1:
        return [timing._replace(told=timing.days) for timing in timed]
    timing = timed[0]
    aside = any(
        scene.doc.folded(i) in scene.pack.words["subject_relatives"]
        for i in range(max(clause.first, journey.trigger.first - _ASIDE), journey.trigger.first)
    )
    if not timing.read and not aside and not is_cancelled(scene, clause):
        at = scene.doc.tokens[journey.trigger.first].start
        until = _until_talks(scene, clause, journey.stops[-1].last)
        timing = Timing(*event_days(scene, clause.sentence, at, journey.tense, until=until, stay=True))
    timing = _until(scene, timing, there=journey.trigger.value.rule == "visit-stay")
    onward = is_bound(scene, journey.stops[0])
    return [timing._replace(days=_lasting(scene, clause, timing.days, onward=onward), told=timing.days)]


def _until_talks(scene: Scene, clause: Clause, last: int) -> int:
    """The character up to which days are the visit's: `is in Riga, where she will meet X on Monday`."""
    relatives = scene.pack.words["relatives"]
    opened = next((i for i in range(last, clause.last) if scene.doc.folded(i) in relatives), clause.last)
    talks = (cue.first for cue in scene.doc.cues_in(opened, clause.last) if cue.value.family == "talks")
    return scene.doc.tokens[next(talks, clause.last) - 1].end


def _until(scene: Scene, timing: Timing, *, there: bool) -> Timing:
    """`until Wednesday` tells the last day; the first is the one spoken of, if it comes before.

    Who is said to be `there` on the release's day may have come earlier.
    """
    first, last = timing.days
    if first is None or last is None or first != last or not any(m.bound is Bound.UNTIL for m in timing.read):
        return timing
    begun = scene.day is not None and scene.day < last and not (there and scene.day == scene.anchor)
    return timing._replace(days=(scene.day if begun else None, last))


def _lasting(scene: Scene, clause: Clause, days: DateRange, *, onward: bool) -> DateRange:
    """`ended a three-day visit today`, `arrived on Wednesday for a two-day visit`, `depuis mardi`."""
    since = any(mention.bound is Bound.SINCE for mention in sentence_dates(scene, clause.sentence))
    if days[0] is None or days[1] is None or days[0] != days[1]:
        return days
    if since:
        return days[0], scene.anchor if scene.anchor and scene.anchor >= days[0] else None
    durations = scene.doc.find(scene.pack.durations, clause.first, clause.last)
    length = next((match.value for match in durations), None)
    ending = scene.doc.has(scene.pack.phrases["ending"], clause.first, clause.last) and not onward
    if length is None:
        return (None, days[1]) if ending else days
    further = timedelta(days=length - 1)
    return (days[1] - further, days[1]) if ending else (days[0], days[0] + further)


def _is_within(scene: Scene, visit: Draft) -> bool:
    """Whether the city last spoken of may stay the place of what follows in that country."""
    known = scene.place is not None and visit.place != scene.place
    return (
        known and visit.land is not None and country_of(scene.place or "") == visit.land == place_id(visit.place or "")
    )
