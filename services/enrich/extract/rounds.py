"""Talks of two states or bodies whose heads of delegation are named: `Consultations between A and B were held`.

`The first side was led by X, the other by Y` stands in the same sentence or soon after it. Without these no talks are
told: two bare states do not meet.
"""

from bisect import bisect_left
from collections.abc import Iterator

from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.dates import Tense
from services.enrich.extract.mentions import Mention
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.standing import is_background, is_cancelled, is_unreal, tense_of
from services.enrich.extract.when import OLD, event_days, is_old, lies_ahead
from services.enrich.extract.where import place_in
from services.enrich.text.lexicon import Match

_SENTENCES = 4
"""In so many sentences, the one of the talks among them, their heads are named."""
_PAIR = 2


def draft_round(scene: Scene, clause: Clause) -> list[Draft]:
    """The talks of two states or bodies that a sentence tells, held by those who led their sides."""
    noun = _noun(scene, clause)
    if noun is None or not _are_two(scene, clause):
        return []
    if is_unreal(scene, clause, noun) or is_background(scene, clause, noun):
        return []
    leaders = tuple(dict.fromkeys(n for mention in _leaders(scene, clause) for n in scene.cast.resolve(mention)))
    if len(leaders) != _PAIR:
        return []
    return _draft(scene, clause, noun, leaders)


def _draft(scene: Scene, clause: Clause, noun: Match[Cue], leaders: tuple[int, ...]) -> list[Draft]:
    tense = tense_of(scene, clause, noun)
    days, rule = event_days(scene, clause.sentence, scene.doc.tokens[noun.first].start, tense)
    if rule == OLD or is_old(days, scene.anchor):
        return []
    ahead = lies_ahead(days, scene.anchor) or tense is Tense.FUTURE
    place, place_rule = place_in(scene, clause)
    if place is not None:
        scene.move_to(place, ahead=ahead)
    status = "cancelled" if is_cancelled(scene, clause) else "planned" if ahead else "held"
    where = None if noun.value.kind == "call" else place or scene.here(ahead=ahead)
    rules = {"kind": "round", "participants": "heads-of-sides", "start": rule, "place": place_rule}
    scene.cast.group, scene.cast.settled = leaders, True
    scene.told.append(leaders)
    return [Draft(noun.value.kind, status, days, where, None, leaders, clause.sentence, rules)]


def _noun(scene: Scene, clause: Clause) -> Match[Cue] | None:
    """The talks that take place, or that two hold: `was held`, `held the third round of consultations`."""
    cues = scene.doc.cues_in(clause.first, clause.last)
    for cue in cues:
        if cue.value.family != "talks" or cue.value.frame not in (Frame.NOUN, Frame.WITH):
            continue
        takes_place = scene.doc.has(scene.pack.phrases["happening"], cue.last, clause.last)
        if takes_place or cue.value.frame is Frame.WITH:
            return cue
    return None


def _are_two(scene: Scene, clause: Clause) -> bool:
    """Whether two states or bodies hold them: `between A and B`, or `A and B held`; the place is none of them."""
    places = scene.pack.words["places_in"]
    owners = {
        m.affiliation
        for m in clause.mentions
        if m.kind in ("state", "organisation") and scene.doc.folded(m.first - 1) not in places
    }
    return len(owners) >= _PAIR


def _leaders(scene: Scene, clause: Clause) -> Iterator[Mention]:
    """Who led a side, in the sentence of the talks and those that follow it."""
    at = bisect_left(scene.doc.sentences, clause.sentence.first, key=lambda sentence: sentence.first)
    for sentence in scene.doc.sentences[at : at + _SENTENCES]:
        if not scene.doc.has(scene.pack.phrases["leading_sides"], sentence.first, sentence.last):
            continue
        first = bisect_left(scene.mentions, sentence.first, key=lambda m: m.first)
        last = bisect_left(scene.mentions, sentence.last, key=lambda m: m.first)
        yield from (m for m in scene.mentions[first:last] if m.kind == "person" and m.named)
