"""Finds persons, offices, bodies, states and pronouns, each with what is said of it on the spot."""

from collections.abc import Iterator
from dataclasses import replace

from services.enrich.extract.appositions import demonym_at, owner_behind, with_apposition
from services.enrich.extract.counterparts import counterpart, further_counterparts
from services.enrich.extract.document import Document
from services.enrich.extract.epithets import address_at, epithet_at, set_at
from services.enrich.extract.extents import past_courtesy
from services.enrich.extract.lang import Pack
from services.enrich.extract.mentions import Mention
from services.enrich.extract.names import name_at, past_letters, skip_honorifics
from services.enrich.extract.office_heads import past_acronym
from services.enrich.extract.offices import Office, office_at, office_of_body
from services.enrich.identity import country_name
from services.enrich.text.tokens import fold


def find_mentions(doc: Document, pack: Pack) -> list[Mention]:
    """The mentions of a document in order, without overlaps; an office of several holders gives one each."""
    found: list[Mention] = []
    begins, articles, free = pack.beginnings, pack.words["determiners"], 0
    for index, token in enumerate(doc.tokens):
        if index < free or not (index in doc.entities or token.folded in begins or token.is_capitalised):
            continue
        if token.folded in articles and not _follows_article(doc, pack, index):
            continue
        mentions = [_office_meant(pack, found, mention) for mention in _mentions_at(doc, pack, index)]
        if mentions:
            found.extend(mentions)
            free = max(mention.last for mention in mentions)
        elif index in doc.entities:
            free = doc.entities[index].last
    return found


def _office_meant(pack: Pack, found: list[Mention], mention: Mention) -> Mention:
    """`le ministre de la Défense, M. X, celui de l'Intérieur, M. Y`: the rank told before."""
    head, _, rest = (mention.role or "").partition(" ")
    if fold(head) not in pack.words["office_pronouns"]:
        return mention
    before = next((m.role for m in reversed(found) if m.role), head)
    return replace(mention, role=f"{before.split()[0]} {rest}")


def _follows_article(doc: Document, pack: Pack, index: int) -> bool:
    """Whether what an article stands before can be a mention: most are soon ruled out by the word after."""
    following = index + 1
    if index in doc.entities or following == len(doc.tokens) or following in doc.entities:
        return True
    word = doc.words[following]
    if word in pack.beginnings or word in pack.followings or doc.tokens[following].is_capitalised:
        return True
    return doc.words[index] in pack.words["he"] and _stands_alone(doc, pack, following)


def _stands_alone(doc: Document, pack: Pack, following: int) -> bool:
    """Whether no noun follows: `called on her too`, not `her visit`."""
    small = ("prepositions", "and", "relatives", "object_adverbs", "likewise")
    return not doc.tokens[following].is_word or any(doc.folded(following) in pack.words[slot] for slot in small)


def _mentions_at(doc: Document, pack: Pack, index: int) -> Iterator[Mention]:
    if (pronoun := _pronoun(doc, pack, index)) is not None:
        yield pronoun
        yield from further_counterparts(doc, pack, pronoun)
        return
    if (officials := _officials(doc, pack, index)) is not None:
        yield officials
        return
    start = index
    at, courtesy = skip_honorifics(doc, pack, index)
    if not courtesy and doc.folded(index) in pack.words["determiners"]:
        index += 1
        at, courtesy = skip_honorifics(doc, pack, index)
    after = doc.tokens[at].text if at < len(doc.tokens) else ""
    surname = doc.folded(at - 1) in pack.words["short_courtesies"] and after[:1].isupper()
    if courtesy and doc.folded(at) in pack.words["determiners"] and not surname:  # `M. Le Klee` is no office
        at, courtesy = at + 1, False  # "Monsieur le Président X": the office speaks, not the courtesy
    titled = office_at(doc, pack, at + 1) if courtesy and doc.folded(at) == "," else None
    if titled is not None:  # "His Highness, Crown Prince X"
        yield from _office_holders(doc, pack, start, titled)
        return
    office = office_at(doc, pack, at)
    held = office is not None and office.name_end > 0
    if courtesy and not held and (name_end := name_at(doc, pack, at, expected=True)):
        yield from _courteous(doc, pack, start, (index, at, name_end))
        return
    office = _unless_verb(doc, pack, office, index) or office_of_body(doc, pack, index)
    if office is not None:
        yield from _office_holders(doc, pack, start, office)
    elif name_end := _bare_name_end(doc, pack, index):
        yield from _persons(doc, pack, start, index, name_end, named=False)
    elif (match := doc.entities.get(index)) and match.value.category in ("state", "organisation", "organ"):
        kind = "state" if match.value.category == "state" else "organisation"
        name = doc.span(index, match.last)
        yield Mention(start, past_acronym(doc, match.last), kind, name, None, match.value.id, name)


def _unless_verb(doc: Document, pack: Pack, office: Office | None, index: int) -> Office | None:
    """An office, unless it is a verb as in `will co-chair`, or for one day only: `keynote speaker`."""
    if office is not None and not office.name_end and doc.folded(index - 1) in pack.words["speaker_kinds"]:
        return None
    verbal = office is not None and not office.name_end and fold(office.role) in pack.words["verbal_offices"]
    return None if verbal and doc.folded(index - 1) not in pack.words["determiners"] else office


def _pronoun(doc: Document, pack: Pack, index: int) -> Mention | None:
    if doc.folded(index) not in pack.pronouns or _is_courtesy(doc, pack, index) or index in doc.entities:
        return None  # `US Secretary X`, which is no `us`
    peer = counterpart(doc, pack, index)
    if peer is not None and (peer.name or peer.affiliation):
        return peer
    again = set_at(doc, pack, index) or epithet_at(doc, pack, index) or address_at(doc, pack, index)
    if again is not None:
        return again
    for kind in ("they", "other", "he"):
        match = pack.phrases[kind].match_at(doc.words, index)
        if match and not _complemented(doc, pack, match.first, match.last):
            return Mention(index, match.last, kind, text=doc.span(index, match.last), plural=kind == "they")
    return peer


def _is_courtesy(doc: Document, pack: Pack, index: int) -> bool:
    """`HE Ms X`, `Me X`, `Her Majesty Queen X`: no pronoun, but a courtesy title."""
    style = pack.phrases["honorifics"].match_at(doc.words, index)
    after = style.last if style is not None and style.last > index + 1 else index + 1
    told = after > index + 1 or doc.tokens[index].text in pack.shouted_courtesies
    if not told or after >= len(doc.tokens):
        return False
    return doc.tokens[after].is_capitalised and doc.folded(after) not in pack.words["common"]


def _complemented(doc: Document, pack: Pack, first: int, last: int) -> bool:
    """`the ministers of Estonia`, `les participants à la conférence`; `the two ministers in Oslo` are known already."""
    dual = doc.says(pack.words["pair_words"], first, last)
    links = "genitive" if dual or pack.phrases["other"].match_at(doc.words, first, last) else "of"
    return pack.phrases[links].match_at(doc.words, last) is not None


def _bare_name_end(doc: Document, pack: Pack, index: int) -> int | None:
    """The end of a name that nothing shows to be a person's; the capitals of `Ninth Summit` are none."""
    end = name_at(doc, pack, index, expected=False)
    if end is None or not pack.words["things"].isdisjoint(doc.words[index:end]) or _names_thing(doc, pack, index):
        return None
    portfolio = pack.portfolio_words.issuperset(doc.words[index:end])
    return None if portfolio or any(cue.value.family == "gathering" for cue in doc.cues_in(index, end)) else end


def _names_thing(doc: Document, pack: Pack, index: int) -> bool:
    """`l'aéroport international Diori Hamani`: whom a thing is named after."""
    for at in range(index - 1, max(index - 3, -1), -1):
        word = doc.folded(at)
        if word in pack.words["named_things"]:
            return doc.tokens[at].text.islower() and not doc.tokens[at].joined
        if not word.isalpha() or word in pack.words["prepositions"] or word in pack.words["determiners"]:
            return False
    return False


def _officials(doc: Document, pack: Pack, index: int) -> Mention | None:
    """`Kyrgyz government officials`, `responsables maliens`: unnamed officials stand for their state."""
    match = doc.entities.get(index)
    if match is not None and match.value.category == "demonym":
        at = match.last
        while doc.folded(at) in pack.words["official_adjectives"]:
            at += 1
        owner, last = match.value.id, at + 1 if doc.folded(at) in pack.words["officials"] else 0
    elif doc.folded(index) in pack.words["officials"]:
        last, owner = demonym_at(doc, index + 1)
    else:
        return None
    if owner is None or not last or doc.folded(last) in ("'s", "'"):
        return None
    return Mention(index, last, "state", country_name(owner, doc.language), None, owner, doc.span(index, last))


def _courteous(doc: Document, pack: Pack, start: int, spans: tuple[int, int, int]) -> Iterator[Mention]:
    """A name after its courtesy, with those that follow one in the plural: `MM. A et B`."""
    courtesy, first, last = spans
    for person in _persons(doc, pack, start, first, last):
        yield person
        if doc.folded(courtesy) in pack.words["plural_courtesies"]:
            yield from _further_names(doc, pack, None, person.last)


def _persons(  # noqa: PLR0913 - a name and the two ends of what surrounds it
    doc: Document, pack: Pack, start: int, at: int, end: int, *, named: bool = True
) -> Iterator[Mention]:
    """A name, with the office that follows it in apposition."""
    name, last = doc.span(at, end), past_letters(doc, pack, end)
    person = Mention(start, last, "person", name, None, None, name, named=named or last > end)
    end = last
    if (owner := owner_behind(doc, pack, end)) is not None:
        person = replace(person, affiliation=owner[0], last=owner[1], named=person.named)
    yield with_apposition(doc, pack, person)


def _office_holders(doc: Document, pack: Pack, start: int, office: Office) -> Iterator[Mention]:
    owners: tuple[str | None, ...] = office.affiliations or (None,)
    last = office.last
    if office.name_end:
        name = doc.span(office.name_start, office.name_end)
        last, owner = past_letters(doc, pack, office.name_end), owners[0]
        if (after := owner_behind(doc, pack, last)) is not None:
            owner, last = after
        person = Mention(start, last, "person", name, office.role, owner, office.text, named=True, also=office.also)
        yield with_apposition(doc, pack, person) if fold(office.role) in pack.words["titular"] else person
        if office.plural:
            yield from _further_names(doc, pack, office.role, last)
        return
    if office.plural and not office.affiliations:
        return  # "ministers", "leaders" without an owner identify nobody
    text = doc.span(start, last)
    for owner, spelling in zip(owners, office.spellings or (office.text,) * len(owners), strict=False):
        yield Mention(start, last, "office", spelling, office.role, owner, text, plural=office.plural)


def _further_names(doc: Document, pack: Pack, role: str | None, at: int) -> Iterator[Mention]:
    """The others of `Presidents A, B and C`, `MM. A et B`, `the Foreign Ministers of X, Mr A, and of Y, Mr B`."""
    while (further := _further_name(doc, pack, at)) is not None:
        first, start, end, owner = further
        name = doc.span(start, end)
        if (after := owner_behind(doc, pack, end)) is not None and owner is None:
            owner, end = after
        person = Mention(first, end, "person", name, role, owner, name, named=True)
        person = person if role else with_apposition(doc, pack, person)
        yield person
        at = person.last


def _further_name(doc: Document, pack: Pack, at: int) -> tuple[int, int, int, str | None] | None:
    """Where the next holder of a plural office begins, his name's span and his state, where it stands before him."""
    first = at + (doc.folded(at) == ",")
    joined = pack.phrases["and"].match_at(doc.words, first)
    first = joined.last if joined else first
    if first == at:
        return None
    linked = pack.phrases["genitive"].match_at(doc.words, first)
    begins = linked.last if linked else first
    begins += doc.folded(begins) in pack.words["determiners"]
    entity = doc.entities.get(begins)
    owner = entity.value.id if entity and entity.value.affiliates and doc.folded(entity.last) == "," else None
    start, courtesy = past_courtesy(doc, pack, entity.last + 1 if entity and owner else first)
    end = name_at(doc, pack, start, expected=True)
    full = bool(end) and _is_full_name(doc, pack, start)
    return (first, start, end, owner) if end and (owner or courtesy or joined or full) else None


def _is_full_name(doc: Document, pack: Pack, index: int) -> bool:
    """Whether a name of several words stands there that nothing has to announce."""
    end = name_at(doc, pack, index, expected=False)
    return end is not None and end - index > 1
