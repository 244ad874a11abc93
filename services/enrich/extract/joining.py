"""More participants of the event just told: `They were joined by X`, `en présence du président Y`."""

from services.enrich.extract.cues import Cue
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.sides import chain
from services.enrich.text.lexicon import Match

_BESIDE = 3
"""How many tokens from the cue those who join may stand."""


def join(scene: Scene, clause: Clause, trigger: Match[Cue], draft: Draft) -> None:
    """Add those who stand beside a joining cue, with all that are listed with them, to the draft before it."""
    after = [m for m in clause.mentions if trigger.last <= m.first]
    before = [m for m in clause.mentions if m.last <= trigger.first]
    if after and after[0].first <= trigger.last + _BESIDE:
        beside = chain(scene.doc, scene.pack, after)
    else:
        beside = before[-1:] if before and before[-1].last >= trigger.first - _BESIDE else []
    newcomers = [n for m in beside if m.kind != "state" for n in scene.cast.resolve(m)]
    for told in scene.tour if any(draft is visit for visit in scene.tour) else [draft]:
        told.members = tuple(dict.fromkeys((*told.members, *newcomers)))
        told.rules["joined"] = trigger.value.rule
