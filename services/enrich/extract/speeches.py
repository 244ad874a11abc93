"""Gatherings without a noun: speeches, words to the press, people brought together (`addressed students`)."""

from services.enrich.extract.attendance import addressed, beside, comes_together, gathered, numbers, subject_of
from services.enrich.extract.cues import Cue
from services.enrich.extract.gatherings import draft_gathering
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.sides import find_sides
from services.enrich.extract.standing import is_background, is_unreal, tense_of
from services.enrich.text.lexicon import Match

_NEAR = 6
"""How far from its verb an audience may stand."""
_REACH = 16
"""How far from its verb a collective that is brought together may stand."""
_SEVERAL = 2
"""Of so many, or of a collective, one can say that someone brought them together."""
_FEW = 4
"""Talks of so many without a name are a meeting."""


def draft_speeches(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """The gathering without a name that a speech is given at, or words to the press are."""
    if is_unreal(scene, clause, trigger) or is_background(scene, clause, trigger):
        return []
    bodies = addressed(scene, clause, trigger)
    if not bodies and not _audience(scene, clause, trigger):
        return _at_the_one_told(scene, clause, trigger)
    speakers = subject_of(scene, find_sides(scene, clause, trigger).subjects)
    speakers = tuple(n for n in speakers if scene.cast.members[n].kind in ("person", "office"))
    if not speakers:
        return []
    members = (*speakers, *bodies, *beside(scene, clause, trigger.last))
    return draft_gathering(scene, clause, trigger, None, members, tense_of(scene, clause, trigger))


def _at_the_one_told(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """Who gives a speech to nobody that is named gives it at the gathering told last."""
    told, named = scene.last, find_sides(scene, clause, trigger).subjects
    if told is not None and told.kind == "gathering" and trigger.first not in scene.doc.quoted:
        told.join((n for n in numbers(scene, named) if scene.cast.members[n].kind in ("person", "office")), "spoke")
    return []


def _audience(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """A word for an audience near a verb that needs one; `took questions from the press` says it itself."""
    if trigger.value.rule == "to-press":
        return True
    return scene.doc.has(scene.pack.phrases["audiences"], trigger.last, min(clause.last, trigger.last + _NEAR))


def draft_brought_together(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """`brought together editors and lawyers`, `a réuni A, B et C`; a few who are convened for talks have a meeting."""
    unreal = is_unreal(scene, clause, trigger) or is_background(scene, clause, trigger)
    if unreal or comes_together(scene, trigger):
        return []
    subjects = [m for m in find_sides(scene, clause, trigger).subjects if m.kind != "state"]
    brought = gathered(scene, clause, trigger)
    last = min(clause.last, trigger.last + _REACH)
    collective = any(scene.doc.has(scene.pack.phrases[of], trigger.last, last) for of in ("audiences", "collectives"))
    members = (*subject_of(scene, subjects), *brought)
    if not members or (len(brought) < _SEVERAL and not collective):
        return []
    drafts = draft_gathering(scene, clause, trigger, None, members, tense_of(scene, clause, trigger))
    for draft in drafts:
        scene.cast.group, scene.cast.settled = draft.members, True
        convened = scene.doc.folded(trigger.first) in scene.pack.words["convening"]  # for talks, whoever is convened
        draft.kind = "gathering" if not convened and (collective or len(draft.members) > _FEW) else "meeting"
    return drafts
