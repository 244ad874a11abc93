"""Bodies that the data does not know, as owners of an office: `Governor of the Lakes Bank`, `PDG de Vent du Nord`."""

from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack
from services.enrich.extract.office_heads import Reading, ends_line
from services.enrich.text.tokens import fold

_LONGEST = 14
_SHORTEST_ACRONYM = 3


def body_owner(doc: Document, pack: Pack, reading: Reading, linked: int, at: int) -> bool:
    """Take the body whose name begins at `at` for the owner; with a state at its end it is an organ of that state."""
    head = fold(reading.head)
    if reading.plural or reading.head.isupper() or any(head.startswith(rank) for rank in pack.words["portfolio_heads"]):
        return False
    end = body_end(doc, pack, at, any_name=head in pack.words["corporate_heads"])
    if end == at:
        return False
    inner = (doc.entities[i] for i in range(at, end) if i in doc.entities)
    state = next((m for m in inner if m.last == end and m.value.category == "state"), None)
    if state is None:
        reading.owners.append((doc.span(at, end), doc.span(at, end)))
    else:
        bare = _is_bare(doc, pack, at, state.first)
        reading.pieces.append((linked, end if bare else _before_owner(doc, pack, state.first)))
        reading.owners.append((state.value.id, doc.span(state.first, end)))
    reading.at = end
    return True


def body_end(doc: Document, pack: Pack, at: int, *, any_name: bool = False) -> int:
    """Where the name of a body that begins at token `at` ends; `at` where none begins.

    It has a word for a kind of body (`Bank`, `Fédération`) or is an acronym; `any_name` where any capitals will do.
    """
    if at >= len(doc.tokens) or not doc.tokens[at].is_capitalised or doc.folded(at) in pack.words["common"]:
        return at
    end = _name_end(doc, pack, at)
    token, words = doc.tokens[at], pack.words
    acronym = end == at + 1 and len(token.text) >= _SHORTEST_ACRONYM and token.text.isupper()
    inner = {doc.folded(i) for i in range(at, end)} - words["body_links"]
    named = not inner.isdisjoint(words["body_kinds"]) and not inner <= words["body_kinds|body_generic"]
    return end if any_name or acronym or named else at


def _name_end(doc: Document, pack: Pack, at: int) -> int:
    """The end of capitalised words, of what `of` and `and` add to them, and in French of their adjectives."""
    end = at + 1
    for index in range(at + 1, min(at + _LONGEST, len(doc.tokens))):
        token, word = doc.tokens[index], doc.folded(index)
        if ends_line(doc, index) or _is_title(doc, pack, index):
            break
        if token.is_capitalised and word not in pack.words["common"]:
            if doc.folded(end) in pack.words["body_links"] and (state := _state_at(doc, index)):
                return state  # `Bank of Angola X`
            end = index + 1
        elif word in pack.words["body_links"]:
            continue
        elif _runs_on(doc, pack, index, end):
            end = index + 1
        else:
            break
    return end


def _state_at(doc: Document, index: int) -> int:
    """Where a state that ends a name ends; 0: none stands there."""
    match = doc.entities.get(index)
    return match.last if match is not None and match.value.category == "state" else 0


def _runs_on(doc: Document, pack: Pack, index: int, end: int) -> bool:
    """`Institut national de recherche biomédicale`: an adjective, or a noun behind `de`, in small letters."""
    word, words = doc.folded(index), pack.words
    endings = pack.endings["body_endings"]
    if not endings or not doc.tokens[index].is_word or word in words["common"] or word in words["office_stops"]:
        return False
    return index > end or word.endswith(endings)


def _is_title(doc: Document, pack: Pack, index: int) -> bool:
    return doc.tokens[index].is_capitalised and (
        pack.phrases["honorifics"].match_at(doc.words, index) is not None
        or pack.offices.match_at(doc.words, index) is not None
    )


def _is_bare(doc: Document, pack: Pack, first: int, last: int) -> bool:
    """`Banque du Liban`: the state is part of the name where nothing but the kind of body stands before it."""
    links = pack.words["body_links"]
    return sum(doc.folded(i) not in links for i in range(first, last)) == 1


def _before_owner(doc: Document, pack: Pack, at: int) -> int:
    while doc.folded(at - 1) in pack.words["body_links"]:
        at -= 1
    return at
