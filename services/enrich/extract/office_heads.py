"""The head of an office phrase, with what stands right before and after it: `Swedish Deputy Prime Minister`."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.enrich.extract.document import Document
from services.enrich.extract.gazetteer import Entity
from services.enrich.extract.lang import Pack
from services.enrich.text.lexicon import Match
from services.enrich.text.tokens import fold

_LONGEST_LABEL = 5
"""How many words a list of states is called by at most."""
_OWNERS = ("state", "organisation")


@dataclass(slots=True)
class Reading:
    """What has been read of an office phrase: pieces of the role as token spans, owners, where it ends."""

    at: int
    pieces: list[tuple[int, int]]
    owners: list[tuple[str | None, str]]
    plural: str | None = None
    head: str = ""
    ahead: int = 0
    """How many of the owners stand before the head."""
    title: str = ""
    """The title of nobility that stands between the head and the name."""


def owner_before(doc: Document, pack: Pack, reading: Reading) -> None:
    """A state, demonym or organisation beside the head, with `'s`; an organ stays in the role."""
    match = doc.entities.get(reading.at)
    if match is None or not match.value.affiliates or ends_line(doc, match.last):
        return
    reading.owners.append((match.value.id, doc.span(match.first, match.last)))
    if match.value.category == "organ":
        reading.pieces.append(organ_itself(doc, pack, match))
    at = past_acronym(doc, match.last)
    reading.at = at + (doc.folded(at) in ("'s", "'"))
    if match.value.category == "demonym":
        _further_demonyms(doc, pack, reading)
    reading.ahead = len(reading.owners) if not reading.head else reading.ahead


def _further_demonyms(doc: Document, pack: Pack, reading: Reading) -> None:
    """`the Georgian and Ukrainian ministers`, `les ministres letton, estonien et finlandais`."""
    while (match := doc.entities.get(_next_item(doc, pack, reading.at))) and match.value.category == "demonym":
        if ends_line(doc, match.last) or (reading.head and not reading.plural):
            return
        reading.owners.append((match.value.id, doc.span(match.first, match.last)))
        reading.at = match.last


def _next_item(doc: Document, pack: Pack, at: int) -> int:
    """Where the next item of a list begins, -1 where none does."""
    first = at + (doc.folded(at) == ",")
    joined = pack.phrases["and"].match_at(doc.words, first)
    return joined.last if joined else first if first > at else -1


def organ_itself(doc: Document, pack: Pack, match: Match[Entity]) -> tuple[int, int]:
    """An organ without its owner: `Commission` of `ECOWAS Commission`, `Commission de l'Union africaine`."""
    before = pack.entities.match_at(doc.words, match.first, match.last - 1)
    if before is not None and before.value.category in _OWNERS:
        return before.last + (doc.folded(before.last) in ("'s", "'")), match.last
    for at in range(match.first + 1, match.last):
        linked = pack.phrases["genitive"].match_at(doc.words, at, match.last)
        inner = linked and _owner_within(doc, pack, linked.last, match.last)
        if inner:
            return match.first, at
    return match.first, match.last


def _owner_within(doc: Document, pack: Pack, at: int, last: int) -> bool:
    at += doc.folded(at) in pack.words["determiners"]
    inner = pack.entities.match_at(doc.words, at, last)
    return inner is not None and inner.last == last and inner.value.category in _OWNERS


def ends_line(doc: Document, index: int) -> bool:
    """`Vienna, Austria` as a line of its own belongs to no office on the next one."""
    return index < len(doc.tokens) and "\n" in doc.text[doc.tokens[index - 1].end : doc.tokens[index].start]


def head(doc: Document, pack: Pack, reading: Reading) -> bool:
    """Modifiers, then a head; adjectives and a demonym may follow it."""
    at, found = reading.at, False
    while at < len(doc.tokens) and (match := pack.offices.match_at(doc.words, at)):
        if found and doc.folded(at) in pack.words["noble_titles"]:
            reading.title = doc.span(match.first, match.last)  # `Foreign Minister Prince X`: a courtesy title
            reading.at = match.last
            break
        found = _take(doc, reading, match) or found
        at = match.last
        if (found and not doc.tokens[at - 1].joined and _ends_head(doc, pack, at)) or ends_line(doc, at):
            break
    return found and any(doc.tokens[i].folded for i, _ in reading.pieces)


def _ends_head(doc: Document, pack: Pack, at: int) -> bool:
    following = pack.offices.match_at(doc.words, at)
    return following is None or following.value in ("modifier", "dropped")


def _take(doc: Document, reading: Reading, match: Match[str]) -> bool:
    reading.at = match.last
    if match.value == "dropped":
        return False
    reading.pieces.append((match.first, match.last))
    if match.value.startswith("plural:"):
        reading.plural = match.value.removeprefix("plural:")
    is_head = match.value == "head" or reading.plural is not None
    if is_head:
        reading.head = doc.span(match.first, match.last)
    return is_head


def past_acronym(doc: Document, at: int) -> int:
    """Past `(UA)`, an acronym that repeats the name before it."""
    bracketed = doc.folded(at) == "(" and doc.folded(at + 2) == ")" and doc.tokens[at + 1].text.isupper()
    return at + 3 if bracketed else at


def keeps_form(doc: Document, pack: Pack, reading: Reading, at: int) -> bool:
    """`président de la République du Bénin`: the form of state stays in the role where it is no part of the name."""
    named = doc.folded(at + 1) in pack.words["unkept_forms"]
    return not named and doc.folded(at) in pack.words["kept_forms"] and fold(reading.head) in pack.words["kept_heads"]


def past_wrapper(doc: Document, pack: Pack, at: int) -> int:
    """Past `Government of the` where a state or organisation follows: the office is that one's."""
    linked = pack.phrases["genitive"].match_at(doc.words, at + 1) if doc.folded(at) in pack.words["wrappers"] else None
    if linked is None:
        return at
    inner = linked.last + (doc.folded(linked.last) in pack.words["determiners"])
    return inner if inner in doc.entities else at


def past_label(doc: Document, pack: Pack, linked: int, at: int) -> tuple[int, int]:
    """Past what a list of states is called: `of the Quint: the USA, France`, `of the Baltic states (Estonia`."""
    for index in range(at, min(len(doc.tokens), at + _LONGEST_LABEL)):
        if index > at and doc.folded(index) in {":", "("}:
            begins = index + 1 + (doc.folded(index + 1) in pack.words["determiners"])
            return (index + 1, begins) if begins in doc.entities else (linked, at)
        if not doc.tokens[index].is_word:
            break
    return linked, at


def spellings(role: str, reading: Reading) -> Iterator[str]:
    """One holder of a plural office for each owner: `Georgian minister`, `minister of Latvia`, `ministre letton`."""
    for number, (_, spelling) in enumerate(reading.owners):
        yield f"{spelling} {role}" if number < reading.ahead else f"{role} {spelling}"


def past_body(doc: Document, at: int) -> int:
    """Past a body of that owner, which ends its phrase: `Head of Japan's National Security Secretariat,`."""
    if doc.folded(at) not in {"'s", "'"}:
        return at
    end = at + 1
    while end < len(doc.tokens) and doc.tokens[end].is_capitalised:
        end += 1
    return end if end > at + 1 and doc.folded(end) in {",", ".", ";", ")", ""} else at


def next_owner(doc: Document, pack: Pack, at: int) -> tuple[int, int] | None:
    """Where the next state of a list begins, with its preposition and without: `, de l'Estonie`, `and Latvia`."""
    first = at = _next_item(doc, pack, at)
    if at < 0:
        return None
    if linked := pack.phrases["genitive"].match_at(doc.words, at):
        at = linked.last
    at += doc.folded(at) in pack.words["determiners"]
    match = doc.entities.get(at)
    return (first, at) if match and match.value.category in ("state", "organisation") else None
