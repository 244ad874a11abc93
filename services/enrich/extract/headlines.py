"""Gatherings that the title alone tells: a statement to an audience or a chamber, an item of a cabinet's agenda."""

from collections.abc import Sequence
from datetime import date

from services.enrich.extract.dates import DateMention, Tense, find_dates, resolve
from services.enrich.extract.document import Document
from services.enrich.extract.mentions import Mention
from services.enrich.extract.scene import Draft, Scene
from services.enrich.extract.sides import chain, is_governed
from services.enrich.identity import capital_of
from services.enrich.text.sentences import Sentence

_BESIDE = 6
"""So many characters at most stand between a place, or the name of a session, and its day."""
_OPENING = 2
"""An audience is greeted in one of so many first sentences."""
_PEOPLE = ("person", "office")
_TALKS = ("meeting", "call")


def draft_headline(scene: Scene, title: Document, named: Sequence[Mention], told: Sequence[Draft]) -> list[Draft]:
    """The gathering of a title such as `Statement by X on Y, in the Senate on 3 May`; `told` are those of the body."""
    if not scene.doc.sentences:
        return []
    days = find_dates(title.text, language=title.language)
    session = _session(scene, title, days) if days else None
    if session is not None:
        return [session]
    if not days or scene.pack.phrases["statements"].match_at(title.tokens, 0) is None:
        return []
    day = days[-1]
    chamber = _before(title, [m for m in named if m.kind == "organisation" and _is_chamber(scene, title, m)], day)
    if chamber is not None:
        place = capital_of(chamber.affiliation or "", title.language)
        return _spoken(scene, named, day, place)
    cities = [match for match in title.entities.values() if match.value.category == "city"]
    city = next((c for c in cities if 0 <= day.start - title.tokens[c.last - 1].end <= _BESIDE), None)
    held = any(draft.kind in _TALKS and draft.status == "held" for draft in told)
    return _spoken(scene, named, day, city.value.place) if city and not held and _greets(scene) else []


def _session(scene: Scene, title: Document, days: Sequence[DateMention]) -> Draft | None:
    """`Council of Ministers of 3 May. Fishing`: those who present something there take part."""
    match = scene.pack.phrases["sessions"].match_at(title.tokens, 0)
    if match is None or days[0].start - title.tokens[match.last - 1].end > _BESIDE:
        return None
    for sentence in scene.doc.sentences:
        verb = _verb(scene, sentence)
        before = [m for m in scene.mentions if sentence.first <= m.first and m.last <= verb and m.kind in _PEOPLE]
        free = [m for m in before if not is_governed(scene.doc, scene.pack, m)]
        members = [n for m in chain(scene.doc, scene.pack, free) for n in scene.cast.resolve(m)]
        if members:
            return _gathering(scene, sentence, _day(scene, days[0]), None, title.span(0, match.last), members)
    return None


def _verb(scene: Scene, sentence: Sentence) -> int:
    """Where something is presented, 0 where nothing is."""
    presented = scene.pack.phrases["presented"]
    places = (i for i in range(sentence.first, sentence.last) if presented.match_at(scene.doc.tokens, i))
    return next(places, 0)


def _is_chamber(scene: Scene, title: Document, mention: Mention) -> bool:
    return scene.pack.phrases["chambers"].match_at(title.tokens, mention.last - 1) is not None or title.has(
        scene.pack.phrases["chambers"], mention.first, mention.last
    )


def _before(title: Document, mentions: Sequence[Mention], day: DateMention) -> Mention | None:
    return next((m for m in mentions if 0 <= day.start - title.tokens[m.last - 1].end <= _BESIDE), None)


def _greets(scene: Scene) -> bool:
    """Whether the text begins with words to an audience: `Ladies and gentlemen`."""
    opening = scene.doc.sentences[:_OPENING]
    return any(scene.doc.has(scene.pack.phrases["greetings"], s.first, s.last) for s in opening)


def _spoken(scene: Scene, named: Sequence[Mention], day: DateMention, place: str | None) -> list[Draft]:
    speaker = next((m for m in named if m.kind == "person" and m.named), None)
    members = scene.cast.resolve(speaker) if speaker else ()
    return [_gathering(scene, scene.doc.sentences[0], _day(scene, day), place, None, members)] if members else []


def _day(scene: Scene, mention: DateMention) -> date | None:
    day = resolve(mention, anchor=scene.anchor, tense=Tense.PAST)
    return day.start if day and day.tells_the_day else None


def _gathering(  # noqa: PLR0913, PLR0917 - the parts of one gathering
    scene: Scene, sentence: Sentence, day: date | None, place: str | None, name: str | None, members: Sequence[int]
) -> Draft:
    ahead = day is not None and scene.anchor is not None and day > scene.anchor
    rules = {"kind": "title", "participants": "title", "start": "title", "place": "title" if place else "none"}
    unique = tuple(dict.fromkeys(members))
    return Draft("gathering", "planned" if ahead else "held", (day, day), place, name, unique, sentence, rules)
