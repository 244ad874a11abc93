"""Office phrases: `the Swedish Minister for Foreign Affairs`, `le ministre russe des Affaires étrangères`."""

from dataclasses import dataclass, replace

from services.enrich.extract.bodies import body_owner
from services.enrich.extract.document import Document
from services.enrich.extract.extents import is_holder, past_courtesy, read_on
from services.enrich.extract.lang import Pack
from services.enrich.extract.names import name_at, skip_honorifics
from services.enrich.extract.office_heads import (
    Reading,
    ends_line,
    head,
    owner_before,
    spellings,
)
from services.enrich.extract.office_owners import goal, government, owners
from services.enrich.extract.portfolios import portfolio
from services.enrich.text.tokens import fold

_LONGEST_BODY = 14
_LONGEST_CUE = 4


@dataclass(frozen=True, slots=True)
class Office:
    """An office phrase and the name that belongs to it, if any (`name_end` 0: none).

    `affiliations` holds several owners for `the ministers of A and B`; `spellings` the phrase for each of them.
    """

    first: int
    last: int
    role: str
    affiliations: tuple[str | None, ...]
    text: str
    plural: bool
    name_start: int = 0
    name_end: int = 0
    spellings: tuple[str, ...] = ()
    role_end: int = 0
    """Where the words of the role end; an owner may follow."""
    also: tuple[tuple[str, str | None], ...] = ()
    """Further offices of the holder, which the role leaves out, each with its owner."""

    @property
    def all(self) -> tuple[tuple[str, str | None], ...]:
        """Every office of one holder, with its owner."""
        return ((self.role, next(iter(self.affiliations), None)), *self.also)


def office_at(doc: Document, pack: Pack, index: int, *, joined: int = 2, attached: bool = True) -> Office | None:
    """The office phrase that begins at `index` (after any article), None where there is none.

    Where no name follows, so many further offices may be `joined` to it before that of their holder.
    """
    if index not in doc.entities and (index >= len(doc.words) or pack.offices.match_at(doc.words, index) is None):
        return None
    reading = Reading(index, [], [])
    owner_before(doc, pack, reading)
    if not head(doc, pack, reading) or (len(reading.owners) > 1 and not reading.plural):
        return None
    owner_before(doc, pack, reading)
    _complements(doc, pack, reading, attached=attached)
    if not _names_holder(doc, pack, reading):
        read_on(doc, pack, reading)
    role = _role(doc, pack, reading)
    office = _named(doc, pack, index, reading, role)
    if joined and not office.name_end and not office.plural:
        return _double(doc, pack, office, joined) or office
    return office


def apposed_office(doc: Document, pack: Pack, index: int, *, article: bool = False) -> Office | None:
    """The office after a name and a comma, with a second one of the same side: `Vice-President and Minister of X`.

    A name behind it and another comma is the next one of a list (`Mr A, Minister of X, Mr B`); not so after an
    article (`Mr A, the Minister of X, Mr B`).
    """
    first = _bare(doc, office_at(doc, pack, index), article=article)
    if first is None:
        return None
    while (second := _next_office(doc, pack, first, article=article)) is not None:
        if len({owner for owner in (*first.affiliations, *second.affiliations) if owner}) > 1:
            return replace(first, last=second.last, also=(*first.also, *second.all))  # "President of A and Chair of B"
        first = _both(doc, pack, first, second)
    return first


def _next_office(doc: Document, pack: Pack, first: Office, *, article: bool) -> Office | None:
    """One more office of the same person, after `and` or a comma."""
    joined = pack.phrases["and"].match_at(doc.words, first.last)
    at = joined.last if joined else first.last + 1 if doc.folded(first.last) == "," else -1
    return _bare(doc, office_at(doc, pack, at, joined=0), article=article) if at >= 0 else None


def _bare(doc: Document, office: Office | None, *, article: bool) -> Office | None:
    """One person's office without the name that follows it; None where that name is its holder's."""
    if office is None or office.plural or (office.name_end and (article or doc.folded(office.last) != ",")):
        return None
    return replace(office, name_start=0, name_end=0)


def _both(doc: Document, pack: Pack, first: Office, second: Office) -> Office:
    """Two offices of one holder: both where `and` joins different ones or the first is but a rank, else the first."""
    link = first.last
    role = f"{first.role} {doc.span(link, second.first)} {second.role}".replace(" ,", ",").replace(" / ", "/")
    alike = fold(first.role).split()[0] == fold(second.role).split()[0]
    also = (*first.also, *second.also)
    if fold(first.role) not in pack.words["ranks"] and (alike or doc.folded(link) == ","):
        role, also = first.role, (*first.also, *second.all)
    owners = (*first.affiliations, *second.affiliations)
    text = doc.span(first.first, second.last)
    return replace(second, first=first.first, role=role, affiliations=owners, text=text, also=also)


def _complements(doc: Document, pack: Pack, reading: Reading, *, attached: bool) -> None:
    """`of the Republic`, `for Foreign Affairs and Trade of Italy`, `des Affaires étrangères`."""
    while linked := pack.phrases["of"].match_at(doc.words, _past_comma(doc, pack, reading.at)):
        at = linked.last + (doc.folded(linked.last) in pack.words["determiners"])
        first = linked.first
        if not (
            (attached and _attached(doc, pack, reading, first, at))
            or government(doc, pack, reading, first, at)
            or goal(doc, pack, reading, first, at)
            or owners(doc, pack, reading, first, at)
            or (_is_genitive(doc, pack, first) and body_owner(doc, pack, reading, first, at))
            or portfolio(doc, pack, reading, min(first, reading.at), at)
        ):
            break
        _demonym_within(doc, reading)


def _demonym_within(doc: Document, reading: Reading) -> None:
    """`du ministère nigérian des Affaires étrangères`: whose the body is."""
    match = doc.entities.get(reading.at)
    if match is not None and match.value.category == "demonym" and not reading.owners and not reading.plural:
        reading.owners.append((match.value.id, doc.span(match.first, match.last)))
        reading.at = match.last


def _is_genitive(doc: Document, pack: Pack, at: int) -> bool:
    return pack.phrases["genitive"].match_at(doc.words, at) is not None


def _past_comma(doc: Document, pack: Pack, at: int) -> int:
    """Past the comma of `, chargée du logement`."""
    return at + (doc.folded(at) == "," and doc.folded(at + 1) in pack.words["charged"])


def office_of_body(doc: Document, pack: Pack, index: int) -> Office | None:
    """`National Economic Council Director X`: the named holder of an office after the name of the body it is in."""
    if not _names_body(doc, pack, index) or doc.folded(index) in pack.words["body_words"]:
        return None
    for at in range(index + 1, min(index + _LONGEST_BODY, len(doc.tokens))):
        token = doc.tokens[at]
        if not (token.is_capitalised or token.folded in pack.words["body_words"]) or ends_line(doc, at):
            return None
        office = office_at(doc, pack, at) if _begins_office(doc, pack, at) else None
        if office is not None:
            held = office.name_end and not office.plural and not _is_another(doc, pack, at)
            return office if held and not _is_in_cue(doc, index) else None
        if not _names_body(doc, pack, at):
            return None
    return None


def _is_another(doc: Document, pack: Pack, at: int) -> bool:
    """`Anna Berg and the President X`, `Anna Berg and Ghanaian President X`: `and` begins another one's office."""
    begins = at - (doc.folded(at - 1) in pack.words["determiners"] or at - 1 in doc.entities)
    return doc.folded(begins - 1) in pack.words["and"]


def _is_in_cue(doc: Document, index: int) -> bool:
    """`State Visit of President X`."""
    return any(cue.last > index for cue in doc.cues_in(index - _LONGEST_CUE, index))


def _begins_office(doc: Document, pack: Pack, index: int) -> bool:
    return doc.tokens[index].is_capitalised and pack.offices.match_at(doc.words, index) is not None


def _names_body(doc: Document, pack: Pack, index: int) -> bool:
    """Whether a token may belong to the name of a body; capitals begin it."""
    if index in doc.cues or index >= len(doc.tokens):
        return False
    token = doc.tokens[index]
    return token.folded in pack.words["body_words"] or (
        token.is_capitalised and token.folded not in pack.words["common"]
    )


def _attached(doc: Document, pack: Pack, reading: Reading, first: int, at: int) -> bool:
    """`ministre délégué auprès du ministre de l'intérieur`, `Envoy of the President`: the office it is attached to."""
    other = office_at(doc, pack, at, joined=0, attached=False)
    if other is None or other.name_end or other.plural:
        return False
    owned = next((owner for owner in other.affiliations if owner), None)
    if owned is not None:
        reading.owners.append((owned, other.text))
    bare = other.last if owned is None or doc.folded(first) in pack.words["attaching"] else other.role_end
    reading.pieces.append((first, bare))
    reading.at = other.last
    return True


def _is_collective(pack: Pack, reading: Reading) -> bool:
    """`the Finance Ministers of the G7`: all those of an organisation, told of as one."""
    owners = [owner for owner, _ in reading.owners if owner and not owner.startswith(("country:", "territory:"))]
    return len(owners) == len(reading.owners) == 1 and fold(reading.plural or "") not in pack.words["stand_ins"]


def _role(doc: Document, pack: Pack, reading: Reading) -> str:
    """The pieces of the role, in the singular, with commas where the text has them."""
    pieces: list[tuple[int, int]] = []
    for first, last in sorted(set(reading.pieces)):
        begins = pieces.pop()[0] if pieces and pieces[-1][1] == first and doc.tokens[first].joined else first
        pieces.append((begins, last))
    spans = [doc.span(first, last) for first, last in pieces]
    if reading.plural and not _is_collective(pack, reading):
        spans = [reading.plural if reading.head and span == reading.head else span for span in spans]
    return " ".join(spans).replace(" ,", ",")


def _named(doc: Document, pack: Pack, index: int, reading: Reading, role: str) -> Office:
    name_start, name_end = _holder(doc, pack, reading.at)
    return Office(
        first=index,
        last=reading.at,
        role=role,
        affiliations=tuple(owner for owner, _ in reading.owners),
        text=doc.span(index, reading.at),
        plural=reading.plural is not None,
        name_start=name_start,
        name_end=name_end,
        spellings=tuple(spellings(role, reading)) if reading.plural else (),
        role_end=max(last for _, last in reading.pieces),
        also=((reading.title, None),) if reading.title else (),
    )


def _names_holder(doc: Document, pack: Pack, reading: Reading) -> bool:
    """Whether a name follows; one word before `, Hon. X` is still of the office."""
    at, end = _holder(doc, pack, reading.at)
    one_more = at == reading.at and end == at + 1 and doc.folded(end) == "," and len(reading.pieces) > 1
    return end > 0 and not (one_more and is_holder(doc, pack, end + 1))


def _holder(doc: Document, pack: Pack, end: int) -> tuple[int, int]:
    """The span of the name after an office that ends at `end`, with a comma or courtesy between; 0, 0: none."""
    if ends_line(doc, end):
        return 0, 0
    apposed = doc.folded(end) == ","
    at, courtesy = past_courtesy(doc, pack, end + 1) if apposed else skip_honorifics(doc, pack, end)
    name_end = name_at(doc, pack, at, expected=True)
    if not name_end or (apposed and not courtesy and not _is_apposed_name(doc, at, name_end)):
        return 0, 0
    if set(doc.words[at:name_end]) <= pack.words["office_bodies"] | pack.words["set_nouns"]:
        return 0, 0  # `the Head of the EU Delegation`, `the ministers of the States Parties`
    if doc.folded(name_end - 1) in pack.words["office_tails"] and is_holder(doc, pack, name_end + 1):
        return 0, 0  # `Commander Western Naval Area, Rear Admiral X`
    return at, name_end


def _is_apposed_name(doc: Document, at: int, end: int) -> bool:
    """After a comma one capitalised word is not yet a name."""
    return end - at > 1 or doc.tokens[at].text.isupper()


def _are_one(doc: Document, pack: Pack, office: Office, second: Office, *, linked: bool) -> bool:
    """`The Secretary-General and President X` are two, `Le Président de la République, Chef de l'État, M. X` is one."""
    if fold(second.role) not in pack.national or doc.folded(office.first - 1) not in pack.words["determiners"]:
        return True
    return doc.folded(second.last) == "," and (not linked or fold(office.role) in pack.national)


def _double(doc: Document, pack: Pack, office: Office, joined: int) -> Office | None:
    """`Deputy Prime Minister and Minister of Foreign Affairs X`: offices of the one who is named after them."""
    linked = pack.phrases["and"].match_at(doc.words, office.last)
    at = linked.last if linked else office.last + 1 if doc.folded(office.last) in {",", "/"} else -1
    if at < 0:
        return None
    second = office_at(doc, pack, at, joined=joined - 1)
    if second is None or not second.name_end or second.plural:
        return None
    if not _are_one(doc, pack, office, second, linked=linked is not None):
        return None
    if len({owner for owner in (*office.affiliations, *second.affiliations) if owner}) > 1:
        also = (*second.all, *office.also)
        return replace(second, first=office.first, role=office.role, affiliations=office.affiliations, also=also)
    return _both(doc, pack, office, second)
