"""Gatherings: a named many-sided event that someone attends, hosts or addresses."""

from collections.abc import Sequence
from datetime import timedelta

from services.enrich.extract.attendance import beside, gathered, numbers, subject_of
from services.enrich.extract.cues import Cue
from services.enrich.extract.dates import Tense
from services.enrich.extract.occasions import name_start, occasion_name
from services.enrich.extract.retold import attend_told, told_gathering
from services.enrich.extract.scene import Clause, DateRange, Draft, Scene
from services.enrich.extract.sides import find_sides, is_governed
from services.enrich.extract.standing import is_background, is_cancelled, is_unreal, tense_of
from services.enrich.extract.when import OLD, event_days, is_old, lies_ahead, sentence_dates
from services.enrich.extract.where import place_in
from services.enrich.text.lexicon import Match

_REACH = 16
_SEVERAL = 2
"""Of so many, or of a collective, one can say that someone brought them together."""
_FEW = 4
"""Talks of so many without a name are a meeting."""
_NEAR_START = 8
_BEFORE = 5
_NEAR = 3
"""How many tokens after its verb `the summit` may stand that was told before."""
_SOON = timedelta(days=2)
"""A gathering so near in time is taken to be where the release plays; one further off may be anywhere."""


def draft_gatherings(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """The gathering that someone attends (`attend` cue), where its name follows within reach."""
    if is_unreal(scene, clause, trigger) or is_background(scene, clause, trigger):
        return []
    noun = gathering_after(scene, clause, trigger)
    told = told_gathering(scene, trigger.last, min(clause.last, trigger.last + _NEAR))
    if told is not None:
        subjects = subject_of(scene, find_sides(scene, clause, trigger).subjects)
        if subjects:
            attend_told(scene, told, subjects)
        return []
    if noun is None:
        return []
    tense = tense_of(scene, clause, trigger)
    subjects = _hosts(scene, clause, trigger) or subject_of(scene, find_sides(scene, clause, trigger).subjects)
    bringing = trigger.value.rule in scene.pack.words["bringing_rules"]
    others = gathered(scene, clause, trigger) if bringing else ()
    members = (*subjects, *others, *beside(scene, clause, trigger.last))
    return _drafts(scene, clause, trigger, noun, members, tense) if members else []


def draft_brought_together(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """`brought together editors and lawyers`, `a réuni A, B et C`, with the gathering's name where it has one."""
    if drafts := draft_gatherings(scene, clause, trigger):
        return drafts
    if is_unreal(scene, clause, trigger) or is_background(scene, clause, trigger):
        return []
    subjects = [m for m in find_sides(scene, clause, trigger).subjects if m.kind != "state"]
    brought = gathered(scene, clause, trigger)
    last = min(clause.last, trigger.last + _REACH)
    collective = any(scene.doc.has(scene.pack.phrases[of], trigger.last, last) for of in ("audiences", "collectives"))
    if len(brought) < _SEVERAL and not collective:
        return []
    drafts = draft_named(scene, clause, trigger, None, (*subject_of(scene, subjects), *brought))
    for draft in drafts:
        scene.cast.group, scene.cast.settled = draft.members, True
        convened = scene.doc.folded(trigger.first) in scene.pack.words["convening"]  # for talks, whoever is convened
        many = len(draft.members) > _FEW
        draft.kind = "gathering" if not convened and (collective or many) else "meeting"
    return drafts


def _hosts(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[int, ...]:
    """`announced that Italy will host`: a state or body just before the verb and its auxiliary."""
    if trigger.value.rule not in scene.pack.words["hosting_rules"]:
        return ()
    hosts = [m for m in clause.mentions if m.kind in ("state", "organisation") and 0 <= trigger.first - m.last <= 1]
    return numbers(scene, [m for m in hosts if not is_governed(scene.doc, scene.pack, m)])


def draft_named(
    scene: Scene, clause: Clause, trigger: Match[Cue], noun: Match[Cue] | None, members: Sequence[int]
) -> list[Draft]:
    """The gathering of `members` that a trigger tells, named by its noun where there is one."""
    return _drafts(scene, clause, trigger, noun, members, tense_of(scene, clause, trigger)) if members else []


def draft_scenes(scene: Scene, clause: Clause, noun: Match[Cue]) -> list[Draft]:
    """A gathering that is where its sentence plays: `at a round table`, `lors d'un séminaire`, `for the summit`."""
    if not _is_scene(scene, clause, noun) or not _is_one(scene, noun) or _is_only_hoped(scene, clause, noun):
        return []
    if _is_source(scene, clause, noun):
        return []
    if is_unreal(scene, clause, noun) or is_background(scene, clause, noun):
        return []
    sides = find_sides(scene, clause, noun)
    subject = [m for m in clause.mentions if m.last <= noun.first and not is_governed(scene.doc, scene.pack, m)][:1]
    mentions = (*sides.subjects, *sides.partners) or tuple(subject)
    members = tuple(dict.fromkeys(n for m in mentions if m.kind != "state" for n in scene.cast.resolve(m)))
    return _drafts(scene, clause, noun, noun, members, tense_of(scene, clause, noun)) if members else []


def draft_happenings(scene: Scene, clause: Clause, noun: Match[Cue]) -> list[Draft]:
    """A gathering that is itself the subject: `The summit will open tomorrow`, `Le sommet se tiendra à Riga`."""
    happens = scene.doc.has(scene.pack.phrases["happening"], noun.last, clause.last)
    if not happens or is_unreal(scene, clause, noun) or is_background(scene, clause, noun):
        return []
    if scene.doc.folded(noun.last) in scene.pack.words["relatives"] or not _is_one(scene, noun):
        return []
    if noun.first - clause.first > _REACH or scene.doc.folded(noun.first - 1) in scene.pack.words["prepositions"]:
        return []
    kinds = ("person", "office", "counterpart")
    name = occasion_name(scene, clause, noun) or ""
    present = [m for m in clause.mentions if m.kind in kinds or (m.kind == "organisation" and m.first < noun.first)]
    bodies = [m for m in present if m.kind == "organisation" and m.first <= noun.first < m.last]
    if bodies:
        return draft_named(scene, clause, noun, None, numbers(scene, bodies))
    members = numbers(scene, [m for m in present if m.text not in name])
    told = members or _stands_alone(scene, clause, noun)
    return _drafts(scene, clause, noun, noun, members, tense_of(scene, clause, noun)) if told else []


def _stands_alone(scene: Scene, clause: Clause, noun: Match[Cue]) -> bool:
    """The subject of its sentence, with a day or place: then it is told though nobody is named."""
    relative = any(scene.doc.folded(i) in scene.pack.words["relatives"] for i in range(noun.first, clause.last))
    dated = bool(sentence_dates(scene, clause.sentence)) or place_in(scene, clause)[0] is not None
    return dated and not relative and noun.first - clause.first <= _NEAR_START


def _is_source(scene: Scene, clause: Clause, noun: Match[Cue]) -> bool:
    """`he said at the press conference`: where a quotation comes from is no event."""
    press = scene.pack.phrases["press"].match_at(scene.doc.tokens, noun.first, noun.last)
    return press is not None and scene.doc.has(scene.pack.phrases["saying"], clause.first, clause.last)


def _is_only_hoped(scene: Scene, clause: Clause, noun: Match[Cue]) -> bool:
    """`looks forward to seeing her at the summit`; `j'en avais parlé lors du sommet` is of another day."""
    doc, phrases = scene.doc, scene.pack.phrases
    earlier = doc.has(phrases["pluperfect"], clause.first, noun.first)
    today = doc.has(phrases["earlier_today"], clause.first, clause.last)
    return doc.has(phrases["unreal"], clause.first, noun.first) or (earlier and not today)


def _is_scene(scene: Scene, clause: Clause, noun: Match[Cue]) -> bool:
    """It has a name or complement of its own, and a preposition of place or purpose before it."""
    first = name_start(scene, clause, noun)
    first -= scene.doc.folded(first - 1) in scene.pack.words["determiners"] - scene.pack.words["scene_prepositions"]
    led = first > clause.first and scene.doc.folded(first - 1) in scene.pack.words["scene_prepositions"]
    passed = first - 2 >= clause.first and scene.doc.folded(first - 2) in scene.pack.words["scene_prepositions"]
    named = len((occasion_name(scene, clause, noun) or "").split()) > 1
    return named and (led or (passed and scene.doc.folded(first - 1) in scene.pack.words["of"]))


def _drafts(  # noqa: PLR0913, PLR0917 - the parts of one gathering
    scene: Scene, clause: Clause, trigger: Match[Cue], noun: Match[Cue] | None, members: Sequence[int], tense: Tense
) -> list[Draft]:
    members = [n for n in members if scene.cast.members[n].sure]
    days, rule = event_days(scene, clause.sentence, scene.doc.tokens[(noun or trigger).first].start, tense)
    if rule == OLD or is_old(days, scene.anchor):
        return []
    if len(members) == 1:
        scene.cast.focus = members[0]
    place, place_rule = place_in(scene, clause)
    if place is not None and (place_rule != "country" or scene.place is None):
        scene.move_to(place, ahead=lies_ahead(days, scene.anchor) or tense is Tense.FUTURE)
    scene.stay = days
    days = _open_ended(scene, clause, noun, days)
    ahead = lies_ahead(days, scene.anchor) or tense is Tense.FUTURE
    status = "cancelled" if is_cancelled(scene, clause) else "planned" if ahead else "held"
    rules = {"kind": "attended", "participants": trigger.value.rule, "start": rule, "place": place_rule}
    name = occasion_name(scene, clause, noun) if noun else None
    soon = days[0] is not None and scene.anchor is not None and days[0] - scene.anchor <= _SOON
    where = place or (scene.here(ahead=ahead) if status == "held" or soon else None)
    draft = Draft("gathering", status, days, where, name, tuple(dict.fromkeys(members)), clause.sentence, rules)
    scene.gatherings.append(draft)
    return [draft]


def _open_ended(scene: Scene, clause: Clause, noun: Match[Cue] | None, days: DateRange) -> DateRange:
    """`addressed the opening of the summit`, `whose session begins on 26 January`: it does not end that day."""
    if noun is None or days[0] is None or days[0] != days[1]:
        return days
    near = max(clause.first, name_start(scene, clause, noun) - _BEFORE), min(clause.last, noun.last + _NEAR_START)
    return (days[0], None) if scene.doc.has(scene.pack.phrases["starting"], *near) else days


def gathering_after(scene: Scene, clause: Clause, trigger: Match[Cue]) -> Match[Cue] | None:
    """The gathering noun within reach; one brings a whole list together `for a summit`."""
    limit = clause.last if trigger.value.rule == "gather" else min(clause.last, trigger.last + _REACH)
    for index in range(trigger.last, limit):
        match = scene.doc.cues.get(index)
        if match is not None and match.value.family == "gathering" and _is_one(scene, match):
            return match
    return None


def _is_one(scene: Scene, noun: Match[Cue]) -> bool:
    """A word such as `dialogue` or `council` names a gathering only where it is written as a name."""
    general = scene.pack.phrases["gatherings_in_capitals"].match_at(scene.doc.tokens, noun.first, noun.last)
    return general is None or any(token.is_capitalised for token in scene.doc.tokens[noun.first : noun.last])
