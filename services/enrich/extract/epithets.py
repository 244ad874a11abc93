"""What persons told before are called again: `the two top diplomats`, `les trois Présidents`, `the visiting minister`.

Both are open classes: a set is a number and a plural; an epithet is a word for a guest, a host or a side, or an office
that visits; each with adjectives.
"""

from services.enrich.extract.appositions import demonym_at
from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack
from services.enrich.extract.mentions import Mention
from services.enrich.extract.names import name_at
from services.enrich.extract.offices import office_at

_LONGEST_STYLE = 4
"""How many adjectives may stand before a noun, less one."""


def set_at(doc: Document, pack: Pack, index: int) -> Mention | None:
    """A set of persons: `both ministers`, `the three Baltic presidents`, `les deux délégations`."""
    if doc.folded(index) not in pack.numbers and doc.folded(index + 1) not in pack.numbers:
        return None
    article = doc.folded(index) in pack.words["definite"]
    count = pack.numbers.get(doc.folded(index + article), 0)
    if not count or not (article or doc.folded(index) in pack.words["both"]):
        return None
    first = index + article + 1
    first += doc.folded(first) in pack.words["definite"]  # `both the ministers`, `tous les deux`
    for noun in range(first, first + _LONGEST_STYLE):
        if (found := _plural(doc, pack, noun)) is not None:
            last, role = found
            return Mention(index, last, "they", role=role, text=doc.span(index, last), plural=True, count=count)
        if not _is_style(doc, pack, noun):
            return None
    return None


def _plural(doc: Document, pack: Pack, at: int) -> tuple[int, str | None] | None:
    """Where a plural that stands for persons ends, and what office each of them holds."""
    if doc.folded(at) in pack.words["set_nouns"]:
        return demonym_at(doc, at + 1)[0], None
    office = office_at(doc, pack, at)
    if office is None or not office.plural or office.name_end or len(office.affiliations) > 1:
        return None
    return office.last, office.role


def _is_style(doc: Document, pack: Pack, at: int) -> bool:
    """`Baltic`, `top`: an adjective before the noun, in capitals too."""
    if at >= len(doc.tokens) or not doc.tokens[at].is_word:
        return False
    word = doc.folded(at)
    return word in pack.words["styles"] or (doc.tokens[at].is_capitalised and word not in pack.words["common"])


def epithet_at(doc: Document, pack: Pack, index: int) -> Mention | None:
    """A guest, host or side, of a state where that is told: `his distinguished guest`, `la partie malienne`."""
    at, following = index + 1, doc.folded(index + 1)
    if at not in doc.entities and following not in pack.words["styles"] and following not in pack.words["epithets"]:
        return None
    while doc.folded(at) in pack.words["styles"]:
        at += 1
    visits = any(doc.folded(i) in pack.words["visiting"] for i in range(index + 1, at))
    at, before = demonym_at(doc, at)
    if doc.folded(at) not in pack.words["epithets"]:
        return _visiting(doc, pack, index, at) if visits else None
    noun, end = doc.folded(at), at + 1
    end, owner = demonym_at(doc, end) if before is None else (end, before)
    if tail := pack.phrases["epithet_tails"].match_at(doc.words, end):
        end = tail.last
    sided = noun in pack.words["sided_epithets"]
    if (sided and owner is None) or _goes_on(doc, pack, end):
        return None
    return Mention(index, end, "other", affiliation=owner, text=doc.span(index, end))


def address_at(doc: Document, pack: Pack, index: int) -> Mention | None:
    """`Her Majesty`, `Sa Sainteté` with neither name nor office behind it."""
    match = pack.addresses.match_at(doc.words, index)
    if match is None or not doc.tokens[match.last - 1].is_capitalised:
        return None
    last = match.last
    at = last + (doc.folded(last) in pack.words["definite"])
    if name_at(doc, pack, at, expected=True) or office_at(doc, pack, at):
        return None
    text = doc.span(index, last)
    return Mention(index, last, "office", name=text, role=match.value, text=text)


def _visiting(doc: Document, pack: Pack, index: int, at: int) -> Mention | None:
    """`the visiting Norwegian minister`, without a name."""
    office = office_at(doc, pack, at)
    if office is None or office.plural or office.name_end:
        return None
    owner = next(iter(office.affiliations), None)
    return Mention(index, office.last, "other", role=office.role, affiliation=owner, text=doc.span(index, office.last))


def _goes_on(doc: Document, pack: Pack, at: int) -> bool:
    """`the host country`, `the guest of the Speaker`, `l'hôte du sommet`: another one than somebody told before."""
    return doc.folded(at) in pack.words["epithet_stops"] or doc.folded(at) in pack.words["of"]
