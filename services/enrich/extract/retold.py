"""Who attends a gathering that was told before: `The summit was chaired by X`, `X will open the forum`."""

from collections.abc import Iterable

from services.enrich.extract.cast import fold_name
from services.enrich.extract.scene import Draft, Scene

_KNOWN = 20
"""Of so many gatherings told before, one may be told on."""


def told_gathering(scene: Scene, first: int, last: int) -> Draft | None:
    """The gathering that `the summit`, `cette réunion`, `l'événement` in `tokens[first:last]` takes up, if any."""
    doc, words = scene.doc, scene.pack.words
    for index in range(first, last):
        word = doc.folded(index)
        if word not in words["taken_up"] or doc.folded(index - 1) not in words["definite"]:
            continue
        if doc.folded(index + 1) in words["of"] | words["purpose_links"]:
            continue
        return _latest(scene, word)
    return None


def _latest(scene: Scene, word: str) -> Draft | None:
    """The last gathering whose name has the word; for `the event`, `la réunion`, the last of all."""
    told = scene.gatherings[-_KNOWN:]
    named = (draft for draft in reversed(told) if word in fold_name(draft.occasion or ""))
    general = told[-1] if told and word in scene.pack.words["taken_up_any"] else None
    return next(named, general)


def attend_told(scene: Scene, told: Draft, members: Iterable[int]) -> None:
    """Let the subject of `attended the summit` take part in the summit told before."""
    told.join((n for n in members if scene.cast.members[n].sure), "told-again")
