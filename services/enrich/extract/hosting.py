"""Gatherings told by a verb of receiving people: `hosted a summit`, `hosted A and B for a forum`."""

from services.enrich.extract.cues import Cue
from services.enrich.extract.gatherings import draft_gatherings, gathering_after
from services.enrich.extract.occasions import name_start
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.talks import draft_talks
from services.enrich.text.lexicon import Match

_SEVERAL = 2
"""`hosted X for a ceremony` is a meeting with X; so many guests or more are a gathering."""
_PERSONS = ("person", "office", "counterpart", "he", "they")


def draft_received(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """The gathering that a verb of receiving has as its object or purpose; else the talks it tells."""
    if trigger.value.rule in scene.pack.words["hosting_rules"]:
        noun = gathering_after(scene, clause, trigger)
        if noun is not None and (_is_object(scene, clause, trigger, noun) or _is_purpose(scene, clause, trigger, noun)):
            return draft_gatherings(scene, clause, trigger) or draft_talks(scene, clause, trigger)
    return draft_talks(scene, clause, trigger)


def _is_object(scene: Scene, clause: Clause, trigger: Match[Cue], noun: Match[Cue]) -> bool:
    """Neither people nor a preposition stand between the verb and the gathering."""
    between = range(trigger.last, noun.first)
    people = any(m.first in between and m.kind not in ("state", "organisation") for m in clause.mentions)
    return not people and not any(scene.doc.folded(i) in scene.pack.words["prepositions"] for i in between)


def _is_purpose(scene: Scene, clause: Clause, trigger: Match[Cue], noun: Match[Cue]) -> bool:
    """`will host Minister A and Minister B for a round table`."""
    first = name_start(scene, clause, noun)
    before = first - 1 - (scene.doc.folded(first - 1) in scene.pack.words["determiners"])
    guests = [m for m in clause.mentions if trigger.last <= m.first and m.last <= before and m.kind in _PERSONS]
    return scene.doc.folded(before) in scene.pack.words["purpose"] and len(guests) >= _SEVERAL
