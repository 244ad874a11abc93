"""Whether words of travel report a visit: one gets there, stays, and it is more than the way to one meeting."""

from collections.abc import Sequence
from typing import NamedTuple

from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.dates import Tense
from services.enrich.extract.itinerary import Stop, Timing
from services.enrich.extract.occasions import titled_tokens
from services.enrich.extract.scene import Clause, Scene
from services.enrich.extract.standing import is_background, is_cancelled, is_unreal
from services.enrich.identity import capital_of
from services.enrich.text.lexicon import Match

_REACH = 9
_MOVING = ("visit-verb", "visit-motion", "visit-reach")
_LINKS = {"visit-arrival": "stop_arrival", "visit-motion": "stop_motion", "visit-carried": "stop_motion"}
"""The prepositions that verbs of these rules take."""
_PURPOSES = ("talks", "attend", "gathering", "gather", "speech")
_GLAD = 5
"""How far before its verb `I am happy to` may stand."""


class Journey(NamedTuple):
    """What a trigger tells: who goes where and when."""

    trigger: Match[Cue]
    stops: Sequence[Stop]
    members: tuple[int, ...]
    timed: Sequence[Timing]
    tense: Tense


def is_told(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """Whether the words are a statement that someone travels, and not a hope, a topic or a noun."""
    further = bool(scene.tour) and scene.tour[0].sentence is clause.sentence
    glad = trigger.value.rule == "visit-stay" and scene.doc.has(
        scene.pack.phrases["glad"], max(clause.first, trigger.first - _GLAD), trigger.last
    )
    mine = trigger.value.tense == "bare" and scene.doc.folded(trigger.first - 1) in scene.pack.words["first_person"]
    if not (glad or mine) and not (further and trigger.value.tense == "bare") and is_unreal(scene, clause, trigger):
        return False
    if _is_other_verb(scene, clause, trigger):
        return False
    if _is_named(scene, clause, trigger) or _is_noun(scene, trigger) or _is_talked_of(scene, clause, trigger):
        return False
    return not _is_past(scene, clause, trigger) and not _is_denied(scene, clause, trigger)


def _is_past(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """Background: what was when something else was, unless a tour of the release led there."""
    first = max(clause.first, trigger.first - _REACH)
    if trigger.value.rule == "visit-carried":
        return not scene.doc.says(scene.pack.words["carriers"], clause.first, trigger.first)
    then = scene.doc.has(scene.pack.phrases["back_then"], first, trigger.first)
    return (then and trigger.value.tense == "past") or is_background(scene, clause, trigger)


def _is_denied(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`had never set foot in`, `was banned from travelling to`; a visit that is called off is told all the same."""
    first = max(clause.first, trigger.first - _GLAD)
    prevented = trigger.value.tense in ("ing", "bare") and scene.doc.has(
        scene.pack.phrases["visit_prevented"], max(first, trigger.first - 2), trigger.first
    )
    denied = prevented or scene.doc.has(scene.pack.phrases["negations"], first, trigger.first)
    return denied and not is_cancelled(scene, clause)


def _is_other_verb(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`inspected a guard of honour`, `a rendu hommage aux victimes`: another object, or no reflexive pronoun."""
    doc, words = scene.doc, scene.pack.words
    if doc.has(scene.pack.phrases["other_visit"], trigger.last, min(clause.last, trigger.last + _GLAD)):
        return True
    if doc.folded(trigger.first) not in words["reflexive_only"]:
        return False
    return words["reflexive"].isdisjoint(
        doc.folded(i) for i in range(max(clause.first, trigger.first - _GLAD), trigger.first)
    )


def _is_named(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`a Visiting Scholar`: capitalised within its sentence a verb is part of a name."""
    verb = trigger.value.frame is Frame.DIRECT and trigger.first > clause.first
    words = scene.doc.tokens[clause.first : clause.last]
    return verb and scene.doc.tokens[trigger.first].is_capitalised and any(word.text.islower() for word in words)


def is_nominal(scene: Scene, trigger: Match[Cue]) -> bool:
    """`une visite`, `his first visit`: a noun, though its form may be a verb's."""
    doc, words = scene.doc, scene.pack.words
    if doc.folded(trigger.first) in words["visit_nouns"] and doc.folded(trigger.last) in words["genitive"]:
        return True
    at = trigger.first - 1
    at -= doc.folded(at) in words["occasion_adjectives"]
    return (
        trigger.value.frame is Frame.NOUN
        or doc.folded(at) in (words["determiners|possessive|possessive_mine|possessive_other"])
    )


def _is_noun(scene: Scene, trigger: Match[Cue]) -> bool:
    """`leur arrivée en France`: a participle after an article or a genitive is a noun, and no visit."""
    nominal = is_nominal(scene, trigger) or scene.doc.folded(trigger.first - 1) in scene.pack.words["genitive"]
    verbal = trigger.value.tense == "past" and trigger.value.frame is Frame.DIRECT
    return nominal and verbal and scene.doc.folded(trigger.first) not in scene.pack.words["visit_nouns"]


def _is_talked_of(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`welcomed the visit to`, `discussed a possible trip to`: a visit that is only the object of words."""
    if not is_nominal(scene, trigger):
        return False
    first = max(clause.first, trigger.first - _REACH)
    return scene.doc.has(scene.pack.phrases["visit_talked_of"], first, trigger.first)


def is_reached(scene: Scene, clause: Clause, trigger: Match[Cue], stop: Stop) -> bool:
    """A verb of motion needs its `to`, a departure its `after`; what a tour `also` led to is told for completeness."""
    doc, words, rule = scene.doc, scene.pack.words, trigger.value.rule
    at = _led_at(scene, stop)
    behind = stop.last, min(clause.last, stop.last + _REACH)
    if rule == "visit-departure" and not is_bound(scene, stop):
        return doc.has(scene.pack.phrases["departing"], *behind)
    if rule == "visit-light":  # `entame mercredi en Lettonie une visite`
        return doc.has(scene.pack.light.nouns, *behind)
    if rule == "visit-lead":
        return doc.says(words["leading"], max(clause.first, trigger.first - _REACH), trigger.first)
    if rule == "visit-carried" and doc.says(words["as_well"], trigger.first - 2, at):
        return False
    if rule == "visit-reach":  # not `the ceasefire reached at Riga`
        return doc.folded(at - 1) not in words["places_in"]
    needed = _LINKS.get(rule)
    return needed is None or doc.folded(at - 1) in words[needed]


def is_bound(scene: Scene, stop: Stop) -> bool:
    """`left Riga for Oslo`, `à destination d'Oslo`."""
    if scene.doc.folded(stop.first - 1) in scene.pack.words["bound_for"]:
        return True
    bound, first = scene.pack.phrases["bound_phrases"], max(stop.first - _GLAD, 0)
    matches = (bound.match_at(scene.doc.words, i, stop.first) for i in range(first, stop.first))
    return any(match is not None and match.last == stop.first for match in matches)


def _led_at(scene: Scene, stop: Stop) -> int:
    """Where the phrase begins that leads to a destination: its article, or the noun of `the airport of Riga`."""
    doc, words = scene.doc, scene.pack.words
    near = range(stop.first - 1, max(stop.first - _GLAD, 0), -1)
    noun = next((i for i in near if doc.folded(i) in words["place_nouns"]), None)
    first = stop.first if noun is None else noun
    return first - (doc.folded(first - 1) in words["determiners"] - words["stop_motion"])


def is_stay(scene: Scene, clause: Clause, journey: Journey) -> bool:
    """`was in X` is a visit where X is not the visitor's own country, and a day, a purpose or `I` says it is news."""
    trigger, stops = journey.trigger, journey.stops
    if trigger.value.rule != "visit-stay":
        return True
    abroad = stops[0].country not in _homes(scene, journey) or _is_away(scene, journey)
    last = min(clause.last, stops[-1].last + _REACH)
    purpose = scene.doc.says(scene.pack.words["stay_purpose"], stops[-1].last, last)
    mine = scene.doc.says(scene.pack.words["first_person"], clause.first, trigger.first)
    timing = journey.timed[0]
    lasts = journey.tense is Tense.FUTURE or trigger.value.tense == "present"  # `is in Riga this week`
    dated = bool(timing.read) and (timing.days != (None, None) or lasts)
    return abroad and (purpose or mine or dated)


def _is_away(scene: Scene, journey: Journey) -> bool:
    """`sera jeudi au Cap-Haïtien`: a city of one's own country that is not its capital, on a day to come."""
    stop = journey.stops[0]
    if stop.is_country or stop.country is None or journey.tense is not Tense.FUTURE:
        return False
    capital = capital_of(stop.country, scene.pack.language)
    return journey.timed[0].days[0] is not None and stop.place not in {capital, scene.city}


def is_for_talks(scene: Scene, clause: Clause, journey: Journey) -> bool:
    """Travel to reach one meeting or gathering is no visit (`to attend`, `pour rencontrer`, `for a meeting with`).

    A visit that its title names, that lasts, or that goes to several countries is one, whatever is done there;
    but not where one travels inside one's own country.
    """
    stops, days = journey.stops, journey.timed[0].days
    at = stops[-1].last
    later = [c.first for c in scene.doc.cues_in(at, clause.last) if _is_appointment(scene, clause, c, at)]
    if len(stops) == 1 and {stops[0].country} == _homes(scene, journey):
        return any(scene.doc.cues[i].value.family in ("attend", "gathering") for i in later)
    if is_headed(scene, stops) or len(stops) > 1 or days[0] != days[1]:
        return False
    relatives = scene.pack.words["relatives"]
    last = next((i for i in range(stops[-1].last, clause.last) if scene.doc.folded(i) in relatives), clause.last)
    if (
        not scene.tour
        and journey.tense is Tense.FUTURE
        and journey.trigger.value.rule in _MOVING
        and _is_all(scene, later)
    ):
        return True
    if scene.doc.has(scene.pack.phrases["visit_enabling"], stops[-1].last, last):
        return False  # `une visite à Riga a permis à X de rencontrer Y`
    return any(_is_purpose(scene, i) for i in later if i < last)


def _is_appointment(scene: Scene, clause: Clause, cue: Match[Cue], at: int) -> bool:
    """`to discuss trade` is no appointment; `to discuss trade with X`, `for talks with X` and gatherings are."""
    if cue.value.family != "talks" or cue.first in titled_tokens(scene, clause):
        return True
    fronted = cue.value.frame is Frame.FRONTED
    if fronted and not scene.doc.says(scene.pack.words["link_with"], cue.last, clause.last):
        return False
    return any(mention.first >= at for mention in clause.mentions)


def _is_all(scene: Scene, later: Sequence[int]) -> bool:
    """`will fly to Riga, where she will address the forum`: nothing else is to be done there."""
    cues = [scene.doc.cues[i].value for i in later]
    return bool(cues) and all(
        cue.family in _PURPOSES or (cue.family == "visit" and cue.frame is Frame.NOUN) for cue in cues
    )


def is_headed(scene: Scene, stops: Sequence[Stop]) -> bool:
    """Whether the title speaks of a visit, and names no other country."""
    return scene.headed_visit and (not scene.headed_lands or stops[0].country in scene.headed_lands)


def _homes(scene: Scene, journey: Journey) -> set[str | None]:
    return {scene.cast.members[n].affiliation for n in journey.members} - {None}


def _is_purpose(scene: Scene, index: int) -> bool:
    cue = scene.doc.cues[index].value
    if cue.family not in ("talks", "attend", "gathering"):
        return False
    one = any(scene.pack.phrases["visit_talks"].match_at(scene.doc.words, i) for i in (index - 3, index - 2) if i >= 0)
    return cue.tense == "bare" or (one and (cue.frame is Frame.NOUN or cue.tense == "ing"))
