"""More participants of the event just told: `They were joined by X`, `en présence du président Y`."""

from services.enrich.extract.cues import Cue
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.text.lexicon import Match


def join(scene: Scene, clause: Clause, trigger: Match[Cue], draft: Draft) -> None:
    """Add those who stand beside a joining cue to the draft of the event before it."""
    beside = [m for m in clause.mentions if m.first >= trigger.last] or [
        m for m in clause.mentions if m.last <= trigger.first
    ]
    newcomers = [n for m in beside if m.kind in ("person", "office", "counterpart") for n in scene.cast.resolve(m)]
    draft.members = tuple(dict.fromkeys((*draft.members, *newcomers)))
    draft.rules["joined"] = trigger.value.rule
