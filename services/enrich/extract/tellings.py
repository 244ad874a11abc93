"""Who did what to a gathering: the verb that a clause tells it by, and the stretch of the clause that belongs to it.

`attended the summit`, `the summit that X chaired`, `the forum will bring together X and Y`, `attended the summit and
the forum`. A gathering of which no verb tells is where its sentence plays, or happens by itself: see `gatherings.py`.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from services.enrich.extract.attendance import comes_together
from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.occasions import occasions_in
from services.enrich.extract.scene import Clause, Occasion, Scene
from services.enrich.text.lexicon import Match

_REACH = 16
"""How many tokens may stand between a verb and its gathering, or a gathering and the verb of its relative clause."""
_NEAR = 2
_SEVERAL = 2
"""`hosted X for a ceremony` is a meeting with X; so many guests or more are a gathering."""
_DOING = ("attend", "gather", "speech")
_PERSONS = ("person", "office", "counterpart", "he", "they")


class How(StrEnum):
    """How a gathering stands to the verb that tells it."""

    OBJECT = "object"
    """`chaired the summit`"""
    RELATIVE = "relative"
    """`the summit that X chaired`"""
    SUBJECT = "subject"
    """`the summit brings together X and Y`"""


class Telling(NamedTuple):
    """A gathering and the verb that tells it, which owns `tokens[first:last]` of the clause."""

    occasion: Occasion
    trigger: Match[Cue]
    how: How
    first: int
    last: int


def find_tellings(scene: Scene, clause: Clause) -> list[Telling]:
    """The gatherings of a clause that a verb tells, in the order of the clause."""
    told: list[Telling] = []
    before: Occasion | None = None
    for occasion in occasions_in(scene, clause):
        if scene.doc.has(scene.pack.phrases["two_sided"], occasion.noun.last, occasion.last):
            continue
        found = _done(scene, clause, occasion, before) or _related(scene, clause, occasion)
        telling = _in_series(scene, occasion, told) or found or _bringing(scene, clause, occasion)
        told.extend([telling] if telling else [])
        before = occasion
    return told


def _telling(scene: Scene, clause: Clause, occasion: Occasion, trigger: Match[Cue], how: How) -> Telling:
    first = min(trigger.first, occasion.first)
    return Telling(occasion, trigger, how, first, _end(scene, clause, max(occasion.last, trigger.last)))


def _end(scene: Scene, clause: Clause, at: int) -> int:
    """Where the next verb begins to tell of something else; a participle with `by`, a relative clause do not."""
    links, related = scene.pack.words["link_by"], any(_relates(scene, i) for i in range(at, at + _NEAR))
    for cue in scene.doc.cues_in(at, clause.last):
        if _is_verb(cue) and scene.doc.folded(cue.last) not in links:
            if not related:
                return cue.first
            related = False
    return clause.last


def _is_verb(cue: Match[Cue]) -> bool:
    return cue.value.family not in ("gathering", "join", "idle") and cue.value.frame is not Frame.NOUN


def _in_series(scene: Scene, occasion: Occasion, told: Sequence[Telling]) -> Telling | None:
    """`attended the summit and the forum`: what is done to one is done to the next."""
    if not told or told[-1].how is not How.OBJECT:
        return None
    words = scene.pack.words
    small = words["list_words|determiners|occasion_prepositions"]
    gap = [scene.doc.folded(index) for index in range(told[-1].occasion.last, occasion.first)]
    joined = any(word in words["series"] for word in gap) and all(word in small for word in gap)
    return told[-1]._replace(occasion=occasion) if joined else None


def _done(scene: Scene, clause: Clause, occasion: Occasion, before: Occasion | None) -> Telling | None:
    """The verb whose object it is; another gathering between them is the object itself."""
    first = max(clause.first, before.last if before else 0)
    inner: Telling | None = None
    for cue in _verbs_before(scene, first, occasion):
        telling = _telling(scene, clause, occasion, cue, How.OBJECT) if _does(scene, clause, cue, occasion) else None
        if not _is_relative(scene, cue):
            return telling or inner
        inner = inner or telling
    return inner


def _does(scene: Scene, clause: Clause, verb: Match[Cue], occasion: Occasion) -> bool:
    """Whether a verb before a gathering has it as its object, its purpose or its audience."""
    if scene.doc.folded(verb.last) in scene.pack.words["link_by"]:
        return False
    if verb.last == occasion.noun.last:  # `held a meeting of the Sea Group`
        return verb.value.frame is Frame.WITH
    if verb.value.family in _DOING:
        return occasion.first - verb.last <= _REACH or verb.value.family == "gather"
    if verb.value.rule in scene.pack.words["speaking_rules"]:
        links = scene.pack.words["speaks_to"]
        return scene.doc.folded(verb.last) in links and _follows(scene, verb.last + 1, occasion)
    if verb.value.rule in scene.pack.words["hosting_rules"]:
        return _is_object(scene, clause, verb, occasion) or _is_purpose(scene, clause, verb, occasion)
    return False


def _follows(scene: Scene, at: int, occasion: Occasion) -> bool:
    """Nothing but an article stands before it."""
    return at + (scene.doc.folded(at) in scene.pack.words["determiners"]) == occasion.first


def _is_relative(scene: Scene, verb: Match[Cue]) -> bool:
    """`the Board, which opens its session`: the verb tells of the noun before it, and another one of the gathering."""
    words = scene.pack.words
    return scene.doc.folded(verb.first - 1) in words["thing_relatives|subject_relatives"]


def _verbs_before(scene: Scene, first: int, occasion: Occasion) -> Iterator[Match[Cue]]:
    cues = reversed(scene.doc.cues_in(first, occasion.first))
    before = (cue for cue in cues if cue.last <= occasion.noun.last and _is_verb(cue))
    return (cue for cue in before if not _is_compound(scene, cue))


def _is_compound(scene: Scene, verb: Match[Cue]) -> bool:
    """Whether it stands in a compound: `the U.S.-hosted summit`."""
    start = scene.doc.tokens[verb.first].start
    return scene.doc.text[start - 1 : start] == "-"


def _is_object(scene: Scene, clause: Clause, verb: Match[Cue], occasion: Occasion) -> bool:
    """Neither people nor a preposition stand between the verb and the gathering."""
    first, last = verb.last, occasion.first
    people = any(first <= m.first < last and m.kind not in ("state", "organisation") for m in clause.mentions)
    return not people and not scene.doc.says(scene.pack.words["prepositions"], first, last)


def _is_purpose(scene: Scene, clause: Clause, verb: Match[Cue], occasion: Occasion) -> bool:
    """`will host Minister A and Minister B for a round table`."""
    before = occasion.first - 1
    before -= scene.doc.folded(before) in scene.pack.words["determiners"]
    guests = [m for m in clause.mentions if verb.last <= m.first and m.last <= before and m.kind in _PERSONS]
    return scene.doc.folded(before) in scene.pack.words["purpose"] and len(guests) >= _SEVERAL


def _related(scene: Scene, clause: Clause, occasion: Occasion) -> Telling | None:
    """`the summit, which X will host`, `le sommet que présidera X`."""
    pronoun = next((i for i in range(occasion.last, occasion.last + _NEAR) if _relates(scene, i)), None)
    if pronoun is None:
        return None
    for cue in scene.doc.cues_in(pronoun + 1, min(clause.last, pronoun + _REACH)):
        if _is_verb(cue):
            doing = cue.value.family in _DOING or cue.value.rule in scene.pack.words["hosting_rules"]
            return _telling(scene, clause, occasion, cue, How.RELATIVE) if doing else None
    return None


def _relates(scene: Scene, index: int) -> bool:
    return scene.doc.folded(index) in scene.pack.words["thing_relatives"]


def _bringing(scene: Scene, clause: Clause, occasion: Occasion) -> Telling | None:
    """`The summit will bring together X and Y`."""
    for cue in scene.doc.cues_in(occasion.last, min(clause.last, occasion.last + _REACH)):
        if _is_verb(cue) and scene.doc.folded(cue.last) not in scene.pack.words["link_by"]:
            bringing = cue.value.family == "gather" and occasion.first - clause.first <= _NEAR
            bringing = bringing and not comes_together(scene, cue)
            return _telling(scene, clause, occasion, cue, How.SUBJECT) if bringing else None
    return None
