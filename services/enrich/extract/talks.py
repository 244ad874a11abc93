"""Meetings and calls: from a trigger and its sides to drafts of events."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.enrich.extract.apart import own_settings
from services.enrich.extract.asides import past_date
from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.dates import Tense
from services.enrich.extract.doers import Sides
from services.enrich.extract.encounters import Encounter, encounters_of, with_collective
from services.enrich.extract.mentions import Mention
from services.enrich.extract.objects import Groups
from services.enrich.extract.postponed import new_date, planned_anew
from services.enrich.extract.scene import Clause, DateRange, Draft, Scene
from services.enrich.extract.sides import find_sides
from services.enrich.extract.standing import is_background, is_cancelled, is_unreal, subject_from, tense_of
from services.enrich.extract.when import OLD, event_days, is_old, lies_ahead
from services.enrich.extract.where import place_in
from services.enrich.identity import country_of, office_kinds
from services.enrich.text.lexicon import Match
from services.enrich.text.tokens import fold

_REMOTE = 8
"""How far from its trigger `by telephone` may stand."""
_AGAIN = 4
"""How far from its trigger `again` may stand."""
_SPEAKING = ("spoke-with",)
"""Triggers that need a person at the other end."""


def draft_talks(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """The talks that a trigger reports; empty where it reports none of the release's own."""
    sides = find_sides(scene, clause, trigger)
    if is_unreal(scene, clause, trigger):
        return []
    named = max((mention.last for mention in sides.partners), default=0)
    behind = max(named, trigger.last) if sides.frame is Frame.NOUN else None
    tense = tense_of(scene, clause, trigger, behind=behind)
    if sides.mutual and scene.doc.has(scene.pack.phrases["attitudes"], clause.first, trigger.first):
        return []  # `welcomed the talks between A and B`: theirs, and no news
    if is_background(scene, clause, trigger):
        return []
    if _is_urged(scene, sides, trigger):
        return []
    encounters = [
        encounter
        for those in _parted(scene, clause, sides)
        for encounter in encounters_of(scene, those, trigger, _groups(scene, clause, those))
    ]
    if not encounters and not sides.partners and (alone := with_collective(scene, clause, trigger, sides)):
        encounters = [alone]
    if not encounters:
        return []
    drafts = list(_drafts(scene, clause, trigger, encounters, tense))
    return [*drafts, *planned_anew(scene, clause, drafts)]


def _is_urged(scene: Scene, sides: Sides, trigger: Match[Cue]) -> bool:
    """`called on X to resign`, `a appelé X à la retenue`: nobody was met."""
    words = scene.pack.words
    if trigger.value.rule not in words["urging_rules"]:
        return False
    day = past_date(scene, trigger.last) if trigger.last < len(scene.doc.tokens) else trigger.last
    last = max((mention.last for mention in sides.partners), default=trigger.last)
    return any(scene.doc.folded(i) in words["urges"] for i in (last, day)) or _is_dated(scene, trigger)


def _is_dated(scene: Scene, trigger: Match[Cue]) -> bool:
    """`called on Wednesday for`: the preposition is the day's."""
    return trigger.last > trigger.first + 1 and past_date(scene, trigger.last) > trigger.last


def _drafts(
    scene: Scene, clause: Clause, trigger: Match[Cue], encounters: Sequence[Encounter], tense: Tense
) -> Iterator[Draft]:
    at = scene.doc.tokens[trigger.first].start
    head = replace(clause, last=_talks_until(scene, clause, trigger, encounters[0].partner))
    until = scene.doc.tokens[head.last - 1].end
    days, day_rule = event_days(scene, clause.sentence, at, tense, until=until)
    if day_rule == OLD or is_old(days, scene.anchor):
        return
    if is_cancelled(scene, clause):
        days, day_rule = _called_off(scene, clause, at, until)
    kind, further = _kind(scene, clause, trigger), _is_further(scene, clause, trigger)
    place, place_rule = place_in(scene, head)
    if place is not None and kind == "meeting" and (place_rule != "country" or scene.place is None):
        scene.move_to(place, ahead=lies_ahead(days, scene.anchor) or tense is Tense.FUTURE)
    own = own_settings(scene, head, [encounter.partner for encounter in encounters], tense)
    for encounter, setting in zip(encounters, own, strict=True):
        those = setting.days or days
        status = _status(scene, clause, tense, lies_ahead(those, scene.anchor))
        rules = {
            "kind": trigger.value.rule,
            "participants": trigger.value.frame.value,
            "start": setting.rule or day_rule,
            "place": place_rule,
        }
        here = scene.here(ahead=status == "planned") if _may_be_here(scene, encounter, status) else None
        where = None if kind == "call" else setting.place or place or here
        _place_partners(scene, encounter, where or place)
        again = encounter.again or further
        yield Draft(kind, status, those, where, None, encounter.members, clause.sentence, rules, again=again)
        scene.cast.group = scene.cast.group if scene.cast.settled else encounter.members
        scene.cast.side = encounter.members[: encounter.hosts]
        scene.told.append(encounter.members)


def _talks_until(scene: Scene, clause: Clause, trigger: Match[Cue], partner: Mention | None) -> int:
    """Where a clause turns to its subject: behind the verb, where the partner comes first (`With X, she explored`)."""
    fronted = trigger.value.frame is Frame.FRONTED and partner is not None and partner.first < trigger.first
    return trigger.last if fronted else subject_from(scene, clause, trigger)


def _may_be_here(scene: Scene, encounter: Encounter, status: str) -> bool:
    """Talks called off on a journey would have been where it led, unless the host has another state's land."""
    if status != "cancelled" or scene.gatherings or scene.margins:
        return True
    lands = {country_of(scene.held_place or ""), scene.cast.home}
    theirs = (scene.cast.members[number].affiliation for number in encounter.members[encounter.hosts :])
    return all(owner is None or owner in lands or not owner.startswith("country:") for owner in theirs)


def _called_off(scene: Scene, clause: Clause, at: int, until: int) -> tuple[DateRange, str]:
    """The day that talks were called off for: neither one only spoken of before, nor that of their new date."""
    moved = new_date(scene, clause)
    scene.claimed.update([moved.start] if moved else [])
    days, rule = event_days(scene, clause.sentence, at, Tense.FUTURE, until=until)
    return ((None, None), "none") if rule.startswith("inherited") else (days, rule)


def _is_further(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`will meet again`, `se reverront`: a further event of the same people."""
    first, last = max(clause.first, trigger.first - _AGAIN), min(clause.last, trigger.last + _AGAIN)
    return scene.doc.has(scene.pack.phrases["again"], first, last)


def _place_partners(scene: Scene, encounter: Encounter, where: str | None) -> None:
    """Bare offices on the source's side are its own; of the others each is of the side before it, else of the place."""
    home = scene.cast.home
    owner = home if home is not None and home.startswith("country:") else None
    abroad = country_of(where) if where else None
    for place, number in enumerate(encounter.members):
        member = scene.cast.members[number]
        if place == encounter.hosts:
            owner = abroad if abroad != home else None
        if member.affiliation is None and member.role and owner and _may_belong(scene, member.role, owner):
            scene.cast.members[number] = replace(member, affiliation=owner)
        elif member.affiliation is not None and place >= encounter.hosts:
            owner = member.affiliation if member.affiliation != home else owner


def _may_belong(scene: Scene, role: str, owner: str) -> bool:
    """A state has the offices that states are known to have; the source's own has any but an organisation's."""
    if not owner.startswith("country:"):
        return True
    known = owner == scene.cast.home or bool(office_kinds(role, owner))
    return known and fold(role) not in scene.pack.international


def _status(scene: Scene, clause: Clause, tense: Tense, ahead: bool) -> str:  # noqa: FBT001 - a fact among facts
    if is_cancelled(scene, clause):
        return "cancelled"
    return "planned" if ahead or tense is Tense.FUTURE else "held"


def _kind(scene: Scene, clause: Clause, trigger: Match[Cue]) -> str:
    last = min(clause.last, trigger.last + 2 * _REMOTE)
    last = next((i for i in range(trigger.last, last) if scene.doc.folded(i) in (";", ":")), last)
    near = scene.doc.has(scene.pack.phrases["remote"], max(clause.first, trigger.first - _REMOTE), last)
    spoken = trigger.value.rule in _SPEAKING
    return "call" if near or (trigger.value.kind == "call" and (scene.remote or not spoken)) else "meeting"


def _parted(scene: Scene, clause: Clause, sides: Sides) -> list[Sides]:
    """`A and B called on C separately`, `A and B each met C`: one talk for each of those who act."""
    apart = len(sides.subjects) > 1 and len(sides.partners) == 1
    if not apart or not scene.doc.has(scene.pack.phrases["one_by_one"], clause.first, clause.last):
        return [sides]
    return [replace(sides, subjects=(subject,)) for subject in sides.subjects]


def _groups(scene: Scene, clause: Clause, sides: Sides) -> Groups:
    """Words for it (`separately`, a plural noun) part all partners, whatever joins them."""
    separate = not sides.mutual and scene.doc.has(scene.pack.phrases["separate"], clause.first, clause.last)
    return tuple((mention,) for mention in sides.partners) if separate else sides.groups
