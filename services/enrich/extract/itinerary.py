"""Where a visit goes: its destinations in order, and the days that are said of each or of all."""

from collections.abc import Sequence
from typing import NamedTuple

from services.enrich.extract.cues import Cue
from services.enrich.extract.dates import DateMention, Form, Tense, resolve
from services.enrich.extract.scene import Clause, DateRange, Scene
from services.enrich.extract.standing import is_cancelled
from services.enrich.extract.towns import base_name, is_town, names_city, town_name
from services.enrich.extract.when import OLD, day_of_mention, is_old, mention_days, sentence_dates
from services.enrich.extract.where import is_part, state_name, unknown_place
from services.enrich.identity import capital_of, country_name
from services.enrich.text.lexicon import Match

_REACH = 9
"""How many tokens may stand before a destination."""
_BETWEEN = 14
"""… and between two of them, with the days of the first: `en Serbie, du 16 au 18 mai 2021, puis au Kosovo`."""
_TRAIL = 12
"""How many tokens after the last destination a day may stand that is the visit's."""
_ASIDE = 5
"""A relative clause begins with words for a plan; `X, who is now visiting` has its verb so near."""
_MOST = 8
_LONGEST = 5
_PLACES = ("state", "city", "seat")


class Stop(NamedTuple):
    """A destination at `tokens[first:last]`; `country` is the state or territory it lies in, where known."""

    first: int
    last: int
    place: str
    country: str | None
    is_country: bool


class Timing(NamedTuple):
    """The days of one stop, the rule that gave them, and the mentions that were read for them.

    `told` are the days as written, where `days` goes on from them for as long as the visit lasts.
    """

    days: DateRange
    rule: str
    read: tuple[DateMention, ...] = ()
    told: DateRange = (None, None)


def find_stops(scene: Scene, clause: Clause, at: int, *, near: bool) -> list[Stop]:
    """The destinations from token `at` on, one for each country; with `near` nothing but days may come before them."""
    found: list[Stop] = []
    index, limit = at, min(clause.last, at + _REACH)
    while index < limit:
        stop = _stop_at(scene, clause, index, at, listed=bool(found))
        if stop is not None:
            _add(scene, found, stop)
            index, limit = stop.last, min(clause.last, stop.last + _BETWEEN)
        elif _goes_on(scene, clause, index, listed=bool(found) or near) or (
            near and not found and _leads(scene, index)
        ):
            index = _past(scene, clause, index)
        else:
            break
    return _one_each(found)[:_MOST]


def _stop_at(scene: Scene, clause: Clause, index: int, at: int, *, listed: bool) -> Stop | None:
    doc, words = scene.doc, scene.pack.words
    match = doc.entities.get(index)
    before = doc.folded(index - 1)
    if (stop := _spoken_of(scene, index, at)) is not None:
        return stop
    if match is None:
        linked = words["stop_and"] if listed else words["places_in"]
        return _unknown(scene, clause, index, listed=listed) if before in linked else None
    if match.value.category not in _PLACES:
        return None
    if doc.folded(match.last) in ("'s", "'") or (
        index > at and before in words["genitive"] and not _is_of(scene, index)
    ):
        return None
    led = index - (before in words["determiners"] - words["places_in"])
    apart = not listed and doc.folded(led - 1) == "," and doc.folded(led - 2) not in words["place_nouns"]
    if apart or is_part(scene, match):
        return None
    place = match.value.place or state_name(scene, match)
    return Stop(match.first, match.last, place, match.value.id, match.value.category == "state")


def _spoken_of(scene: Scene, index: int, at: int) -> Stop | None:
    """A place without its name: `visiting the country` is the source's, `le sol letton` Latvia, its capital Riga."""
    doc, words, home = scene.doc, scene.pack.words, scene.cast.home
    own = scene.pack.phrases["the_country"].match_at(doc.words, index)
    of = own is not None and doc.folded(own.last) in words["genitive"]
    led = index == at or doc.folded(index - 1) in words["places_in"]
    if own and not of and home and home.startswith("country:") and led:
        return Stop(index, own.last, country_name(home, scene.pack.language), home, is_country=True)
    match = doc.entities.get(index)
    if match is None or match.value.category != "demonym" or match.value.id is None:
        return None
    beside = {doc.folded(index - 1), doc.folded(match.last)}
    capital = capital_of(match.value.id, scene.pack.language) if beside & words["capital_words"] else None
    if capital is not None and not names_city(scene, match.last):
        return Stop(index, match.last, capital, match.value.id, is_country=False)
    if not beside & words["soil"]:
        return None
    return Stop(index, match.last, country_name(match.value.id, scene.pack.language), match.value.id, is_country=True)


def fronted_stop(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Stop]:
    """`In Benin, where she arrived on Wednesday, …`, `c'est à Riga qu'elle est attendue`."""
    doc, words = scene.doc, scene.pack.words
    for index in range(trigger.first - 1, max(clause.first, trigger.first - _REACH), -1):
        if doc.folded(index) not in words["fronting|cleft"]:
            continue
        end = index - (doc.folded(index - 1) == ",")
        first = next((i for i in range(end - 1, max(end - _LONGEST, 0), -1) if _ends_at(scene, i, end)), None)
        stop = None if first is None else _stop_at(scene, clause, first, first, listed=False)
        cleft = first is not None and doc.has(scene.pack.phrases["it_is"], first - _LONGEST, first)
        if stop is not None and doc.folded(first - 1 if first else 0) in words["places_in"]:
            return [stop] if cleft or doc.folded(index) in words["fronting"] else []
        return []
    return []


def whence(scene: Scene, clause: Clause, at: int) -> list[Stop]:
    """`returned home on Monday from Riga`, `rentre ce jeudi du Ghana`: where the way back begins."""
    words = scene.pack.words
    for index in range(at, min(clause.last, at + _REACH)):
        folded = scene.doc.folded(index)
        if folded in words["whence"]:
            return find_stops(scene, clause, index + 1, near=True)
        if index in scene.doc.cues or folded in words["relatives"] or folded in words["returns_to"]:
            return []
    return []


def _ends_at(scene: Scene, index: int, end: int) -> bool:
    match = scene.doc.entities.get(index)
    return match is not None and match.last == end


def _is_of(scene: Scene, index: int) -> bool:
    """`the port of Mombasa`: what is of a city lies in it; the Embassy of a country does not."""
    match = scene.doc.entities.get(index)
    noun = scene.doc.tokens[index - 2].text
    return match is not None and match.value.category == "city" and noun.islower() and noun.isalpha()


def _unknown(scene: Scene, clause: Clause, index: int, *, listed: bool) -> Stop | None:
    """A place that no list has: `Minot Air Force Base`; `Suva, Fiji`; the last of `Bari and Matera`."""
    name = base_name(scene, clause, index) or unknown_place(scene, clause, index) or town_name(scene, clause, index)
    if name is None:
        return None
    end = scene.doc.tokens[index].start + len(name)
    last = next(i for i in range(index, clause.last) if scene.doc.tokens[i].end >= end) + 1
    land = scene.doc.entities.get(last + 1) if scene.doc.folded(last) == "," else None
    country = land.value.id if land and land.value.category == "state" else None
    plain = scene.doc.folded(last - 1) not in scene.pack.words["stop_nouns"] and not is_town(scene, index, last)
    if not listed and country is None and plain:
        return None
    return Stop(index, last, name, country, is_country=False)


def _add(scene: Scene, found: list[Stop], stop: Stop) -> None:
    """`Rome, Italy` is a city, `Rome and Matera, Italy` a country; `Minot Air Force Base in Nebraska` is the base."""
    beside = bool(found) and found[-1].country is None and stop.first - found[-1].last == 1
    if beside and scene.doc.folded(found[-1].last) in scene.pack.words["places_in"] | {","}:
        found[-1] = found[-1]._replace(last=stop.last, country=stop.country)
        return
    cities = [other for other in found if other.country == stop.country and stop.country]
    if stop.is_country and cities and found[-1] is cities[-1]:
        if len(cities) == 1:
            found[-1] = found[-1]._replace(last=stop.last)
            return
        found[:] = [other for other in found if other not in cities]
    found.append(stop)


def _one_each(found: Sequence[Stop]) -> list[Stop]:
    """One stop for each country: the country where it is named itself, else its first city."""
    named = {stop.country for stop in found if stop.is_country}
    kept: list[Stop] = []
    for stop in found:
        known = stop.country is not None and stop.country in {other.country for other in kept}
        if not known and (stop.is_country or stop.country not in named):
            kept.append(stop)
    return kept


def _goes_on(scene: Scene, clause: Clause, index: int, *, listed: bool) -> bool:
    """Whether a token may stand before a destination; in a list only links, articles and days may."""
    token, words = scene.doc.tokens[index], scene.pack.words
    if not listed:
        return token.folded not in words["relatives"]
    if token.folded in words["stop_links|determiners|places_in"] or not token.text[0].isalpha():
        return True
    return any(m.start <= token.start < m.end for m in sentence_dates(scene, clause.sentence))


def _leads(scene: Scene, index: int) -> bool:
    """`s'est envolée ce matin pour`, `set off on Monday for`, `to the city of`, `to the Ghanaian capital`."""
    match = scene.doc.entities.get(index)
    demonym = match is not None and match.value.category == "demonym"
    return demonym or scene.doc.folded(index) in scene.pack.words["stop_motion|place_nouns|genitive|beside_ours"]


def _past(scene: Scene, clause: Clause, index: int) -> int:
    """The next token; whole names of persons, offices and other entities are passed over."""
    over = next((m.last for m in clause.mentions if m.first == index and m.kind in ("person", "office")), index + 1)
    match = scene.doc.entities.get(index)
    return max(over, match.last if match else 0)


def timings(scene: Scene, clause: Clause, trigger: Match[Cue], stops: Sequence[Stop], tense: Tense) -> list[Timing]:
    """The days of each stop: its own, else those of the whole list; a range for several countries tells no one's."""
    own = _own(scene, clause, trigger, stops)
    told = [_timed(scene, mentions, tense) for mentions in own]
    shared = len({tuple(m.start for m in mentions) for mentions in own}) == 1
    if len(stops) > 1 and shared and told[0].days[0] != told[0].days[1]:
        return [timing._replace(days=(None, None), rule="days-of-the-tour") for timing in told]
    return told


def _own(scene: Scene, clause: Clause, trigger: Match[Cue], stops: Sequence[Stop]) -> list[tuple[DateMention, ...]]:
    """For each stop the mentions before it (`on Monday in Riga, on Tuesday in Oslo`) or after it."""
    ends = [stop.last for stop in stops]
    begins = [trigger.last, *ends]
    gaps = [mentions_between(scene, clause, first, stop.first) for first, stop in zip(begins, stops, strict=False)]
    gaps[0] = gaps[0] or mentions_between(scene, clause, trigger.first, trigger.last)
    after = mentions_between(scene, clause, ends[-1], _subject(scene, clause, ends[-1]))
    if gaps[0] and any(gaps[1:]):
        return [gaps[max(i for i in range(number + 1) if gaps[i])] for number in range(len(stops))]
    if any(gaps[1:]) or (after and not gaps[0]):
        following = [*gaps[1:], after]
        return [next((zone for zone in following[number:] if zone), ()) for number in range(len(stops))]
    before = mentions_between(scene, clause, _before(scene, clause, trigger), trigger.first)
    lead = tuple(mention for mention in before if mention.start not in scene.claimed)
    return [gaps[0] or lead[-2:]] * len(stops)


def mentions_between(scene: Scene, clause: Clause, first: int, last: int) -> tuple[DateMention, ...]:
    """The date mentions from token `first` to `last`: the first of them, with a second one joined to it."""
    if first >= last:
        return ()
    start, end = scene.doc.tokens[first].start, scene.doc.tokens[last - 1].end
    found = [m for m in sentence_dates(scene, clause.sentence) if start <= m.start < end and m.form is not Form.YEAR]
    joined, links = scene.pack.words["stop_and"] | {"-", "–"}, scene.pack.words["stop_links"]
    gap = scene.doc.text[found[0].end : found[1].start].split() if len(found) > 1 else []
    if gap and gap[0] in joined and all(word in links for word in gap[1:]):  # `tomorrow and on Friday`
        return tuple(found[:2])
    return tuple(found[:1])


def _subject(scene: Scene, clause: Clause, at: int) -> int:
    """Where the clause turns from the visit to what is done there."""
    limit = min(clause.last, at + _TRAIL)
    if scene.doc.has(scene.pack.phrases["not_held"], at, limit):
        return limit  # `will not take place on Monday`
    if is_cancelled(scene, clause):  # `the visit to Riga that had been planned for Monday`
        said = at + _ASIDE * (scene.doc.folded(at) in scene.pack.words["visit_that"])  # `that was to have begun`
        calling_off = (i for i in range(said, limit) if scene.pack.phrases["cancelled"].match_at(scene.doc.words, i))
        return next(calling_off, limit)
    relatives = scene.pack.words["relatives"]
    return next((i for i in range(at, limit) if i in scene.doc.cues or scene.doc.folded(i) in relatives), limit)


def _before(scene: Scene, clause: Clause, trigger: Match[Cue]) -> int:
    """The end of the cue before a trigger, from where on what is said is the trigger's."""
    earlier = [cue.last for cue in scene.doc.cues_in(clause.first, trigger.first)]
    near, relatives = (
        range(max(clause.first, trigger.first - _ASIDE), trigger.first),
        scene.pack.words["subject_relatives"],
    )
    asides = [i for i in near if scene.doc.folded(i) in relatives]
    return min(max([clause.first, *earlier, *asides]), trigger.first)


def _timed(scene: Scene, mentions: Sequence[DateMention], tense: Tense) -> Timing:
    if not mentions:
        return Timing((None, None), "none")
    days, rule = mention_days(scene, mentions[0], tense)
    if mentions[0].unit == "weekend" and (spent := resolve(mentions[0], anchor=scene.anchor, tense=tense)):
        days, rule = (spent.start, spent.end), "weekend"
    if len(mentions) > 1 and days[0] is not None:
        last = day_of_mention(scene, mentions[1], tense)
        days = (days[0], last[1] if last and last[1] and last[1] > days[0] else days[1])
    return Timing((None, None) if rule == OLD else days, OLD if is_old(days, scene.anchor) else rule, tuple(mentions))
