"""One office before several names: `Presidents A, B and C`, `les ministres A (Norvège) et B (Pérou)`, `MM. A et B`."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack
from services.enrich.extract.mentions import Mention

_HEAD = 4
"""An office in the plural begins within so many tokens of its mention: `Their Excellencies Presidents A and B`."""
_GAP = 2


def with_shared_offices(doc: Document, pack: Pack, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions, each name of a list under an office or a courtesy in the plural with that office."""
    last: Mention | None = None
    for mention in mentions:
        heads = _is_plural(doc, pack, mention)
        shares = last is not None and _goes_on(doc, pack, last, mention)
        told = replace(mention, role=last.role, named=True) if shares and last else mention
        yield told
        last = told if heads or shares else None


def _is_plural(doc: Document, pack: Pack, mention: Mention) -> bool:
    """Whether the first name of a list stands after its office in the plural."""
    if mention.kind != "person" or not mention.named:
        return False
    if doc.folded(mention.first) in pack.words["plural_courtesies"]:
        return True
    heads = (
        pack.offices.match_at(doc.tokens, i) for i in range(mention.first, min(mention.first + _HEAD, mention.last))
    )
    return any(head is not None and head.value.startswith("plural:") for head in heads)


def _goes_on(doc: Document, pack: Pack, last: Mention, mention: Mention) -> bool:
    """Whether a bare name follows the one before, parted by nothing but a comma or `and`."""
    gap = [doc.folded(index) for index in range(last.last, mention.first)]
    bare = mention.kind == "person" and mention.role is None
    return bare and 0 < len(gap) <= _GAP and all(word == "," or word in pack.words["and"] for word in gap)
