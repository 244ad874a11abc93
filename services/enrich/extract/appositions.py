"""What stands beside a name: the state in brackets, an office after a comma, a demonym before a noun."""

from dataclasses import replace

from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack
from services.enrich.extract.mentions import Mention
from services.enrich.extract.offices import apposed_office


def with_apposition(doc: Document, pack: Pack, person: Mention) -> Mention:
    """A name with the office that stands after it, and the state of both."""
    at = _apposition_at(doc, pack, person.last)
    if at is None or _is_place(doc, pack, person, at):
        return person
    article = doc.folded(at) in pack.words["determiners"]
    office = apposed_office(doc, pack, at + article, article=article)
    if office is None:
        return person
    last, owner = office.last, office.affiliations[0] if office.affiliations else person.affiliation
    if owner is None and (state := _state_behind(doc, last)):
        owner, last = state
    also = (*office.also, *([(person.role, person.affiliation)] if person.role else ()))
    return replace(person, role=office.role, affiliation=owner, last=last, named=True, also=also)


def _state_behind(doc: Document, at: int) -> tuple[str | None, int] | None:
    """The state of `X, Minister of Works, Ruritania,`, and where it ends."""
    match = doc.entities.get(at + 1) if doc.folded(at) == "," else None
    alone = match is not None and doc.folded(match.last) in {",", ".", ";", ")", ""}
    return (match.value.id, match.last) if match and alone and match.value.category == "state" else None


def _is_place(doc: Document, pack: Pack, person: Mention, at: int) -> bool:
    """`from Kos to Piraeus, the High Commissioner …`: one word after a preposition or before a definite subject."""
    if person.named or len((person.name or "").split()) > 1:
        return False
    before = {doc.folded(person.first - 1), doc.folded(person.first)}
    return not before.isdisjoint(pack.words["prepositions"]) or doc.folded(at) in pack.words["determiners"]


def _apposition_at(doc: Document, pack: Pack, at: int) -> int | None:
    """Where an apposition begins: after the comma, a peer's seat and `in his capacity as`."""
    if doc.folded(at) in pack.words["genitive"] and doc.folded(at + 2) == "," and doc.tokens[at + 1].is_capitalised:
        at += 2  # `Lord Klee of Strelsau, Minister for`
    if doc.folded(at) != ",":
        return None
    capacity = pack.phrases["capacity"].match_at(doc.words, at + 1)
    return capacity.last if capacity else at + 1


def demonym_at(doc: Document, index: int) -> tuple[int, str | None]:
    """Where a demonym or state at `index` ends, and its id; `index` and None where there is none."""
    match = doc.entities.get(index)
    return (match.last, match.value.id) if match and match.value.affiliates else (index, None)


def owner_behind(doc: Document, pack: Pack, index: int) -> tuple[str | None, int] | None:
    """The state or organisation in `… of Russia`, `… (Russie)` at `index`, and where it ends."""
    if doc.folded(index) == "(" and (match := doc.entities.get(index + 1)) and doc.folded(match.last) == ")":
        return (match.value.id, match.last + 1) if match.value.affiliates else None
    linked = pack.phrases["genitive"].match_at(doc.words, index)
    if linked is None:
        return None
    at = linked.last + 1 if doc.folded(linked.last) in pack.words["determiners"] else linked.last
    at += doc.folded(at) in pack.words["owner_adjectives"]
    entity = doc.entities.get(at)
    return (entity.value.id, entity.last) if entity and entity.value.affiliates else None
