"""Who met whom: the sides of talks as members of the cast, those together that were met together."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.doers import Sides
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.objects import Groups
from services.enrich.extract.scene import Clause, Scene
from services.enrich.extract.standing import subject_from
from services.enrich.text.lexicon import Match
from services.enrich.text.tokens import fold

_NEAR = 60
"""Of so many talks told before, one may be told on."""
_REMOTE = 8
"""How far from its trigger `by telephone` may stand."""
_IN_WRITING = 25
"""How far from a verb of agreement the words may stand that it was in writing."""
_SPEAKING = ("spoke-with",)
"""Triggers that need a person at the other end."""


class Encounter(NamedTuple):
    """Who met, the first `hosts` of them on the subject's side; `partner` is the first mention of the other side."""

    members: tuple[int, ...]
    hosts: int
    partner: Mention | None
    again: bool = False


def encounters_of(scene: Scene, sides: Sides, trigger: Match[Cue], groups: Groups) -> Iterator[Encounter]:
    """The talks of the sides, one for each group of partners; two subjects without partners met each other."""
    subjects = _members(scene, sides.subjects) or _pair_named(scene, sides)
    if not subjects and not sides.mutual and not _is_thing(scene, sides, trigger):
        subjects = _default_subject(scene)
    if _someone(scene, subjects) and not _is_aside(scene, sides):
        _remember(scene, subjects)
    found = False
    for group in groups:
        resolved = [(m, scene.cast.resolve(m, besides=subjects)) for m in group]
        partners = [(m, those) for m, those in resolved if those and _may_partner(scene, those, trigger, subjects)]
        found = found or bool(partners)
        theirs = tuple(n for _, those in partners for n in those)
        if any(_is_distributive(scene, m) for m, _ in partners):
            yield from (Encounter(_unique((*subjects, n)), len(set(subjects)), None, again=True) for n in theirs)
            continue
        members = _unique((*subjects, *theirs))
        if partners and len(members) > 1 and _someone(scene, members) and not _is_told(scene, sides, trigger, theirs):
            yield Encounter(members, len(set(subjects)), partners[0][0])
    host = _host(scene, sides, trigger, subjects) if not groups else None
    if host is not None:
        yield Encounter(_unique((*subjects, host)), len(set(subjects)), None)
    alone = sides.subjects and not found and not groups and len(set(subjects)) > 1
    if alone and _is_mutual(scene, sides, trigger, subjects) and _someone(scene, subjects):
        yield Encounter(_unique(subjects), 1, None)


def _is_aside(scene: Scene, sides: Sides) -> bool:
    """`X met Y, who briefed her`: a relative clause leaves the talk with X."""
    doc, words = scene.doc, scene.pack.words
    last = sides.subjects[-1].last if sides.subjects else -1
    return doc.folded(last) == "," and doc.folded(last + 1) in words["subject_relatives"]


def _host(scene: Scene, sides: Sides, trigger: Match[Cue], subjects: Sequence[int]) -> int | None:
    """`X a été reçu à midi`, `X a été l'hôte de la place Beauvau`: nobody is named but whose release it is."""
    host, words = scene.cast.protagonist, scene.pack.words["unhosted"]
    guest = fold(trigger.value.rule) in scene.pack.words["unhosted_rules"] and bool(sides.subjects)
    guest = guest and not scene.doc.says(scene.pack.words["relatives"], sides.subjects[-1].last, trigger.first)
    received = guest or (sides.frame is Frame.BY and scene.doc.folded(trigger.last - 1) in words)
    persons = all(scene.cast.members[n].kind in ("person", "office") for n in subjects)
    return host if sides.subjects and received and persons and host not in subjects else None


def _is_thing(scene: Scene, sides: Sides, trigger: Match[Cue]) -> bool:
    """`The decision was welcomed by X`: no person is the subject of the passive."""
    doc, words = scene.doc, scene.pack.words
    if sides.frame is not Frame.BY:
        return False
    passing = words["auxiliaries|object_adverbs"]
    at = next((i for i in range(trigger.first - 1, -1, -1) if doc.folded(i) not in passing), -1)
    known = words["parties|pair_words|he|and"]
    return at >= 0 and doc.tokens[at].is_word and doc.tokens[at].text.islower() and doc.folded(at) not in known


def _is_mutual(scene: Scene, sides: Sides, trigger: Match[Cue], subjects: Sequence[int]) -> bool:
    """`A and B met`; `A and B reviewed trade` tells of their talks where nothing has told of them before."""
    if sides.frame is Frame.FRONTED:
        named = all(mention.kind in PERSONS for mention in sides.subjects) and _may_agree(scene, trigger, subjects)
        return named and not any(set(subjects) & set(told) for told in scene.told)
    both_ways = fold(trigger.value.rule) not in scene.pack.words["one_way_rules"]
    return both_ways and sides.frame in (Frame.DIRECT, Frame.WITH)


def _may_agree(scene: Scene, trigger: Match[Cue], subjects: Sequence[int]) -> bool:
    """`A and B agreed today`: two of one side may have done so anywhere, and two of any in writing."""
    if trigger.value.rule not in scene.pack.words["joint_rules"]:
        return True
    owners = {scene.cast.members[number].affiliation for number in subjects if scene.cast.members[number].sure}
    first, last = trigger.first - _IN_WRITING, trigger.last + _IN_WRITING
    return len(owners) > 1 and None not in owners and not scene.doc.has(scene.pack.phrases["in_writing"], first, last)


def _is_distributive(scene: Scene, mention: Mention) -> bool:
    """`received each of them`: one talk with each, beside those with all."""
    return any(word in scene.pack.words["distributive"] for word in fold(mention.text).replace("'", " ").split())


def with_collective(scene: Scene, clause: Clause, trigger: Match[Cue], sides: Sides) -> Encounter | None:
    """`The Minister met with students`: nobody else is identified, the event stands with the one side."""
    if trigger.value.rule not in scene.pack.words["collective_rules"]:
        return None
    last = min(subject_from(scene, clause, trigger), trigger.last + _REMOTE)
    if not scene.doc.has(scene.pack.phrases["collectives"], trigger.last, last):
        return None
    subjects = _unique(_members(scene, sides.subjects))
    known = [n for n in subjects if scene.cast.members[n].kind in ("person", "office")]
    return Encounter(subjects, len(subjects), None) if known else None


def _is_told(scene: Scene, sides: Sides, trigger: Match[Cue], partners: Sequence[int]) -> bool:
    """`With the President she discussed …`, `the talks with him`: more about an event already told."""
    determiner = scene.doc.folded(trigger.first - 1)
    definite = trigger.value.frame is Frame.NOUN and determiner in scene.pack.words["definite"]
    if not definite and sides.frame is not Frame.FRONTED:
        return False
    if sides.frame is Frame.FRONTED and all(mention.kind == "they" for mention in sides.partners):
        return True  # `With both she discussed …`
    return any(set(partners) <= set(told) for told in scene.told[-_NEAR:])


def _may_partner(scene: Scene, members: Sequence[int], trigger: Match[Cue], subjects: Sequence[int]) -> bool:
    """One receives, phones or calls on persons; talks are held with bodies too."""
    kinds = {scene.cast.members[n].kind for n in members}
    met = trigger.value.rule in scene.pack.words["collective_rules"] and trigger.value.tense != "ing"
    wide = met or (trigger.value.frame in (Frame.WITH, Frame.NOUN) and trigger.value.rule not in _SPEAKING)
    persons = {"person", "office"}
    return kinds <= persons or (wide and (not met or {scene.cast.members[n].kind for n in subjects} <= persons))


def _members(scene: Scene, mentions: Sequence[Mention]) -> tuple[int, ...]:
    return tuple(number for mention in mentions for number in scene.cast.resolve(mention))


def _pair_named(scene: Scene, sides: Sides) -> tuple[int, ...]:
    """`A asked B for help when the two met`: those whom the sentence has named just before."""
    pair = next((m for m in sides.subjects if m.kind == "they"), None)
    if pair is None or not scene.pack.words["pair_words"] & set(fold(pair.text).split()):
        return ()
    index = bisect_left(scene.mentions, pair.first, key=lambda mention: mention.first)
    named = [m for m in scene.mentions[max(index - 3, 0) : index] if m.kind in PERSONS]
    return tuple(dict.fromkeys(_members(scene, named[-2:])))


def _default_subject(scene: Scene) -> tuple[int, ...]:
    focus = scene.cast.protagonist if scene.cast.protagonist is not None else scene.cast.focus
    return () if focus is None else (focus,)


def _remember(scene: Scene, subjects: Sequence[int]) -> None:
    scene.cast.settled = len(set(subjects)) > 1
    if scene.cast.settled:
        scene.cast.group = tuple(subjects)
    elif subjects:
        scene.cast.focus = subjects[0]


def _unique(numbers: Sequence[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))


def _someone(scene: Scene, members: Sequence[int]) -> bool:
    """At least one side is a person, an office or a body; two bare states do not meet."""
    return any(scene.cast.members[n].kind != "state" for n in members)
