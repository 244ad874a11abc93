"""Talks named in passing, nobody linked to the noun: `In talks on Monday, A and B agreed`, `A told B at a meeting`."""

from collections.abc import Sequence

from services.enrich.extract.asides import only_asides
from services.enrich.extract.beside import is_addressed
from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.doers import Sides, postposed, subjects_of
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.objects import chain, linked
from services.enrich.extract.scene import Scene
from services.enrich.text.lexicon import Match

_FRONT = 6
"""How many tokens before its noun the preposition of `in their first talks` may stand."""
_PAIR = 2
_NEAR = 7
"""How many tokens before somebody addressed his verb may stand."""


def told_in_passing(
    scene: Scene, before: Sequence[Mention], after: Sequence[Mention], trigger: Match[Cue]
) -> Sides | None:
    """`In talks on Monday, A and B agreed`, `At a meeting, A told B`: who met stands behind the comma."""
    doc, words = scene.doc, scene.pack.words
    near = (doc.folded(i) for i in range(trigger.first - _FRONT, trigger.first))
    if own := _their_own(scene, before, trigger):
        return own
    if not any(word in words["prepositions"] for word in near):
        return None if before else _of_both(scene, after, trigger)
    if before:
        return _invited(scene, before) or _in_passing(scene, before, trigger) or _told_in_it(scene, before, trigger)
    subjects = postposed(scene, after, (), trigger)
    if len(subjects) > 1:
        return Sides(subjects, (), frame=Frame.WITH)
    rest = [m for m in after if subjects and m.first >= subjects[0].last]
    told = next((m for m in rest[:1] if is_addressed(scene, m, trigger.last, trigger)), None)
    return Sides(subjects, ((told,),), frame=Frame.WITH) if told else None


def _of_both(scene: Scene, after: Sequence[Mention], trigger: Match[Cue]) -> Sides | None:
    """`Une longue conversation a occupé A et B`, `a permis à A et à B de`: talks that are the subject of any verb."""
    both = tuple(chain(scene, [m for m in after if m.kind in PERSONS]))
    if len(both) < _PAIR or linked(scene, both[0], Frame.BY, trigger.last):
        return None
    told = any(cue.value.family != "idle" for cue in scene.doc.cues_in(trigger.last, both[0].first))
    return None if told else Sides(both, (), frame=Frame.WITH)


def _their_own(scene: Scene, before: Sequence[Mention], trigger: Match[Cue]) -> Sides | None:
    """`A and B have postponed their meeting`: what two call off is their own."""
    calling_off = scene.doc.has(scene.pack.phrases["cancelled"], trigger.first - _NEAR, trigger.first)
    subjects = subjects_of(scene, before) if calling_off and _is_theirs(scene, trigger) else ()
    return Sides(subjects, (), frame=Frame.WITH) if len(subjects) > 1 else None


def _is_theirs(scene: Scene, trigger: Match[Cue]) -> bool:
    return scene.doc.says(scene.pack.words["theirs"], trigger.first - 2, trigger.first)


def _invited(scene: Scene, before: Sequence[Mention]) -> Sides | None:
    """`has invited X to talks on Friday`: the object of the invitation is the other side."""
    promised, words = scene.pack.phrases["promised"], scene.doc.words
    for mention in before:
        first = next((i for i in (mention.first - 1, mention.first - 2) if promised.match_at(words, i)), None)
        if first is not None:
            return Sides(subjects_of(scene, [m for m in before if m.last <= first]), ((mention,),), frame=Frame.WITH)
    return None


def _in_passing(scene: Scene, before: Sequence[Mention], trigger: Match[Cue]) -> Sides | None:
    """`A and B, in a separate meeting, agreed`: an article that is new to the text makes it news."""
    subjects = subjects_of(scene, before)
    doc, words = scene.doc, scene.pack.words
    at = trigger.first - 1
    new = doc.folded(at) in words["indefinite"] and doc.folded(at - 1) in words["in_course"]
    return Sides(subjects, (), frame=Frame.WITH) if new and len(subjects) > 1 else None


def _told_in_it(scene: Scene, before: Sequence[Mention], trigger: Match[Cue]) -> Sides | None:
    """`A pressed B at a meeting`, `A raised it with B in talks`, `A joined B for lunch`: what was done in them."""
    if scene.doc.folded(trigger.first - 1) in scene.pack.words["definite"]:
        return None  # `reminded B of it in their talks`
    subjects = subjects_of(scene, before[:1]) and tuple(chain(scene, before))
    rest = [m for m in before if subjects and m.first >= subjects[-1].last and m.kind in PERSONS]
    if not rest or not _is_addressed(scene, rest[0]):
        return None
    return Sides(subjects, (tuple(chain(scene, rest)),), frame=Frame.WITH)


def _is_addressed(scene: Scene, mention: Mention) -> bool:
    """Whether somebody is spoken to: `told B`, `raised it with B`, `a promis une aide à B`; not `praised B's work`."""
    doc, words = scene.doc, scene.pack.words
    if doc.folded(mention.last) in ("'s", "'"):
        return False
    if any(linked(scene, mention, frame, 0) for frame in (Frame.FRONTED, Frame.TO, Frame.BY)):
        return True
    verb = mention.first - 1
    while verb > mention.first - _NEAR and only_asides(scene, verb, mention.first):
        verb -= 1
    return doc.folded(verb) in words["addressing"]
