"""Who does what a clause tells: the subjects of a trigger, before it or behind a comma."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack
from services.enrich.extract.mentions import Mention
from services.enrich.extract.objects import Groups, chain, joined
from services.enrich.extract.scene import Scene
from services.enrich.text.lexicon import Match

_QUOTES = frozenset("'\"‘“«")


@dataclass(frozen=True, slots=True)
class Sides:
    """`subjects` do it; those it is done with are `groups`, each of them met together."""

    subjects: tuple[Mention, ...]
    groups: Groups
    mutual: bool = False
    """`a meeting between A and B`: the partners are all there are."""
    frame: Frame = Frame.DIRECT

    @property
    def partners(self) -> tuple[Mention, ...]:
        """The other side, whoever was met together."""
        return tuple(mention for group in self.groups for mention in group)


def postposed(scene: Scene, after: Sequence[Mention], groups: Groups, trigger: Match[Cue]) -> tuple[Mention, ...]:
    """`After meeting X, S flew home`, `Recevant X, S a promis`: behind a comma stands who does both."""
    doc = scene.doc
    objects = [mention for group in groups for mention in group]
    floor = max((mention.last for mention in objects), default=trigger.last)
    free = [m for m in after if m.first >= floor and m not in objects and m.kind not in ("state", "organisation")]
    leading = next((m for m in free if not is_governed(doc, scene.pack, m)), None)
    if leading is None or doc.folded(leading.first - 1) != ",":
        return ()
    return tuple(chain(scene, [m for m in free if m.first >= leading.first]))


def subjects_of(scene: Scene, before: Sequence[Mention]) -> tuple[Mention, ...]:
    """The nearest mention on the left that no preposition governs, with those joined to it."""
    doc, pack = scene.doc, scene.pack
    if any(mention.kind != "state" for mention in before):
        before = [mention for mention in before if mention.kind != "state"]
    for index in range(len(before) - 1, -1, -1):
        if not is_governed(doc, pack, before[index]):
            start = index
            further = before[index + 1 : index + 2]
            while start > 0 and joined(scene, before[start - 1], before[start]):
                if is_governed(doc, pack, before[start - 1]) and _apart(doc, before[start - 1], before[start]):
                    break
                start -= 1
            if not is_governed(doc, pack, before[start]):
                return (*before[start : index + 1], *(m for m in further if _acts_too(scene, before[index], m)))
    return ()


def _acts_too(scene: Scene, subject: Mention, other: Mention) -> bool:
    """`A, together with B, met C`: who acts beside the subject, set apart by commas."""
    doc, at = scene.doc, subject.last + (scene.doc.folded(subject.last) == ",")
    match = scene.pack.phrases["jointly"].match_at(doc.words, at, other.first)
    return match is not None and at > subject.last and match.last == other.first


def _apart(doc: Document, left: Mention, right: Mention) -> bool:
    """`At the invitation of President A, President B …`: a comma alone after what a preposition governs."""
    return right.first == left.last + 1 and doc.folded(left.last) == ","


def is_governed(doc: Document, pack: Pack, mention: Mention) -> bool:
    """Whether a preposition or a bracket stands before a mention, so that it is no subject."""
    at = mention.first - 1
    while doc.folded(at) in pack.words["determiners"] or doc.folded(at) in _QUOTES:
        at -= 1
    if doc.folded(at) == "(":
        return True
    return doc.folded(mention.first - 1) in pack.words["prepositions"] or doc.folded(mention.first) in pack.words["of"]
