"""A journey over its whole release: what later sentences say of its days, places and travellers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from services.enrich.extract.dates import Tense
from services.enrich.extract.itinerary import mentions_between
from services.enrich.extract.scene import Clause, DateRange, Draft, Scene
from services.enrich.extract.when import day_of_mention
from services.enrich.extract.where import state_name
from services.enrich.identity import country_of, place_id

_MOST = 100
"""So many events of a country are looked at for a visit; so a text of any number is read in linear time."""
_PLAYED = ("meeting", "gathering")
_HEAD = 5
"""A sentence that plays at a place names it within so many tokens."""


def arrive(scene: Scene, clause: Clause) -> None:
    """`In Fiji on February 12, …`, `Mardi, à Riga, …`: from here on the text is at that place, on those days."""
    found = _opening(scene, clause)
    if found is None:
        return
    place, at = found
    mention = next(iter(mentions_between(scene, clause, clause.first, min(clause.last, at + _HEAD))), None)
    if mention is not None and (told := day_of_mention(scene, mention, Tense.PAST)) and told[0] and told[0] == told[1]:
        scene.days_at.setdefault(place, set()).add(told[0])
    stop = next((d for d in scene.tour if _lies_in(place, d) or _follows(scene, at, d.place)), None)
    if stop is None:
        return
    scene.move_to(place, ahead=stop.status == "planned")
    if _follows(scene, at, stop.place):
        stop.place = place
    tense = Tense.FUTURE if stop.status == "planned" else Tense.PAST
    days = day_of_mention(scene, mention, tense) if mention else None
    if mention is not None and days is not None and stop.rules["start"] == "days-of-the-tour":
        stop.days, stop.rules["start"] = days, "opening"
        if days[0] != days[1]:
            scene.claimed.add(mention.start)
    if stop.status == "held" and stop.days[0] is not None and stop.days[0] == stop.days[1]:
        scene.turn_to(stop.days[0], fresh=True)
        scene.stay = stop.days


def _opening(scene: Scene, clause: Clause) -> tuple[str, int] | None:
    """The place after a preposition at the head of a sentence, and the token after it."""
    words = scene.pack.words
    for match in scene.doc.entities_in(clause.first, min(clause.last, clause.first + _HEAD)):
        if match.value.category in ("state", "city"):
            before = scene.doc.folded(match.first - 1)
            at = match.first - (before in words["determiners"] and before not in words["places_in"])
            led = at > clause.first and scene.doc.folded(at - 1) in words["places_in"]
            place = match.value.place or state_name(scene, match)
            return (place, match.last) if led else None
    return None


def _lies_in(place: str, visit: Draft) -> bool:
    return place == visit.place or (visit.land is not None and country_of(place) == visit.land)


def _follows(scene: Scene, at: int, area: str | None) -> bool:
    """`In Honolulu, Hawaii`: the city of an area, which is no state."""
    match = scene.doc.entities.get(at + 1) if scene.doc.folded(at) == "," else None
    return match is not None and match.value.category == "city" and match.value.place == area


def settle(scene: Scene, drafts: Sequence[Draft]) -> None:
    """Give stops without days the days of what happened there, and the other way round."""
    visits = [draft for draft in drafts if draft.kind == "visit"]
    others = _by_country(draft for draft in drafts if draft.kind != "visit" and draft.place)
    for visit in visits:
        there = others[visit.land][:_MOST]
        if visit.rules["start"] == "days-of-the-tour" and visit.status == "held":
            visit.days = _spanned(there)
        _name(scene, visit, there)
        _date_talks(visit, there)
        _place_talks(visit, there)
    for draft in drafts:
        days = scene.days_at.get(draft.place or "", set())
        if draft.status == "held" and draft.days[0] is None and draft.kind in _PLAYED and len(days) == 1:
            draft.days, draft.rules["start"] = (min(days), min(days)), "day-at-that-place"


def _by_country(drafts: Iterable[Draft]) -> Mapping[str | None, list[Draft]]:
    found: dict[str | None, list[Draft]] = defaultdict(list)
    for draft in drafts:
        found[country_of(draft.place or "")].append(draft)
    found[None] = []
    return found


def _spanned(drafts: Iterable[Draft]) -> DateRange:
    days: list[date] = [day for draft in drafts if draft.status == "held" for day in draft.days if day]
    return (min(days), max(days)) if days else (None, None)


def _name(scene: Scene, visit: Draft, there: Sequence[Draft]) -> None:
    """Of a visit of one day to a country, the title may name the city; so may a title that speaks of the visit."""
    city, country = scene.headed_city, place_id(visit.place or "")
    if city is None or country is None or country_of(city) != country:
        return
    cities = {draft.place for draft in there if draft.place} - {visit.place}
    brief = visit.days[0] is not None and visit.days[0] == visit.days[1]
    if cities <= {city} and (brief or scene.headed_to):
        visit.place = city


def _place_talks(visit: Draft, there: Sequence[Draft]) -> None:
    """Talks held somewhere in a country were held in its city, where the text knows of one only."""
    cities = {draft.place for draft in there} - {visit.place}
    for draft in there:
        if len(cities) == 1 and draft.place == visit.place and draft.status == "held" and draft.kind in _PLAYED:
            draft.place = min(place for place in cities if place)


def _date_talks(visit: Draft, there: Iterable[Draft]) -> None:
    """What was held at a stop of one day was held that day."""
    if visit.status != "held" or visit.days[0] is None or visit.days[0] != visit.days[1]:
        return
    for draft in there:
        if draft.status == "held" and draft.days[0] is None and set(draft.members) & set(visit.members):
            draft.days, draft.rules["start"] = visit.days, "day-of-the-stop"
