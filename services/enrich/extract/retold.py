"""Who attends a gathering that was told before: `The summit was chaired by X`, `X will open the forum`."""

from services.enrich.extract.attendance import subject_of
from services.enrich.extract.cues import Cue
from services.enrich.extract.namesakes import fold_name
from services.enrich.extract.occasions import occasions_in
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.sides import find_sides
from services.enrich.extract.standing import is_background, is_unreal
from services.enrich.text.lexicon import Match

_KNOWN = 20
"""Of so many gatherings told before, one may be told on."""
_NEAR = 3
"""How many tokens after its verb `the event` may stand that was told before."""


def draft_retold(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """Let the subject of `attended the event` take part in the gathering told before; that is no event of its own."""
    if is_unreal(scene, clause, trigger) or is_background(scene, clause, trigger):
        return []
    told = told_gathering(scene, trigger.last, min(clause.last, trigger.last + _NEAR)) or _taken_up(
        scene, clause, trigger
    )
    if told is not None:
        subjects = subject_of(scene, find_sides(scene, clause, trigger).subjects)
        told.join((n for n in subjects if scene.cast.members[n].sure), "told-again")
    return []


def _taken_up(scene: Scene, clause: Clause, trigger: Match[Cue]) -> Draft | None:
    """`will chair it`, `y assistera`: the gathering told last, unless the clause names another one before."""
    if any(occasion.last <= trigger.first for occasion in occasions_in(scene, clause)):
        return None
    words = scene.pack.words
    said = scene.doc.folded(trigger.last) in words["it"] or scene.doc.folded(trigger.first - 1) in words["there"]
    said = said or scene.doc.folded(trigger.last) == "."  # `President X will chair.`
    return scene.gatherings[-1] if said and scene.gatherings else None


def told_gathering(scene: Scene, first: int, last: int) -> Draft | None:
    """The gathering that `the summit`, `cette réunion`, `l'événement` in `tokens[first:last]` takes up, if any."""
    doc, words = scene.doc, scene.pack.words
    for index in range(first, last):
        word = doc.folded(index)
        if word not in words["taken_up"] or doc.folded(index - 1) not in words["definite"]:
            continue
        if doc.folded(index + 1) in words["of|purpose_links"]:
            continue
        return _latest(scene, word)
    return None


def _latest(scene: Scene, word: str) -> Draft | None:
    """The last gathering whose name has the word; for `the event`, `la réunion`, the last of all."""
    told = scene.gatherings[-_KNOWN:]
    named = (draft for draft in reversed(told) if word in fold_name(draft.occasion or ""))
    general = told[-1] if told and word in scene.pack.words["taken_up_any"] else None
    return next(named, general)
