"""Whose an office is, after its words: `of Kenya`, `of Estonia and Latvia`, `of the Government of Kenya`."""

from services.enrich.extract.document import Document
from services.enrich.extract.extents import is_holder
from services.enrich.extract.lang import Pack
from services.enrich.extract.office_heads import (
    Reading,
    ends_line,
    keeps_form,
    next_owner,
    organ_itself,
    past_acronym,
    past_body,
    past_label,
    past_wrapper,
)

_LONGEST_POLITY = 3
_LONGEST_BODY = 6


def owners(doc: Document, pack: Pack, reading: Reading, linked: int, at: int) -> bool:
    """One state or organisation, or a list of them for a plural office."""
    preposition = doc.span(linked, linked + 1)
    at = past_wrapper(doc, pack, at)
    linked, at = past_label(doc, pack, linked, at) if reading.plural else (linked, at)
    while (match := doc.entities.get(at)) and match.value.affiliates and match.value.category != "demonym":
        if match.value.category == "organ":
            first, last = organ_itself(doc, pack, match)
            begins = [(reading.at, match.first)] if first > match.first else []
            reading.pieces.extend([*begins, (first if begins else reading.at, last)])
        spelling = doc.span(linked, match.last)
        linking = pack.phrases["genitive"].match_at(doc.words, linked)
        if linking is None and not reading.plural:
            _towards(doc, pack, reading, linked, match.last)
            return True
        if not reading.plural and (end := _inner_body(doc, pack, match.last)):
            own = doc.folded(end - 1) not in pack.words["portfolio_tails"]
            reading.pieces.extend([(linked, match.first), (match.last, end)] if own else [(linked, end)])
            reading.owners.extend([(match.value.id, spelling)] if own else [])
            reading.at = end
            return True
        if keeps_form(doc, pack, reading, at):
            reading.pieces.append((linked, at + 1))
        reading.owners.append((match.value.id, spelling if linking else f"{preposition} {spelling}"))
        reading.at = past_body(doc, past_acronym(doc, match.last))
        following = next_owner(doc, pack, match.last) if reading.plural else None
        if following is None:
            return True
        linked, at = following
    return False


def _inner_body(doc: Document, pack: Pack, at: int) -> int:
    """Where a body of the owner ends: `the SADC Council of Ministers`, `the Niger Delta Affairs`; 0: there is none."""
    end = at
    while end < min(at + _LONGEST_BODY, len(doc.tokens)) and doc.tokens[end].is_capitalised and not ends_line(doc, end):
        end += 1
    tail = next((i for i in range(end - 1, at - 1, -1) if doc.folded(i) in pack.words["office_tails"]), -1)
    if tail < 0:
        return 0
    linked = pack.phrases["genitive"].match_at(doc.words, tail + 1)
    plural = pack.offices.match_at(doc.words, linked.last) if linked else None
    return plural.last if plural and plural.value.startswith("plural:") else tail + 1


def government(doc: Document, pack: Pack, reading: Reading, linked: int, at: int) -> bool:
    """`of the Kenyan Government`, `of the Government of Kenya`; `head of Kenyan diplomacy`, where the body is kept."""
    if at not in doc.entities and (end := _polity(doc, pack, at)):
        inner = pack.phrases["genitive"].match_at(doc.words, end)
        owner = inner.last + (doc.folded(inner.last) in pack.words["determiners"]) if inner else -1
        return inner is not None and owner in doc.entities and owners(doc, pack, reading, inner.first, owner)
    match = doc.entities.get(at)
    if match is None or match.value.category != "demonym":
        return False
    body = doc.folded(match.last)
    if body not in pack.words["officials"] | pack.words["owned_bodies"]:
        return False
    if body not in pack.words["officials"]:
        reading.pieces.extend([(linked, match.first), (match.last, match.last + 1)])
    reading.owners.append((match.value.id, doc.span(at, match.last + 1)))
    reading.at = match.last + 1
    return True


def _polity(doc: Document, pack: Pack, at: int) -> int:
    """Where `of Ruritania` begins after `Government`, `Socialist Republic`, `République populaire`; 0: nowhere."""
    end = at
    while end < at + _LONGEST_POLITY and end < len(doc.tokens) and doc.tokens[end].is_capitalised:
        end += 1
    if not doc.says(pack.words["governments"], at, end):
        return 0
    linked = (i for i in range(end, end + _LONGEST_POLITY) if pack.phrases["genitive"].match_at(doc.words, i))
    return next(linked, 0)


def goal(doc: Document, pack: Pack, reading: Reading, linked: int, at: int) -> bool:
    """`Minister for Wales`, `mission to Geneva`."""
    match = doc.entities.get(at)
    away = match is not None and match.value.category in ("city", "seat")
    if match is None or not away or pack.phrases["genitive"].match_at(doc.words, linked):
        return False
    _towards(doc, pack, reading, linked, match.last)
    return True


def _past_regions(doc: Document, pack: Pack, at: int) -> int:
    """Past words such as `Middle`, `Eastern Caribbean`."""
    while doc.folded(at) in pack.portfolio_words and doc.tokens[at].is_capitalised:
        at += 1
    return at


def _towards(doc: Document, pack: Pack, reading: Reading, linked: int, last: int) -> None:
    """`Special Envoy for Ruritania`, `ambassador to Ruritania`: not whose the office is, but where or what for."""
    last = _past_regions(doc, pack, last)
    if joined := pack.phrases["and"].match_at(doc.words, last):  # `Ambassador to Ruritania and the Eastern Sea X`
        further = joined.last + (doc.folded(joined.last) in pack.words["determiners"])
        further = doc.entities[further].last if further in doc.entities else further
        end = _past_regions(doc, pack, further)
        last = end if end > joined.last + 1 or further > joined.last + 1 else last
    if doc.folded(last + 1) == "," and is_holder(doc, pack, last + 2) and doc.tokens[last].is_capitalised:
        last += 1
    reading.pieces.append((linked, last))
    reading.at = last
