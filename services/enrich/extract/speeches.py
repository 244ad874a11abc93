"""Speeches and words to the press: gatherings without a name (`addressed students`, `s'est adressé à la presse`)."""

from services.enrich.extract.attendance import beside, numbers, subject_of
from services.enrich.extract.cues import Cue
from services.enrich.extract.gatherings import draft_gatherings, draft_named
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.sides import find_sides
from services.enrich.extract.standing import is_background, is_unreal
from services.enrich.text.lexicon import Match

_REACH = 6
"""How far from its verb an audience may stand."""


def draft_speeches(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """The gathering that a speech is given at; where it has a name of its own, that gathering."""
    if drafts := draft_gatherings(scene, clause, trigger):
        return drafts
    if is_unreal(scene, clause, trigger) or is_background(scene, clause, trigger):
        return []
    bodies = _bodies(scene, clause, trigger)
    if not bodies and not _audience(scene, clause, trigger):
        return []
    speakers = subject_of(scene, find_sides(scene, clause, trigger).subjects)
    speakers = tuple(n for n in speakers if scene.cast.members[n].kind in ("person", "office"))
    if not speakers:
        return []
    return draft_named(scene, clause, trigger, None, (*speakers, *bodies, *beside(scene, clause, trigger.last)))


def _audience(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """A word for an audience near a verb that needs one; `took questions from the press` says it itself."""
    if trigger.value.rule == "to-press":
        return True
    last = min(clause.last, trigger.last + _REACH)
    return scene.doc.has(scene.pack.phrases["audiences"], trigger.last, last)


def _bodies(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[int, ...]:
    """The body addressed, right after the verb (`addressed the Security Council`)."""
    near = [m for m in clause.mentions if trigger.last <= m.first <= trigger.last + 2]
    return numbers(scene, [m for m in near[:1] if m.kind == "organisation"])
