"""Gatherings: a named many-sided event that someone attends, hosts or addresses, or that takes place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from services.enrich.extract.attendance import addressed, beside, gathered, listed, numbers, subject_of
from services.enrich.extract.cues import Cue
from services.enrich.extract.dates import Bound, Form, Tense
from services.enrich.extract.doers import is_governed
from services.enrich.extract.occasions import occasion_name, occasions_in
from services.enrich.extract.retold import told_gathering
from services.enrich.extract.scene import Clause, DateRange, Draft, Occasion, Scene
from services.enrich.extract.sides import find_sides
from services.enrich.extract.standing import is_background, is_cancelled, is_unreal, tense_of
from services.enrich.extract.tellings import How, Telling
from services.enrich.extract.when import OLD, day_of_mention, event_days, is_old, lies_ahead, sentence_dates
from services.enrich.extract.where import place_in
from services.enrich.text.lexicon import Match

_NEAR_START = 8
_BEFORE = 5
_DONE = ("past", "present")
_JOURNEY = 9
"""How many tokens after its verb the purpose of a journey may stand."""
_PURPOSE = 5
"""How many tokens after `for` its noun may stand."""
_SOON = timedelta(days=2)
"""A gathering so near in time is taken to be where the release plays; one further off may be anywhere."""
VAGUE = (Form.YEAR, Form.MONTH, Form.VAGUE)
"""Dates that tell no day."""


def draft_told(scene: Scene, clause: Clause, telling: Telling) -> list[Draft]:
    """The gathering that a verb tells of, with those who did it; or those taking part in one told before."""
    trigger, occasion = telling.trigger, telling.occasion
    real = _is_done(scene, clause, trigger) or not is_unreal(scene, clause, trigger)
    if not real or is_background(scene, clause, trigger):
        return []
    whole, clause = clause, without_name(clause, occasion)
    stretch = replace(clause, first=telling.first, last=telling.last)
    doers = _doers(scene, clause, telling)
    heard = addressed(scene, _with_head(whole, occasion), trigger) if trigger.value.family == "speech" else ()
    members = [n for n in (*doers, *heard, *_others(scene, stretch, telling)) if scene.cast.members[n].sure]
    told = told_gathering(scene, occasion.first - 1, occasion.noun.last)
    if told is not None:
        told.join(members, "told-again")
        return []
    if not members or (telling.how is How.RELATIVE and not _is_dated(scene, clause, telling)):
        return []
    return draft_gathering(scene, stretch, trigger, occasion, members, tense_of(scene, clause, trigger))


def without_name(clause: Clause, occasion: Occasion) -> Clause:
    """The clause without the mentions in the name of a gathering: `the Sea Ministers' Meeting` names no ministers."""
    outside = [m for m in clause.mentions if m.last <= occasion.first or m.first >= occasion.last]
    return replace(clause, mentions=outside)


def _with_head(clause: Clause, occasion: Occasion) -> Clause:
    """The clause without what stands in the name of a gathering but the body that is its head."""
    noun = occasion.noun.first
    kept = [
        m for m in clause.mentions if m.last <= occasion.first or m.first >= occasion.last or m.first <= noun < m.last
    ]
    return replace(clause, mentions=kept)


def _is_done(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`joined the leaders to attend the summit`: the purpose of what was done was reached."""
    if trigger.value.tense != "bare" or scene.doc.folded(trigger.first - 1) not in scene.pack.words["purpose_links"]:
        return False
    before = scene.doc.cues_in(clause.first, trigger.first)
    return any(cue.value.tense in _DONE and cue.value.family in ("attend", "visit") for cue in before)


def _is_dated(scene: Scene, clause: Clause, telling: Telling) -> bool:
    """`prepares the summit that X will host in 2024`, `the recent summit that X hosted` tell of no summit."""
    days = any(mention.form not in VAGUE for mention in sentence_dates(scene, clause.sentence))
    return days and not is_background(scene, clause, telling.occasion.noun)


def _doers(scene: Scene, clause: Clause, telling: Telling) -> tuple[int, ...]:
    trigger, occasion = telling.trigger, telling.occasion
    if telling.how is How.SUBJECT:
        return ()
    if telling.how is How.RELATIVE:
        relative = replace(clause, first=occasion.last)
        subjects = find_sides(scene, relative, trigger).subjects
        return numbers(scene, subjects) or numbers(scene, listed(scene, clause, trigger.last))
    return _hosts(scene, clause, trigger) or subject_of(scene, find_sides(scene, clause, trigger).subjects)


def _others(scene: Scene, stretch: Clause, telling: Telling) -> Iterator[int]:
    """Those whom the stretch of a telling joins to its gathering, and those whom its verb brings together."""
    if telling.trigger.value.family == "gather":
        yield from gathered(scene, stretch, telling.trigger)
    if scene.doc.folded(telling.trigger.first) in scene.pack.words["joins"]:
        yield from numbers(scene, listed(scene, stretch, telling.trigger.last))
    yield from beside(scene, stretch, min(telling.trigger.last, telling.occasion.last))


def _hosts(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[int, ...]:
    """`announced that Italy will host`: a state or body just before the verb and its auxiliary."""
    if trigger.value.rule not in scene.pack.words["hosting_rules"]:
        return ()
    hosts = [m for m in clause.mentions if m.kind in ("state", "organisation") and 0 <= trigger.first - m.last <= 1]
    return numbers(scene, [m for m in hosts if not is_governed(scene.doc, scene.pack, m)])


def draft_purpose(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """The gathering that a journey is for: `was in Khartoum today for the signing ceremony`."""
    occasion = _purpose(scene, clause, trigger)
    if occasion is None or is_unreal(scene, clause, trigger) or is_background(scene, clause, trigger):
        return []
    members = subject_of(scene, find_sides(scene, clause, trigger).subjects)
    others = beside(scene, clause, trigger.last)
    tense = tense_of(scene, clause, trigger)
    return draft_gathering(scene, clause, trigger, occasion, (*members, *others), tense) if members else []


def _purpose(scene: Scene, clause: Clause, trigger: Match[Cue]) -> Occasion | None:
    """The gathering right after the first `for` of a journey."""
    near = range(trigger.last, min(clause.last, trigger.last + _JOURNEY))
    at = next((i for i in near if scene.doc.folded(i) in scene.pack.words["purpose"]), None)
    found = occasions_in(scene, replace(clause, first=at)) if at is not None else iter(())
    occasion = next(found, None)
    return occasion if occasion and at is not None and occasion.noun.first - at < _PURPOSE else None


def draft_gathering(  # noqa: PLR0913, PLR0917 - the parts of one gathering
    scene: Scene,
    clause: Clause,
    trigger: Match[Cue],
    occasion: Occasion | None,
    members: Sequence[int],
    tense: Tense,
) -> list[Draft]:
    """The gathering of `members` that a trigger tells in a stretch of its sentence; none where it lies too far back."""
    members = [n for n in members if scene.cast.members[n].sure]
    noun = occasion.noun if occasion else trigger
    days, rule = event_days(scene, clause.sentence, scene.doc.tokens[noun.first].start, tense)
    if rule == OLD or is_old(days, scene.anchor):
        return []
    if len(members) == 1:
        scene.cast.focus = members[0]
    elif trigger.value.family == "gather":
        scene.cast.group, scene.cast.settled = tuple(dict.fromkeys(members)), True
    place, place_rule = _place(scene, clause)
    if place is not None and (place_rule != "country" or scene.place is None):
        scene.move_to(place, ahead=lies_ahead(days, scene.anchor) or tense is Tense.FUTURE)
    scene.stay = days
    days = _extended(scene, clause, _open_ended(scene, clause, occasion, days))
    ahead = lies_ahead(days, scene.anchor) or tense is Tense.FUTURE
    status = "cancelled" if is_cancelled(scene, clause) else "planned" if ahead else "held"
    rules = {"kind": "attended", "participants": trigger.value.rule, "start": rule, "place": place_rule}
    name = occasion_name(scene, clause, occasion.noun) if occasion else None
    soon = days[0] is not None and scene.anchor is not None and days[0] - scene.anchor <= _SOON
    moved = scene.place != scene.held_place  # `will fly to Riga, where she will address the forum`
    where = place or (scene.here(ahead=ahead) if status == "held" or soon or moved else None)
    draft = Draft("gathering", status, days, where, name, tuple(dict.fromkeys(members)), clause.sentence, rules)
    scene.gatherings.append(draft)
    return [draft]


def _place(scene: Scene, stretch: Clause) -> tuple[str | None, str]:
    """The place named in the stretch of a telling, else in what the sentence says before it."""
    found = place_in(scene, stretch)
    if found[0] is not None or stretch.first == stretch.sentence.first:
        return found
    return place_in(scene, replace(stretch, first=stretch.sentence.first, last=stretch.first))


def _extended(scene: Scene, stretch: Clause, days: DateRange) -> DateRange:
    """`réunie depuis lundi et jusqu'à vendredi`, `runs until 3 May`: where it begins and ends beside the day told."""
    first, last = (stretch.sentence.start, scene.doc.tokens[stretch.last - 1].end)
    told = {m.bound: m for m in sentence_dates(scene, stretch.sentence) if first <= m.start < last}
    since, until = (told.get(bound) for bound in (Bound.SINCE, Bound.UNTIL))
    begun = day_of_mention(scene, since, Tense.PAST) if since else None
    ended = day_of_mention(scene, until, Tense.FUTURE) if until else None
    return (begun[0] if begun else days[0]), (ended[1] if ended else days[1])


def _open_ended(scene: Scene, clause: Clause, occasion: Occasion | None, days: DateRange) -> DateRange:
    """`addressed the opening of the summit`, `whose session begins on 26 January`: it does not end that day."""
    if occasion is None or days[0] is None or days[0] != days[1]:
        return days
    near = max(clause.first, occasion.first - _BEFORE), min(clause.last, occasion.noun.last + _NEAR_START)
    return (days[0], None) if scene.doc.has(scene.pack.phrases["starting"], *near) else days
