"""Who was there, told ahead of them: `Participating in the forum were X and Y`, `Ont assisté à la cérémonie X et Y`."""

from services.enrich.extract.attendance import numbers, roll
from services.enrich.extract.gatherings import draft_gathering
from services.enrich.extract.occasions import is_known, occasions_in
from services.enrich.extract.retold import told_gathering
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.standing import tense_of

_LEAD = 3
"""A sentence opens with the word of presence within so many tokens (`Also present`, `Lundi, ont assisté`)."""
_WITHIN = 14
"""How many tokens after the gathering the first of those present may stand: its place and day."""


def draft_present(scene: Scene, clause: Clause) -> list[Draft]:
    """The gathering at which those were whom its sentence lists after it; they join one that was told before."""
    lead = _lead(scene, clause)
    occasion = next((o for o in occasions_in(scene, clause) if o.first >= lead), None) if lead is not None else None
    if lead is None or occasion is None:
        return []
    members = numbers(scene, roll(scene, clause, occasion.last, within=_WITHIN))
    told = told_gathering(scene, lead, occasion.last) if members else None
    if told is not None:
        told.join(members, "present")
        return []
    if is_known(scene, clause, occasion.noun):
        return []  # `also present at the reception were`: the delegation at talks
    tense = tense_of(scene, clause, occasion.noun)
    return draft_gathering(scene, clause, occasion.noun, occasion, members, tense) if members else []


def _lead(scene: Scene, clause: Clause) -> int | None:
    """Where the words end that open a sentence on who was present."""
    leads, last = scene.pack.phrases["present_leads"], min(clause.last, clause.first + _LEAD)
    found = (leads.match_at(scene.doc.words, index, clause.last) for index in range(clause.first, last))
    return next((lead.last for lead in found if lead), None)
