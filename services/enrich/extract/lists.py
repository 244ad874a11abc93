"""Talks told as a list under a lead-in: `He held bilateral meetings: • with President X • with Prime Minister Y`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.dates import Tense
from services.enrich.extract.joining import owner_beside, settle
from services.enrich.extract.mentions import Mention
from services.enrich.extract.objects import chain
from services.enrich.extract.scene import Clause, Draft, Lead, Scene
from services.enrich.extract.sides import find_sides
from services.enrich.extract.standing import tense_of
from services.enrich.extract.when import event_days, lies_ahead, sentence_dates
from services.enrich.extract.where import place_in
from services.enrich.text.lexicon import Match

_BETWEEN = 2
"""How many lines may tell of an item before the next one."""
_HEAD = 5
"""How many tokens (a bullet, a number, `with`) may stand before the name in an item."""


def open_list(scene: Scene, clause: Clause, trigger: Match[Cue]) -> None:
    """Remember the one side of a lead-in whose other sides follow as items."""
    announced = scene.doc.says(scene.pack.words["announcing"], clause.first, clause.last)
    if not announced and scene.doc.folded(clause.last - 1) != ":":
        return
    sides = find_sides(scene, clause, trigger)
    subjects = tuple(n for m in sides.subjects for n in scene.cast.resolve(m))
    if not subjects and scene.cast.protagonist is not None:
        subjects = (scene.cast.protagonist,)
    if subjects and not sides.partners:
        tense = tense_of(scene, clause, trigger)
        days, _ = event_days(scene, clause.sentence, scene.doc.tokens[trigger.first].start, tense)
        place, _ = place_in(scene, clause)
        scene.lead = Lead(subjects, trigger.value.kind, tense is Tense.FUTURE, days, place)


def list_items(scene: Scene, clause: Clause) -> Iterator[Draft]:
    """The talks that a line tells as an item of the list before it; a line that is none ends the list."""
    lead = scene.lead
    if lead is None or not clause.sentence.opens_line or _is_number(scene, clause.last):
        return
    if not _is_item(scene, clause):
        scene.lead = replace(lead, passed=lead.passed + 1) if lead.passed < _BETWEEN else None
        return
    scene.lead = replace(lead, passed=0)
    listed = _listed(scene, clause)
    members = tuple(dict.fromkeys((*lead.subjects, *(n for m in listed for n in scene.cast.resolve(m)))))
    if len(members) == len(lead.subjects):
        return
    tense = Tense.FUTURE if lead.planned else Tense.PAST
    colon = next((i for i in range(clause.first, clause.last) if scene.doc.folded(i) == ":"), None)
    until = scene.doc.tokens[colon].start if colon is not None else None
    days, rule = event_days(scene, clause.sentence, scene.doc.tokens[clause.first].start, tense, until=until)
    if lead.days[0] is not None and rule != "heading" and not sentence_dates(scene, clause.sentence):
        days, rule = lead.days, "list-day"
    status = "planned" if lead.planned or lies_ahead(days, scene.anchor) else "held"
    rules = {"kind": "list-item", "participants": "list-item", "start": rule, "place": "inherited"}
    place = None if lead.kind == "call" else lead.place or scene.here(ahead=status == "planned")
    yield Draft(lead.kind, status, days, place, None, members, clause.sentence, rules)


def _listed(scene: Scene, clause: Clause) -> Sequence[Mention]:
    """Those whom an item names; a state right after a name is whose he is."""
    first = clause.mentions[0]
    if first.kind != "person" or not (first.affiliation or owner_beside(scene, clause, first)):
        return chain(scene, clause.mentions)
    for number in scene.cast.resolve(first):
        settle(scene, clause, number, first)
    return chain(scene, [m for m in clause.mentions if m.kind != "state"])


def _is_item(scene: Scene, clause: Clause) -> bool:
    """A name comes first, after a bullet, a number, `with` or nothing; a line without any of them tells no more."""
    first = scene.doc.tokens[clause.first]
    named = next(iter(clause.mentions), None)
    if named is None or named.first > clause.first + _HEAD:
        return False
    if not _is_someone(scene, clause, named):
        return False
    marked = not first.is_word or first.folded in scene.pack.words["link_with"] or _is_number(scene, clause.first)
    return marked or (named.first == clause.first and not _tells(scene, clause))


def _is_number(scene: Scene, last: int) -> bool:
    """Whether a number with a full stop ends before token `last`: the head of an item."""
    tokens = scene.doc.tokens
    return last > 1 and tokens[last - 1].text == "." and tokens[last - 2].text.isdigit()


def _tells(scene: Scene, clause: Clause) -> bool:
    """Whether a verb tells something: the line is a sentence."""
    finite = scene.doc.says(scene.pack.words["finite"], clause.first, clause.last)
    return finite or any(cue.value.frame is not Frame.NOUN for cue in scene.doc.cues_in(clause.first, clause.last))


def _is_someone(scene: Scene, clause: Clause, mention: Mention) -> bool:
    """`• The joint management of the Orange River` lists nobody: more than capitals must show that a name is one."""
    if mention.kind != "person":
        return mention.kind in ("office", "counterpart")
    known = scene.cast.known(mention)
    sure = mention.named or (known is not None and scene.cast.members[known].sure)
    return sure or mention.affiliation is not None or owner_beside(scene, clause, mention) is not None
