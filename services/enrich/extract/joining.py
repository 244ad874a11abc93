"""More participants of the event just told: `They were joined by X`, `Around the table were X, Y and Z`."""

from dataclasses import replace

from services.enrich.extract.attendance import roll
from services.enrich.extract.cues import Cue
from services.enrich.extract.mentions import Mention
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.text.lexicon import Match

_BESIDE = 3
"""How many tokens from the cue those who join may stand."""
_HEAD = 4
"""How many tokens (a bullet, a number, an article) may stand before the name in an item of a roll."""


def join(scene: Scene, clause: Clause, trigger: Match[Cue], draft: Draft) -> None:
    """Add those who stand beside a joining cue, with all that are listed with them, to the draft before it."""
    beside = roll(scene, clause, trigger.last, within=_BESIDE)
    if not beside:
        before = [m for m in clause.mentions if m.last <= trigger.first]
        beside = before[-1:] if before and before[-1].last >= trigger.first - _BESIDE else []
    newcomers = [n for m in beside if m.kind != "state" for n in scene.cast.resolve(m)]
    for told in scene.tour if any(draft is visit for visit in scene.tour) else [draft]:
        told.join(newcomers, trigger.value.rule)
    scene.roll = draft if scene.doc.folded(clause.last - 1) == ":" else None


def call_roll(scene: Scene, clause: Clause) -> bool:
    """Whether this is an item of the list of participants that a sentence before opened; any other line ends it."""
    draft = scene.roll
    if draft is None:
        return False
    listed = clause.mentions[:1]
    if not clause.sentence.opens_line or not listed or listed[0].first > clause.first + _HEAD:
        scene.roll = None
        return False
    for number in scene.cast.resolve(listed[0]) if listed[0].kind in ("person", "office") else ():
        _settle(scene, clause, number, listed[0])
        draft.join([number], "listed")
    return True


def _settle(scene: Scene, clause: Clause, number: int, mention: Mention) -> None:
    """`Ann Borg, Norway`: on a roll a name is someone, and the state after it is whom she stands for."""
    member = scene.cast.members[number]
    at = mention.last + (scene.doc.folded(mention.last) in (",", "("))
    match = scene.doc.entities.get(at) if at < clause.last else None
    owner = match.value.id if match and match.value.affiliates else None
    scene.cast.members[number] = replace(member, sure=True, affiliation=member.affiliation or owner)
