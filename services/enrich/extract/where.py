"""The place of an event: a city before a country, in its sentence or inherited."""

from bisect import bisect_left

from services.enrich.extract.gazetteer import Entity
from services.enrich.extract.mentions import Mention
from services.enrich.extract.scene import Clause, Scene
from services.enrich.extract.seats import is_post, seat_said
from services.enrich.extract.when import dates_at
from services.enrich.identity import country_name
from services.enrich.text.lexicon import Match

_TITLE = 8
"""How many tokens before its place the noun of a gathering with a long name may stand."""
_FORMAL = 4
"""A state's name of so many words is its full one: `République démocratique populaire lao` is `Laos`."""
_SMALL = ("stop_links", "places_in", "prepositions", "relatives", "common")
"""Words that go on after a place and belong to no longer name."""
_JOINTS = (",", "'s", "'")
_LONGEST = 6
"""How many tokens may lead from a preposition to the city: `in Ghana's largest …` is no longer one phrase."""


def place_in(scene: Scene, clause: Clause) -> tuple[str | None, str]:
    """The place named in a clause after a place preposition, and the rule that found it."""
    country: str | None = None
    links = scene.pack.words["places_in"]
    words = enumerate(scene.doc.words[clause.first : clause.last], clause.first)
    for index in [index for index, word in words if word in links]:
        if is_post(scene, clause, index) or _is_of_matter(scene, index) or _is_of_post(scene, clause, index):
            continue
        at = index + 1
        at += at not in scene.doc.entities and scene.doc.folded(at) in scene.pack.words["determiners"]
        match = _capital(scene, clause, at) or scene.doc.entities.get(at) or _quarter(scene, clause, at)
        if match is None:
            if scene.city is None and at == index + 1 and (name := unknown_place(scene, clause, at)) is not None:
                return name, "city-unknown"
        elif match.value.category in ("city", "seat") and not is_part(scene, match):
            return match.value.place, match.value.category
        elif match.value.category == "state" and country is None and not is_part(scene, match):
            country = state_name(scene, match)
    if country is not None:
        return country, "country"
    found = seat_in(scene, clause)
    own = seat_said(scene, clause) if found[0] is None else None
    return (own, "seat") if own else found


def _is_of_matter(scene: Scene, index: int) -> bool:
    """`discussed the situation in Haiti`; but `the conference on development in Rome` is held there."""
    if scene.doc.folded(index - 1) not in scene.pack.words["matters"]:
        return False
    return not any(cue.value.family == "gathering" for cue in scene.doc.cues_in(index - _TITLE, index))


def _is_of_post(scene: Scene, clause: Clause, index: int) -> bool:
    """`The Embassy in Paris organised a webinar`; but what was held at the Embassy in Paris was held there."""
    doc, words = scene.doc, scene.pack.words
    if doc.folded(index - 1) not in words["posts"]:
        return False
    return words["places_in"].isdisjoint(doc.folded(i) for i in range(max(index - _LONGEST, clause.first), index))


def is_part(scene: Scene, match: Match[Entity]) -> bool:
    """`U.S. air bases`, `Salzburg Global Fellow`: the name is part of a longer phrase, and no place."""
    index = match.last
    if index >= len(scene.doc.tokens) or index in scene.doc.entities:
        return False
    token, words = scene.doc.tokens[index], scene.pack.words
    airport = match.value.category == "city" and token.folded in words["airports"]  # `at Riga International Airport`
    if airport or any(token.folded in words[slot] for slot in _SMALL) or _begins_anew(scene, index):
        return False
    return token.is_capitalised or (scene.doc.tokens[match.first].text.isupper() and token.text.islower())


def _begins_anew(scene: Scene, index: int) -> bool:
    """Whether a date, a title or a person begins: `a vu à Accra M. Mensah`, `In Astana Stubb will meet`."""
    start = scene.doc.tokens[index].start
    if any(mention.start <= start < mention.end for mention in dates_at(scene, start)):
        return True
    titles = (scene.pack.phrases["honorifics"], scene.pack.offices)
    return any(title.match_at(scene.doc.words, index) for title in titles) or _is_someone(scene, index)


def _is_someone(scene: Scene, index: int) -> bool:
    """Whether a person known by more than capitals is named from a token on."""
    at = bisect_left(scene.mentions, index, key=_first)
    mention = scene.mentions[at] if at < len(scene.mentions) else None
    if mention is None or mention.first != index or mention.kind != "person":
        return False
    known = scene.cast.known(mention)
    return known is not None and scene.cast.members[known].sure


def _first(mention: Mention) -> int:
    return mention.first


def state_name(scene: Scene, match: Match[Entity]) -> str:
    """A state as written, without the form of its government: `Iran` for `the Islamic Republic of Iran`."""
    written = scene.doc.span(match.first, match.last)
    short = country_name(match.value.id, scene.pack.language) if match.value.id else written
    formal = written.endswith((f" {short}", f"'{short}", f"’{short}")) or len(written.split()) >= _FORMAL
    return short if formal else written


def _capital(scene: Scene, clause: Clause, at: int) -> Match[Entity] | None:
    """`in the Ghanaian capital Accra`, `dans la capitale, Accra`, `in the city of Tema`: the city after its noun."""
    words, named = scene.pack.words, False
    for index in range(at, min(clause.last, at + _LONGEST)):
        match = scene.doc.entities.get(index)
        if match is not None and named and match.value.category == "city":
            return match
        word = scene.doc.folded(index)
        named = named or word in words["place_nouns"]
        if match is None and word not in words["place_nouns|genitive|determiners"] and word not in _JOINTS:
            return None
    return None


def _quarter(scene: Scene, clause: Clause, at: int) -> Match[Entity] | None:
    """`à Bab Saâdoun, Tunis`, `at Gigiri Hall in Nairobi`, `at the Hotel Ivoire, Abidjan`: the city after a name."""
    doc, end = scene.doc, at
    while end < min(clause.last, at + _LONGEST) and doc.tokens[end].is_capitalised and end not in doc.entities:
        end += 1
    match = doc.entities.get(end + 1) if end > at and doc.folded(end) == "," else None
    return match if match is not None and match.value.category == "city" else None


def seat_in(scene: Scene, clause: Clause) -> tuple[str | None, str]:
    """A building that stands for its city (`au palais de l'Élysée`), wherever it stands in the clause."""
    for match in scene.doc.entities_in(clause.first, clause.last):
        if match.value.category == "seat" and match.value.place != scene.doc.span(match.first, match.last):
            return match.value.place, "seat"
    return None, "none"


def unknown_place(scene: Scene, clause: Clause, at: int) -> str | None:
    """A capitalised phrase at `at`, after `in`/`à`, that is neither a person nor a known name."""
    doc = scene.doc
    if at >= clause.last or not doc.tokens[at].is_capitalised:
        return None
    if doc.folded(at) in scene.pack.words["common"] or scene.pack.phrases["honorifics"].match_at(doc.words, at):
        return None
    if scene.pack.offices.match_at(doc.words, at) or scene.pack.cues.match_at(doc.words, at):
        return None
    end = at + 1
    while end < clause.last and (doc.tokens[end].is_capitalised or doc.tokens[end].joined) and end - at < 4:
        end += 1
    name = doc.span(at, end)
    return None if scene.cast.words.intersection(name.split()) or name.isupper() else name
