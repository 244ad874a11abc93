"""More participants of the event just told: `They were joined by X`, `Around the table were X, Y and Z`."""

from collections.abc import Iterator
from dataclasses import replace

from services.enrich.extract.attendance import roll
from services.enrich.extract.cues import Cue
from services.enrich.extract.mentions import Mention
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.identity import country_of
from services.enrich.text.lexicon import Match

_BESIDE = 3
"""How many tokens from the cue those who join may stand."""
_HEAD = 4
"""How many tokens (a bullet, a number, an article) may stand before the name in an item of a roll."""

_HEADING = 6
"""A line without a colon that heads a roll has so many tokens at most: `* Participants *`."""

_PART_ENDS = (",", "(", ")", ";", ".", "–", "-")


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


def open_roll(scene: Scene, clause: Clause) -> bool:
    """Whether this line heads the roll of the event told last: `Participants:`, `The following leaders attended:`."""
    doc, line = scene.doc, clause.sentence
    if scene.last is None or not line.opens_line or any(m.kind == "person" and m.named for m in clause.mentions):
        return False
    colon = next((i for i in range(line.first, line.last) if doc.folded(i) == ":"), None)
    heading = line.last - line.first <= _HEADING if colon is None else colon == line.last - 1
    if not heading or not doc.has(scene.pack.phrases["rolls"], line.first, line.last):
        return False
    scene.roll = scene.last
    return True


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
        settle(scene, clause, number, listed[0])
        draft.join([number], "listed")
    return True


def settle(scene: Scene, clause: Clause, number: int, mention: Mention) -> None:
    """`Ann Borg, Norway`, `Ann Borg, Commissioner, Allen County, Indiana`: on a roll a name is someone.

    What follows it up to a comma is her office, where she has none; the first state named after it is hers.
    """
    doc, member = scene.doc, scene.cast.members[number]
    parts = list(_parts(scene, clause, mention.last))
    owner = next((owner for owner in (_owner(scene, *part) for part in parts) if owner), None)
    role = member.role
    if role is None and parts and doc.folded(mention.last) == "," and _owner(scene, *parts[0]) is None:
        role = doc.span(*parts[0])
    scene.cast.members[number] = replace(member, sure=True, role=role, affiliation=member.affiliation or owner)


def owner_beside(scene: Scene, clause: Clause, mention: Mention) -> str | None:
    """The state or body right after a name: `Ann Borg, Norway`, `Ann Borg (Norway)`."""
    first = next(_parts(scene, clause, mention.last), None)
    return _owner(scene, *first) if first else None


def _parts(scene: Scene, clause: Clause, at: int) -> Iterator[tuple[int, int]]:
    """The spans of tokens between the commas and brackets of an item after a name."""
    first = at
    for index in range(at, clause.last + 1):
        if index == clause.last or scene.doc.folded(index) in _PART_ENDS:
            if first < index:
                yield first, index
            first = index + 1


def _owner(scene: Scene, first: int, last: int) -> str | None:
    match = scene.doc.entities.get(first)
    if match is not None and match.last == last and match.value.affiliates:
        return match.value.id
    return country_of(scene.doc.span(first, last))
