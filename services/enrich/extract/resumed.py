"""Talks told before whose day or place a later sentence gives: `The discussions, held on Tuesday, centred on`."""

from collections.abc import Sequence

from services.enrich.extract.cues import Frame
from services.enrich.extract.dates import Tense
from services.enrich.extract.itinerary import mentions_between
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.when import day_of_mention
from services.enrich.extract.where import place_in

_HEAD = 5
"""The noun that means the talks stands within so many tokens."""
_MOST = 20
"""So many talks may be meant at most."""


def resume(scene: Scene, clause: Clause) -> None:
    """Give the talks told last, where a sentence without an event says when or where they were, what they lack."""
    noun = _noun(scene, clause)
    if noun is None or not scene.doc.has(scene.pack.phrases["took_place"], noun, clause.last):
        return
    talks = _meant(scene)
    told = [day_of_mention(scene, m, Tense.PAST) for m in mentions_between(scene, clause, noun, clause.last)]
    place, rule = place_in(scene, clause)
    for draft in talks:
        if draft.days[0] is None and told and told[0] is not None:
            draft.days, draft.rules["start"] = told[0], "told-later"
        if draft.place is None and draft.kind == "meeting" and rule in ("city", "seat"):
            draft.place, draft.rules["place"] = place, "told-later"


def _noun(scene: Scene, clause: Clause) -> int | None:
    """Where `the talks`, `ces audiences` end at the head of a sentence."""
    words = scene.pack.words
    if not scene.doc.says(words["definite"], clause.first, clause.first + _HEAD):
        return None
    for index in range(clause.first + 1, min(clause.last, clause.first + _HEAD)):
        cue = scene.doc.cues.get(index)
        talks = cue is not None and cue.value.family == "talks" and cue.value.frame is Frame.NOUN
        if talks or scene.doc.folded(index) in words["talk_nouns"]:
            return index + 1 if scene.doc.folded(index - 1) in words["definite"] else None
    return None


def _meant(scene: Scene) -> Sequence[Draft]:
    """The talks told last that lack what those before them lack: those of one sentence or list."""
    last = scene.talks[-1:]
    missing = [(draft.days[0] is None, draft.place is None) for draft in scene.talks[-_MOST:]]
    same = 0
    while same < len(missing) and missing[-1 - same] == missing[-1]:
        same += 1
    return scene.talks[-same:] if same else last
