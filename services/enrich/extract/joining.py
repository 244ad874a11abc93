"""More participants of the event just told: `They were joined by X`, `Around the table were X, Y and Z`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.enrich.extract.attendance import roll
from services.enrich.extract.cues import Cue
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.objects import joined
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.identity import country_of
from services.enrich.text.lexicon import Match

_BESIDE = 3
"""How many tokens from the cue those who join may stand."""
_HEAD = 4
"""How many tokens (a bullet, a number, an article) may stand before the name in an item of a roll."""

_HEADING = 6
"""A line without a colon that heads a roll has so many tokens at most: `* Participants *`."""
_PROSE = 10
"""A sentence of more tokens is no item without a bullet."""
_LEAD_IN = 24
"""What stands before the colon of a roll has so many tokens at most."""

_PART_ENDS = (",", "(", ")", ";", ".", "–", "-")


def join(scene: Scene, clause: Clause, trigger: Match[Cue], draft: Draft) -> None:
    """Add those who stand beside a joining cue, with all that are listed with them, to the draft before it."""
    if draft.kind != "gathering" and _is_mere_presence(scene, trigger):
        return
    beside = roll(scene, clause, trigger.last, within=_BESIDE) or _before(scene, clause, trigger)
    newcomers = [n for m in beside if m.kind != "state" for n in scene.cast.resolve(m)]
    for told in scene.tour if any(draft is visit for visit in scene.tour) else [draft]:
        told.join(newcomers, trigger.value.rule)
    scene.roll = draft if scene.doc.folded(clause.last - 1) == ":" else None


def _is_mere_presence(scene: Scene, trigger: Match[Cue]) -> bool:
    """`was also present` at talks: the delegation."""
    also = scene.doc.says(scene.pack.words["also"], trigger.first, trigger.last)
    present = scene.doc.says(scene.pack.words["present"], trigger.first, trigger.last)
    return also and present


def _before(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Mention]:
    """`A and B were present`: the list that ends right before the cue."""
    before = [m for m in clause.mentions if m.last <= trigger.first]
    if not before or before[-1].last < trigger.first - _BESIDE:
        return []
    first = len(before) - 1
    while first and joined(scene, before[first - 1], before[first]):
        first -= 1
    return before[first:]


def open_roll(scene: Scene, clause: Clause) -> bool:
    """Whether this sentence heads the roll of the event told last: `Participants:`, `The following attended: X; Y`."""
    doc, line = scene.doc, clause.sentence
    if scene.last is None:
        return False
    colon = next((i for i in range(line.first, line.last) if doc.words[i] == ":"), None)
    if not (line.opens_line or colon):
        return False
    last = line.last if colon is None else colon
    named = any(m.kind == "person" and m.named and m.first < last for m in clause.mentions)
    short = last - line.first <= (_HEADING if colon is None else _LEAD_IN)
    if named or not short or not doc.has(scene.pack.phrases["rolls"], line.first, last):
        return False
    scene.roll = scene.last
    listed = roll(scene, clause, last + 1, within=_BESIDE)
    scene.last.join((n for m in listed for n in scene.cast.resolve(m)), "listed")
    return bool(listed) or last + 1 >= line.last


def open_own_roll(scene: Scene, clause: Clause, found: Sequence[Draft]) -> None:
    """`hosted a round table, which was attended by:`: the lines that follow are the roll of what the sentence tells."""
    doc = scene.doc
    if not found or found[-1].kind != "gathering" or doc.folded(clause.last - 1) != ":":
        return
    gathers = any(cue.value.family == "gather" for cue in doc.cues_in(clause.first, clause.last))
    if gathers or doc.has(scene.pack.phrases["rolls"], clause.first, clause.last):
        scene.roll = found[-1]


def call_roll(scene: Scene, clause: Clause) -> bool:
    """Whether this is an item of the list of participants that a sentence before opened; any other line ends it."""
    draft = scene.roll
    if draft is None or not clause.sentence.opens_line:
        return False
    listed = _item(scene, clause)
    if not listed:
        scene.roll = None
        return False
    for number in dict.fromkeys(n for m in listed for n in scene.cast.resolve(m)):
        if listed[0].kind == "person":
            settle(scene, clause, number, listed[0])
        draft.join([number], "listed")
    return True


def _is_prose(scene: Scene, clause: Clause) -> bool:
    """A line without a bullet that is a long sentence: `Secretary X met later with Y` with its full stop."""
    marked = not scene.doc.tokens[clause.first].is_word
    return not marked and clause.last - clause.first > _PROSE and scene.doc.folded(clause.last - 1) in (".", "!", "?")


def _item(scene: Scene, clause: Clause) -> list[Mention]:
    """Whom an item lists: those at its head, all of a plural office; `for the Bank, its director, X` is X."""
    at_head = [m for m in clause.mentions if m.first <= clause.first + _HEAD]
    if not at_head or _is_prose(scene, clause):
        return []
    first = at_head[0]
    if first.kind in ("organisation", "state"):
        held = next((m for m in clause.mentions if m.first >= first.last and m.kind in PERSONS), None)
        return [held or first]
    return [m for m in at_head if m.first == first.first and m.kind in PERSONS]


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
