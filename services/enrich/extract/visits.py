"""Visits: a participant's stay somewhere, reported as such."""

from collections.abc import Sequence
from datetime import timedelta

from services.enrich.extract.attendance import beside, numbers
from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.dates import Bound, Tense
from services.enrich.extract.gatherings import draft_gatherings
from services.enrich.extract.mentions import Mention
from services.enrich.extract.scene import Clause, DateRange, Draft, Scene
from services.enrich.extract.sides import find_sides
from services.enrich.extract.standing import is_background, is_cancelled, is_unreal, tense_of
from services.enrich.extract.when import OLD, event_days, is_old, lies_ahead, sentence_dates
from services.enrich.text.lexicon import Match

_REACH = 9
_MOST = 6


def draft_visits(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """The visits that a trigger reports, one for each country or territory it names."""
    places = _destinations(scene, clause, trigger)
    if not places or is_unreal(scene, clause, trigger) or _is_for_talks(scene, clause, trigger):
        return []
    if _is_for_gathering(scene, clause, trigger):
        return draft_gatherings(scene, clause, trigger)
    tense = tense_of(scene, clause, trigger)
    if is_background(scene, clause, trigger):
        return []
    sides = find_sides(scene, clause, trigger)
    subjects = _owners(scene, clause, trigger) or sides.subjects
    members = numbers(scene, subjects)
    if not members and is_cancelled(scene, clause) and scene.cast.protagonist is not None:
        members = (scene.cast.protagonist,)
    kinds = ("person", "office", "organisation") if trigger.value.frame is Frame.DIRECT else ("person", "office")
    members = tuple(n for n in members if scene.cast.members[n].kind in kinds)
    members = members and tuple(dict.fromkeys((*members, *beside(scene, clause, clause.first, "travels_with"))))
    return _drafts(scene, clause, trigger, members, places, tense) if members else []


def _drafts(  # noqa: PLR0913, PLR0917 - the parts of one visit
    scene: Scene, clause: Clause, trigger: Match[Cue], members: tuple[int, ...], places: Sequence[str], tense: Tense
) -> list[Draft]:
    days, rule = event_days(scene, clause.sentence, scene.doc.tokens[trigger.first].start, tense)
    if rule == OLD or is_old(days, scene.anchor):
        return []
    days = _lasting(scene, clause, days)
    scene.stay = days
    if len(members) == 1:
        scene.cast.focus = members[0]
    ahead = lies_ahead(days, scene.anchor) or tense is Tense.FUTURE
    status = "cancelled" if is_cancelled(scene, clause) else "planned" if ahead else "held"
    rules = {"kind": trigger.value.rule, "participants": "subject", "start": rule, "place": "destination"}
    if status == "held" and not _is_within(scene, places[-1]):
        scene.place = places[-1]
    return [Draft("visit", status, days, place, None, members, clause.sentence, dict(rules)) for place in places]


def _lasting(scene: Scene, clause: Clause, days: DateRange) -> DateRange:
    """`ended a three-day visit today`, `arrived on Wednesday for a two-day visit`, `depuis mardi`."""
    since = any(mention.bound is Bound.SINCE for mention in sentence_dates(scene, clause.sentence))
    if days[0] is None or days[1] is None or days[0] != days[1]:
        return days
    if since:
        return days[0], scene.anchor
    matches = (
        scene.pack.durations.match_at(scene.doc.tokens, i, clause.last) for i in range(clause.first, clause.last)
    )
    length = next((match.value for match in matches if match), None)
    ending = scene.doc.has(scene.pack.phrases["ending"], clause.first, clause.last)
    if length is None:
        return (None, days[1]) if ending else days
    further = timedelta(days=length - 1)
    return (days[1] - further, days[1]) if ending else (days[0], days[0] + further)


def _is_within(scene: Scene, place: str) -> bool:
    """Whether the city last spoken of may stay the place of what follows in that country."""
    return (
        scene.city is not None
        and scene.city == scene.place
        and place != scene.city
        and scene.city_country == scene.country
    )


def _owners(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[Mention, ...]:
    """`the visit of X to Y`, `la visite de X`: who stands right after the noun."""
    doc, words = scene.doc, scene.pack.words
    noun = trigger.value.frame is Frame.NOUN or doc.folded(trigger.first - 1) in words["determiners"]
    after = [m for m in clause.mentions if m.first >= trigger.last and m.kind in ("person", "office")]
    if not noun or not after or after[0].first - trigger.last > 1:
        return ()
    return (after[0],) if doc.folded(trigger.last) in words["genitive"] | words["link_by"] else ()


def _destinations(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[str]:
    """States and cities right after the trigger, as far as their list goes; a city stands for itself."""
    places: list[str] = []
    index, home = max([trigger.last, *(m.last for m in _owners(scene, clause, trigger))]), None
    limit = min(clause.last, index + _REACH)
    while index < limit:
        match = scene.doc.entities.get(index)
        if match is None:
            if scene.doc.folded(index) in scene.pack.words["relatives"] or (
                places and not _goes_on(scene, clause, index)
            ):
                break
            index += 1
            continue
        if match.value.category in ("state", "city", "seat") and not (places and match.value.id == home):
            scene.country = home = match.value.id or scene.country
            places.append(match.value.place or scene.doc.span(match.first, match.last))
            limit = min(clause.last, match.last + _REACH)
        index = match.last
    return places[:_MOST]


def _goes_on(scene: Scene, clause: Clause, index: int) -> bool:
    """Whether a token may stand between two destinations: `and`, `puis au`, `February 3-5`."""
    token, words = scene.doc.tokens[index], scene.pack.words
    at = token.start
    dated = any(mention.start <= at < mention.end for mention in sentence_dates(scene, clause.sentence))
    small = words["list_words"] | words["determiners"] | words["places_in"]
    return dated or token.folded in small or not token.text[0].isalpha()


def _is_for_gathering(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`was in Khartoum today for the signing ceremony`."""
    for index in range(trigger.last, min(clause.last, trigger.last + _REACH)):
        if scene.doc.folded(index) in scene.pack.words["purpose"]:
            return any(
                i in scene.doc.cues and scene.doc.cues[i].value.family == "gathering" for i in range(index, index + 5)
            )
    return False


def _is_for_talks(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """Travel to reach one meeting or gathering is no visit: `to attend`, `pour rencontrer`."""
    later = (m for i, m in scene.doc.cues.items() if trigger.last <= i < clause.last)
    return any(m.value.family in ("talks", "attend", "gathering") and m.value.tense == "bare" for m in later)
