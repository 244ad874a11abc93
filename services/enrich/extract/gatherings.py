"""Gatherings: a named many-sided event that someone attends, hosts or addresses."""

from collections.abc import Sequence
from datetime import timedelta

from services.enrich.extract.cues import Cue
from services.enrich.extract.dates import Tense
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.sides import find_sides, is_governed
from services.enrich.extract.standing import is_background, is_cancelled, is_unreal, tense_of
from services.enrich.extract.when import OLD, event_days, is_old, lies_ahead
from services.enrich.extract.where import place_in
from services.enrich.text.lexicon import Match

_REACH = 16
_SOON = timedelta(days=2)
"""A gathering so near in time is taken to be where the release plays; one further off may be anywhere."""
_LONGEST_NAME = 14


def draft_gatherings(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """The gathering that someone attends (`attend` cue), where its name follows within reach."""
    noun = _noun_after(scene, clause, trigger)
    if noun is None or is_unreal(scene, clause, trigger):
        return []
    tense = tense_of(scene, clause, trigger)
    if is_background(scene, clause, trigger):
        return []
    sides = find_sides(scene, clause, trigger)
    members = tuple(dict.fromkeys(n for m in sides.subjects for n in scene.cast.resolve(m)))
    members = members or (() if scene.cast.focus is None else (scene.cast.focus,))
    return _drafts(scene, clause, trigger, noun, members, tense) if members else []


def draft_scenes(scene: Scene, clause: Clause, noun: Match[Cue]) -> list[Draft]:
    """A gathering that is where its sentence plays: `at a round table`, `lors d'un séminaire`, `for the summit`."""
    if not _is_scene(scene, clause, noun) or is_unreal(scene, clause, noun) or is_background(scene, clause, noun):
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
    if noun.first - clause.first > _REACH or scene.doc.folded(noun.first - 1) in scene.pack.words["prepositions"]:
        return []
    kinds = ("person", "office", "counterpart")
    present = [m for m in clause.mentions if m.kind in kinds or (m.kind == "organisation" and m.first < noun.first)]
    members = tuple(dict.fromkeys(n for m in present for n in scene.cast.resolve(m)))
    return _drafts(scene, clause, noun, noun, members, tense_of(scene, clause, noun)) if members else []


def _is_scene(scene: Scene, clause: Clause, noun: Match[Cue]) -> bool:
    """It has a name or complement of its own, and a preposition of place or purpose before it."""
    name = occasion_name(scene, clause, noun)
    first = noun.first - (name.split(scene.doc.span(noun.first, noun.last))[0].count(" "))
    before = [scene.doc.folded(i) for i in range(max(clause.first, first - 3), first)]
    return any(word in scene.pack.words["scene_prepositions"] for word in before) and len(name.split()) > 1


def _drafts(  # noqa: PLR0913, PLR0917 - the parts of one gathering
    scene: Scene, clause: Clause, trigger: Match[Cue], noun: Match[Cue], members: Sequence[int], tense: Tense
) -> list[Draft]:
    days, rule = event_days(scene, clause.sentence, scene.doc.tokens[noun.first].start, tense)
    if rule == OLD or is_old(days, scene.anchor):
        return []
    if len(members) == 1:
        scene.cast.focus = members[0]
    place, place_rule = place_in(scene, clause)
    if place is not None and (place_rule != "country" or scene.place is None):
        scene.place = place
    scene.stay = days
    ahead = lies_ahead(days, scene.anchor) or tense is Tense.FUTURE
    status = "cancelled" if is_cancelled(scene, clause) else "planned" if ahead else "held"
    rules = {"kind": "attended", "participants": trigger.value.rule, "start": rule, "place": place_rule}
    name = occasion_name(scene, clause, noun)
    soon = days[0] is not None and scene.anchor is not None and days[0] - scene.anchor <= _SOON
    where = place or (scene.place if status == "held" or soon else None)
    return [Draft("gathering", status, days, where, name, tuple(members), clause.sentence, rules)]


def _noun_after(scene: Scene, clause: Clause, trigger: Match[Cue]) -> Match[Cue] | None:
    for index in range(trigger.last, min(clause.last, trigger.last + _REACH)):
        match = scene.doc.cues.get(index)
        if match is not None and match.value.family == "gathering":
            return match
    return None


def occasion_name(scene: Scene, clause: Clause, noun: Match[Cue]) -> str:
    """The name around a gathering noun: capitals and ordinals before it, its complements after it."""
    first = noun.first
    while first > clause.first and _belongs_before(scene, first - 1):
        first -= 1
    last = noun.last
    while last < clause.last and last - noun.last < _LONGEST_NAME and _belongs_after(scene, last):
        last += 1
    while last > noun.last and not _may_end(scene, last - 1):
        last -= 1
    return scene.doc.span(first, last)


def _belongs_before(scene: Scene, index: int) -> bool:
    token = scene.doc.tokens[index]
    if token.folded in scene.pack.words["determiners"] or token.folded in scene.pack.words["prepositions"]:
        return False
    return token.is_capitalised or token.text[0].isdigit() or token.folded in scene.pack.words["occasion_adjectives"]


def _belongs_after(scene: Scene, index: int) -> bool:
    token = scene.doc.tokens[index]
    if token.text in ("«", "»", "“", "”"):
        return True
    inner = token.folded in scene.pack.words["of"] or token.folded in scene.pack.words["determiners"]
    return inner or token.is_capitalised or token.folded in scene.pack.words["and"] or token.joined


def _may_end(scene: Scene, index: int) -> bool:
    token = scene.doc.tokens[index]
    return token.is_capitalised or token.text in ("»", "”")
