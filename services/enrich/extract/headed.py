"""Events of which the headline tells and the body is a part: an item of a council's agenda, a speech to an audience."""

from collections.abc import Sequence
from datetime import timedelta

from services.enrich.extract.dates import DateMention, Tense, find_dates, resolve
from services.enrich.extract.document import Document
from services.enrich.extract.mentions import Mention
from services.enrich.extract.scene import DateRange, Draft, Scene
from services.enrich.extract.sittings import draft_sitting
from services.enrich.extract.when import lies_ahead
from services.enrich.identity import capital_of
from services.enrich.text.lexicon import Lexicon, Match
from services.enrich.text.sentences import Sentence

_OPENING = 6
"""A headline of a sitting or of a speech says so within so many tokens."""
_SALUTATION = 8
"""So many lines at the start of a speech may hold its salutation."""
_LABEL = 7
_LINE = 12
"""Lines above a transcript have so many tokens at most."""
_PREAMBLE = 10
"""So many sentences at the start of a speech may say that the audience is there."""
_LONGEST_PLACE = 5
_SHORTEST_NAME = 2
_BEFORE = timedelta(days=1)
"""Talks so near to a speech are those of which it tells."""


def draft_headed(scene: Scene, headline: Document, named: Sequence[Mention], told: Sequence[Draft]) -> list[Draft]:
    """The gathering that the headline tells of, by its mentions `named`; `told` are the events of the text."""
    if not scene.doc.sentences:
        return []
    days = find_dates(headline.text, language=headline.language)
    sitting = _first(headline, scene.pack.phrases["sittings"], _OPENING)
    if sitting is not None:
        return draft_sitting(scene, headline, sitting, _day(scene, days)) if days else []
    if headline.has(scene.pack.phrases["headed_talks"], 0, len(headline.tokens)):
        return []
    chamber = _first(headline, scene.pack.phrases["parliaments"], len(headline.tokens))
    if chamber is not None:
        return _in_chamber(scene, headline, named, chamber, _day(scene, days))
    return _speech(scene, headline, named, days, told)


def _first(doc: Document, lexicon: Lexicon[str], last: int) -> Match[str] | None:
    return next(doc.find(lexicon, 0, last), None)


def _day(scene: Scene, days: Sequence[DateMention]) -> DateRange:
    """The day in the headline, else the release's own."""
    found = (resolve(day, anchor=scene.anchor, tense=Tense.PAST) for day in reversed(days))
    known = next((day for day in found if day and day.tells_the_day), None)
    return (known.start, known.end) if known else (scene.anchor, scene.anchor)


def _in_chamber(
    scene: Scene, headline: Document, named: Sequence[Mention], chamber: Match[str], days: DateRange
) -> list[Draft]:
    """`Answer by Minister X in the Senate on 3 May`: in the capital of the chamber's state."""
    speaker = _speaker(scene, headline, named, ("headed_speeches", "chamber_statements"))
    bodies = (headline.entities.get(index) for index in range(chamber.first, chamber.last))
    home = next((body.value.id for body in bodies if body and body.value.affiliates), None) or scene.cast.home
    sentence = _addressing(scene) or scene.doc.sentences[0]
    place = capital_of(home, scene.pack.language) if home else None
    return [] if speaker is None else [_gathering(scene, sentence, days, place, None, speaker)]


def _speech(
    scene: Scene, headline: Document, named: Sequence[Mention], days: Sequence[DateMention], told: Sequence[Draft]
) -> list[Draft]:
    """`Address by Minister X at the Sea Forum`, `Déclaration de M. X …, à Ville le J mois`, held before an audience."""
    speaker = _speaker(scene, headline, named, ("headed_speeches",))
    when = _day(scene, days)
    if speaker is None or any(_is_told(scene, draft, speaker, when) for draft in told):
        return []
    sentence = _addressing(scene)
    if sentence is None:
        return []
    place = _place(scene, headline, days) or _head_place(scene.doc)
    return [_gathering(scene, sentence, when, place, _occasion(scene, headline, days), speaker)]


def _gathering(  # noqa: PLR0913, PLR0917 - the parts of one gathering
    scene: Scene, sentence: Sentence, days: DateRange, place: str | None, name: str | None, speaker: int
) -> Draft:
    status = "planned" if lies_ahead(days, scene.anchor) else "held"
    rules = {"kind": "headed-speech", "participants": "speaker", "start": "headline", "place": "headline"}
    return Draft("gathering", status, days, place, name, (speaker,), sentence, rules)


def _speaker(scene: Scene, headline: Document, named: Sequence[Mention], words: Sequence[str]) -> int | None:
    """Whose speech it is: the one linked to the word for it, or at the head of `Minister X at the Sea Forum`."""
    found = (_first(headline, scene.pack.phrases[slot], _OPENING) for slot in words)
    speech = next((match for match in found if match), None)
    persons = [m for m in named if m.kind in ("person", "office")]
    if speech is None:
        chosen = [m for m in persons[:1] if _speaks_at(scene, headline, m)]
    else:
        chosen = [m for m in persons if m.first >= speech.last and _is_linked(scene, headline, speech.last, m)][:1]
    members = [number for mention in chosen for number in scene.cast.resolve(mention)]
    return members[0] if len(members) == 1 else None


def _speaks_at(scene: Scene, headline: Document, mention: Mention) -> bool:
    return mention.first == 0 and bool(scene.pack.phrases["speaks_at"].match_at(headline.words, mention.last))


def _is_linked(scene: Scene, headline: Document, after: int, mention: Mention) -> bool:
    links = headline.find(scene.pack.phrases["speaker_links"], after, mention.first)
    return any(mention.first - link.last <= 1 for link in links)


def _is_told(scene: Scene, draft: Draft, speaker: int, days: DateRange) -> bool:
    """Talks, a visit or a gathering of the speaker on that day, of which he speaks: then that is the news."""
    own = speaker in draft.members and draft.status == "held" and not lies_ahead(draft.days, scene.anchor)
    return own and (draft.days[0] is None or days[0] is None or abs(draft.days[0] - days[0]) <= _BEFORE)


def _addressing(scene: Scene) -> Sentence | None:
    """The sentence that shows an audience: a salutation at the head of a line, or words to those present."""
    doc, phrases = scene.doc, scene.pack.phrases
    for number, sentence in enumerate(doc.sentences[:_PREAMBLE]):
        at = _past_label(doc, sentence)
        greets = number < _SALUTATION and (sentence.opens_line or at > sentence.first)
        if greets and phrases["vocatives"].match_at(doc.words, at):
            return sentence
        if doc.has(phrases["before_you"], sentence.first, sentence.last):
            return sentence
    return None


def _past_label(doc: Document, sentence: Sentence) -> int:
    """Past a quotation mark, or the label of a speaker in a transcript (`THE MINISTER:`)."""
    head = range(sentence.first, min(sentence.last, sentence.first + _LABEL))
    colon = next((i for i in head if doc.folded(i) == ":"), None)
    if colon is not None and doc.span(sentence.first, colon).isupper():
        return colon + 1
    return sentence.first + (doc.folded(sentence.first) in ('"', "«", "“"))


def _head_place(doc: Document) -> str | None:
    """The city in the short lines that stand above a speech: venue, city and hour."""
    for sentence in doc.sentences[:_SALUTATION]:
        if sentence.last - sentence.first > _LINE or not sentence.opens_line:
            return None
        named = (doc.entities.get(index) for index in range(sentence.first, sentence.last))
        city = next((match for match in named if match and match.value.category in ("city", "seat")), None)
        if city is not None:
            return city.value.place
    return None


def _place(scene: Scene, headline: Document, days: Sequence[DateMention]) -> str | None:
    """`…, à Ville le 5 mai`, `…, Ville, 5 May`: the name right before the day; else a city after `in`."""
    day = next((i for i, t in enumerate(headline.tokens) if days and t.start >= days[-1].start), len(headline.tokens))
    for index in range(day - 1, max(-1, day - _LONGEST_PLACE - 3), -1):
        if headline.folded(index) not in scene.pack.words["places_in"]:
            continue
        match = headline.entities.get(index + 1)
        if match is not None and match.value.category in ("city", "seat"):
            return match.value.place
        return _unknown_place(scene, headline, index + 1, day) if days else None
    return None


def _unknown_place(scene: Scene, headline: Document, first: int, day: int) -> str | None:
    last = day
    while last > first and not headline.tokens[last - 1].is_capitalised and not headline.tokens[last - 1].joined:
        last -= 1
    particles = scene.pack.words["particles|genitive"]
    proper = (t.is_capitalised or t.joined or t.folded in particles for t in headline.tokens[first:last])
    return headline.span(first, last) if first < last <= first + _LONGEST_PLACE and all(proper) else None


def _occasion(scene: Scene, headline: Document, days: Sequence[DateMention]) -> str | None:
    """`at the Sea Forum in Riga`: the name after `at`, up to a comma, the day, or a place."""
    doc, words = headline, scene.pack.words
    lead = _first(doc, scene.pack.phrases["occasion_leads"], len(doc.tokens))
    if lead is None:
        return None
    first = lead.last + (doc.folded(lead.last) in words["determiners"])
    limit = next((i for i, t in enumerate(doc.tokens) if days and t.start >= days[0].start), len(doc.tokens))
    last = first
    while last < limit and (doc.tokens[last].text[0].isalnum() or doc.folded(last) in ("'s", "'")):
        if doc.folded(last) in words["places_in"] and last + 1 in doc.entities:
            break
        last += 1
    named = last - first >= _SHORTEST_NAME and doc.has(scene.pack.phrases["headed_events"], first, last)
    return doc.span(first, last) if named and doc.tokens[first].text[0].isupper() else None
