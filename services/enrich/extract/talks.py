"""Meetings and calls: from a trigger and its sides to drafts of events."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from services.enrich.extract.apart import own_settings
from services.enrich.extract.asides import past_date
from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.dates import Tense
from services.enrich.extract.doers import Sides
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

_NEAR = 60
"""Of so many talks told before, one may be told on."""
_REMOTE = 8
"""How far from its trigger `by telephone` may stand."""
_AGAIN = 4
"""How far from its trigger `again` may stand."""
_SPEAKING = ("spoke-with",)
"""Triggers that need a person at the other end."""
_ABOUT = ("discussed-with", "évoquer-avec")
"""Triggers that tell what was talked about, whatever the means."""


class Encounter(NamedTuple):
    """Who met, the first `hosts` of them on the subject's side; `partner` is the first mention of the other side."""

    members: tuple[int, ...]
    hosts: int
    partner: Mention | None
    again: bool = False


def draft_talks(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """The talks that a trigger reports; empty where it reports none of the release's own."""
    sides = find_sides(scene, clause, trigger)
    if is_unreal(scene, clause, trigger):
        return []
    tense = tense_of(scene, clause, trigger)
    if sides.mutual and scene.doc.has(scene.pack.phrases["attitudes"], clause.first, trigger.first):
        return []  # `welcomed the talks between A and B`: theirs, and no news
    if is_background(scene, clause, trigger) or _is_said_already(scene, clause, trigger):
        return []
    if _is_urged(scene, sides, trigger):
        return []
    encounters = list(_encounters(scene, sides, trigger, _groups(scene, clause, sides)))
    if not encounters and not sides.partners and (alone := _with_collective(scene, clause, trigger, sides)):
        encounters = [alone]
    if not encounters:
        return []
    drafts = list(_drafts(scene, clause, trigger, encounters, tense))
    return [*drafts, *planned_anew(scene, clause, drafts)]


def _is_said_already(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`by telephone` is a call of its own only where no other word of the clause tells of talks."""
    means = scene.pack.words["means_rules"]
    if fold(trigger.value.rule) not in means:
        return False
    cues = (scene.doc.cues.get(i) for i in range(clause.first, clause.last))
    return any(
        cue.value.family == "talks" and cue.value.rule not in _ABOUT and fold(cue.value.rule) not in means
        for cue in cues
        if cue
    )


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
    head = replace(clause, last=subject_from(scene, clause, trigger))
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


def _groups(scene: Scene, clause: Clause, sides: Sides) -> Groups:
    """Words for it (`separately`, a plural noun) part all partners, whatever joins them."""
    separate = not sides.mutual and scene.doc.has(scene.pack.phrases["separate"], clause.first, clause.last)
    return tuple((mention,) for mention in sides.partners) if separate else sides.groups


def _encounters(scene: Scene, sides: Sides, trigger: Match[Cue], groups: Groups) -> Iterator[Encounter]:
    subjects = _members(scene, sides.subjects)
    if not subjects and not sides.mutual and not _is_thing(scene, sides, trigger):
        subjects = _default_subject(scene)
    if _someone(scene, subjects):
        _remember(scene, subjects)
    found = False
    for group in groups:
        resolved = [(m, scene.cast.resolve(m, besides=subjects)) for m in group]
        partners = [(m, those) for m, those in resolved if those and _may_partner(scene, those, trigger, subjects)]
        found = found or bool(partners)
        theirs = tuple(n for _, those in partners for n in those)
        if any(_is_distributive(scene, m) for m, _ in partners):
            yield from (Encounter(_unique((*subjects, n)), len(set(subjects)), None, again=True) for n in theirs)
            continue
        members = _unique((*subjects, *theirs))
        if partners and len(members) > 1 and _someone(scene, members) and not _is_told(scene, sides, trigger, theirs):
            yield Encounter(members, len(set(subjects)), partners[0][0])
    alone = sides.subjects and not found and not groups and len(set(subjects)) > 1
    if alone and _is_mutual(scene, sides, trigger, subjects) and _someone(scene, subjects):
        yield Encounter(_unique(subjects), 1, None)


def _is_thing(scene: Scene, sides: Sides, trigger: Match[Cue]) -> bool:
    """`The decision was welcomed by X`: no person is the subject of the passive."""
    doc, words = scene.doc, scene.pack.words
    if sides.frame is not Frame.BY:
        return False
    passing = words["auxiliaries"] | words["object_adverbs"]
    at = next((i for i in range(trigger.first - 1, -1, -1) if doc.folded(i) not in passing), -1)
    known = words["parties"] | words["pair_words"] | words["he"] | words["and"]
    return at >= 0 and doc.tokens[at].is_word and doc.tokens[at].text.islower() and doc.folded(at) not in known


def _is_mutual(scene: Scene, sides: Sides, trigger: Match[Cue], subjects: Sequence[int]) -> bool:
    """`A and B met`; `A and B reviewed trade` tells of their talks where nothing has told of them before."""
    if sides.frame is Frame.FRONTED:
        named = all(mention.kind in ("person", "office", "counterpart") for mention in sides.subjects)
        return named and not any(set(subjects) & set(told) for told in scene.told)
    both_ways = fold(trigger.value.rule) not in scene.pack.words["one_way_rules"]
    return both_ways and sides.frame in (Frame.DIRECT, Frame.WITH)


def _is_distributive(scene: Scene, mention: Mention) -> bool:
    """`received each of them`: one talk with each, beside those with all."""
    return any(word in scene.pack.words["distributive"] for word in fold(mention.text).replace("'", " ").split())


def _with_collective(scene: Scene, clause: Clause, trigger: Match[Cue], sides: Sides) -> Encounter | None:
    """`The Minister met with students`: nobody else is identified, the event stands with the one side."""
    if trigger.value.rule not in scene.pack.words["collective_rules"]:
        return None
    last = min(subject_from(scene, clause, trigger), trigger.last + _REMOTE)
    if not scene.doc.has(scene.pack.phrases["collectives"], trigger.last, last):
        return None
    subjects = _unique(_members(scene, sides.subjects))
    known = [n for n in subjects if scene.cast.members[n].kind in ("person", "office")]
    return Encounter(subjects, len(subjects), None) if known else None


def _is_told(scene: Scene, sides: Sides, trigger: Match[Cue], partners: Sequence[int]) -> bool:
    """`With the President she discussed …`, `the talks with him`: more about an event already told."""
    determiner = scene.doc.folded(trigger.first - 1)
    definite = trigger.value.frame is Frame.NOUN and determiner in scene.pack.words["definite"]
    if not definite and sides.frame is not Frame.FRONTED:
        return False
    if sides.frame is Frame.FRONTED and all(mention.kind == "they" for mention in sides.partners):
        return True  # `With both she discussed …`
    return any(set(partners) <= set(told) for told in scene.told[-_NEAR:])


def _may_partner(scene: Scene, members: Sequence[int], trigger: Match[Cue], subjects: Sequence[int]) -> bool:
    """One receives, phones or calls on persons; talks are held with bodies too."""
    kinds = {scene.cast.members[n].kind for n in members}
    met = trigger.value.rule in scene.pack.words["collective_rules"] and trigger.value.tense != "ing"
    wide = met or (trigger.value.frame in (Frame.WITH, Frame.NOUN) and trigger.value.rule not in _SPEAKING)
    persons = {"person", "office"}
    return kinds <= persons or (wide and (not met or {scene.cast.members[n].kind for n in subjects} <= persons))


def _members(scene: Scene, mentions: Sequence[Mention]) -> tuple[int, ...]:
    return tuple(number for mention in mentions for number in scene.cast.resolve(mention))


def _default_subject(scene: Scene) -> tuple[int, ...]:
    focus = scene.cast.protagonist if scene.cast.protagonist is not None else scene.cast.focus
    return () if focus is None else (focus,)


def _remember(scene: Scene, subjects: Sequence[int]) -> None:
    scene.cast.settled = len(set(subjects)) > 1
    if scene.cast.settled:
        scene.cast.group = tuple(subjects)
    elif subjects:
        scene.cast.focus = subjects[0]


def _unique(numbers: Sequence[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))


def _someone(scene: Scene, members: Sequence[int]) -> bool:
    """At least one side is a person, an office or a body; two bare states do not meet."""
    return any(scene.cast.members[n].kind != "state" for n in members)
