"""What the triggers of a sentence tell, one after the other, and what they add to an event told before."""

from collections.abc import Sequence

from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.deeds import tells_act
from services.enrich.extract.gatherings import draft_told
from services.enrich.extract.joining import join
from services.enrich.extract.occasions import is_known, titled_tokens
from services.enrich.extract.retold import draft_retold, told_gathering
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.speeches import draft_brought_together, draft_speeches
from services.enrich.extract.talks import draft_talks
from services.enrich.extract.tellings import find_tellings
from services.enrich.extract.travellers import escort
from services.enrich.extract.visits import draft_visits
from services.enrich.text.lexicon import Match

_DRAFTERS = {
    "talks": draft_talks,
    "visit": draft_visits,
    "attend": draft_retold,
    "gather": draft_brought_together,
    "speech": draft_speeches,
}


def draft_triggered(scene: Scene, clause: Clause) -> list[Draft]:
    """What the verbs and nouns of a sentence tell, in their order."""
    found: list[Draft] = []
    told, titled = find_tellings(scene, clause), titled_tokens(scene, clause)
    cues = scene.doc.cues_in(clause.first, clause.last)
    for trigger in (cue for cue in cues if cue.value.frame is not Frame.BESIDE):
        if trigger.value.family == "join":
            _join_told(scene, clause, trigger, found)
        elif trigger.value.family == "escort":
            escort(scene, clause, trigger)
        drafter = _DRAFTERS.get(trigger.value.family)
        if drafter is None:
            continue
        gatherings = [draft for t in told if t.trigger == trigger for draft in draft_told(scene, clause, t)]
        if gatherings or not (trigger.first in titled and trigger.value.family == "talks"):
            found.extend(gatherings or drafter(scene, clause, trigger))
    return found or _beside(scene, clause, cues)


def _beside(scene: Scene, clause: Clause, cues: Sequence[Match[Cue]]) -> list[Draft]:
    """What words for being together tell by themselves, where no other word of the sentence tells of talks."""
    beside = (cue for cue in cues if cue.value.frame is Frame.BESIDE)
    return next(filter(None, (draft_talks(scene, clause, cue) for cue in beside)), [])


def _join_told(scene: Scene, clause: Clause, trigger: Match[Cue], found: Sequence[Draft]) -> None:
    again = told_gathering(scene, clause.first, clause.last)
    elsewhere = bool(scene.diary) or _names_gathering(scene, clause) or tells_act(scene, clause)
    told = found[-1] if found else again or (None if elsewhere else scene.last)
    if told is not None:
        join(scene, clause, trigger, told)


def _names_gathering(scene: Scene, clause: Clause) -> bool:
    """Whether a sentence tells of a gathering of its own; `the ceremony` is the one told before."""
    cues = scene.doc.cues_in(clause.first, clause.last)
    return any(not is_known(scene, clause, cue) for cue in cues if cue.value.family == "gathering")
