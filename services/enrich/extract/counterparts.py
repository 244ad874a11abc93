"""Counterparts: `his Norwegian counterpart Ben Olsen`, `ses homologues du Ghana et du Pérou`."""

from collections.abc import Iterator
from dataclasses import replace

from services.enrich.extract.appositions import demonym_at, owner_behind, with_apposition
from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack
from services.enrich.extract.mentions import Mention
from services.enrich.extract.names import name_at, skip_honorifics
from services.enrich.extract.office_heads import next_owner
from services.enrich.extract.offices import office_at


def counterpart(doc: Document, pack: Pack, index: int) -> Mention | None:
    """`his Ukrainian counterpart, Dmytro Kuleba`, `son homologue russe`."""
    if doc.folded(index) not in pack.words["determiners"]:
        return None
    at, affiliation = demonym_at(doc, index + 1)
    match = pack.phrases["counterpart"].match_at(doc.words, at)
    if match is None:
        return None
    end, after = demonym_at(doc, match.last)
    if (owned := owner_behind(doc, pack, end)) is not None:
        after, end = owned
    text, plural = doc.span(index + 1, end), doc.folded(match.last - 1).endswith("s")
    if plural:
        text = f"{doc.span(index + 1, match.last).removesuffix('s')} {doc.span(match.last, end)}".rstrip()
    owner = affiliation or after
    unnamed = Mention(index, end, "counterpart", None, None, owner, text, named=True, plural=plural)
    return _counterpart_named(doc, pack, unnamed)


def further_counterparts(doc: Document, pack: Pack, first: Mention) -> Iterator[Mention]:
    """The others of `ses homologues de A et de B`; each is named as one."""
    at = first.last
    while first.kind == "counterpart" and first.plural and (following := next_owner(doc, pack, at)):
        entity = doc.entities[following[1]]
        noun = first.text.partition(" ")[0]
        text = f"{noun} {doc.span(following[0], entity.last)}"
        yield replace(first, first=following[0], last=entity.last, affiliation=entity.value.id, text=text)
        at = entity.last


def _counterpart_named(doc: Document, pack: Pack, unnamed: Mention) -> Mention:
    """`his counterpart, Ms X`, `his counterpart, Ambassador X, Head of …`."""
    at, _ = skip_honorifics(doc, pack, unnamed.last + (doc.folded(unnamed.last) == ","))
    office = office_at(doc, pack, at)
    if office is not None and office.name_end and not office.plural:
        owner = unnamed.affiliation or next(iter(office.affiliations), None)
        name = doc.span(office.name_start, office.name_end)
        named = replace(unnamed, name=name, role=office.role, last=office.name_end, affiliation=owner)
    elif name_end := name_at(doc, pack, at, expected=True):
        named = replace(unnamed, name=doc.span(at, name_end), last=name_end)
    else:
        return unnamed
    return with_apposition(doc, pack, named)
