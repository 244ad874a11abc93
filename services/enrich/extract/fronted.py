"""Talks that only a partner at the head of a sentence tells: `With President X, fish was on the table`."""

from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.talks import draft_talks
from services.enrich.text.lexicon import Match

_CUE = Cue("talks", "fronted", Frame.FRONTED, "meeting", "past")


def draft_fronted(scene: Scene, clause: Clause) -> list[Draft]:
    """The talks of whoever the text is about with whom its sentence begins; not with one `at her side`."""
    partner = clause.mentions[0] if clause.mentions else None
    if partner is None or partner.kind not in PERSONS or partner.last >= clause.last:
        return []
    opens = partner.first == clause.first + 1 and scene.doc.folded(clause.first) in scene.pack.words["link_fronted"]
    someone = partner.named or partner.kind != "person"
    if not (opens and someone and _begins_anew(scene, partner)):
        return []
    return draft_talks(scene, clause, Match(partner.last, partner.last + 1, _CUE))


def _begins_anew(scene: Scene, partner: Mention) -> bool:
    """Whether a clause with its own subject follows the partner: a comma, a pronoun, or what was talked about."""
    following = scene.doc.folded(partner.last)
    pronoun = scene.doc.folded(partner.last + 1) if following == "," else following
    if pronoun in scene.pack.words["they"]:
        return False  # `With the Minister, they were shown the port`
    return following == "," or following in scene.pack.words["definite"] or following in scene.pack.words["he"]
