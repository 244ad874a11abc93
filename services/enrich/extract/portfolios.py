"""What an office is for: `for Foreign Affairs and Trade`, `de l'économie, des finances et de la relance`."""

from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack
from services.enrich.extract.office_heads import Reading, head

_LONGEST_PORTFOLIO = 12


def portfolio(doc: Document, pack: Pack, reading: Reading, first: int, at: int) -> bool:
    """Read what an office is for, its preposition at `first` and its first word at `at`; False where nothing stands."""
    end = _portfolio_end(doc, pack, at)
    if end is None:
        return False
    reading.pieces.append((first, end))
    reading.at = end
    while further := _further_portfolio(doc, pack, reading.at):
        reading.pieces.append((reading.at, further))
        reading.at = further
    return True


def _further_portfolio(doc: Document, pack: Pack, at: int) -> int | None:
    """The end of `and Trade`, `et de la relance`, `, des finances` at `at`."""
    joined = pack.phrases["and"].match_at(doc.words, at)
    after = joined.last if joined else at + 1
    linked = pack.phrases["of"].match_at(doc.words, after)
    if joined is None and (linked is None or doc.folded(at) != ","):
        return None
    after = linked.last if linked else after
    after += doc.folded(after) in pack.words["determiners"]
    further = pack.complements.match_at(doc.words, after)
    return further.last if further else None


def _portfolio_end(doc: Document, pack: Pack, at: int) -> int | None:
    """A known portfolio, words that portfolios have, else a capitalised phrase (`for the Sahel`)."""
    match = pack.complements.match_at(doc.words, at)
    worded = _worded_end(doc, pack, at)
    if match or worded:
        return max(worded, match.last if match else 0)
    end = at
    while end < len(doc.tokens) and doc.tokens[end].is_capitalised and end - at < 5:
        if (
            end in doc.entities
            or doc.folded(end) in pack.words["common"]
            or pack.phrases["honorifics"].match_at(doc.words, end)
        ):
            break
        end += 1
    return end if end > at else None


def _worded_end(doc: Document, pack: Pack, at: int) -> int:
    """The end of capitalised words that portfolios have: `Public Safety` of `Public Safety Ann Borg`; 0: none."""
    end = index = at
    while index < len(doc.tokens) and index - at < _LONGEST_PORTFOLIO:
        if doc.folded(index) in pack.portfolio_words and doc.tokens[index].is_capitalised:
            if index > end and head(doc, pack, Reading(index, [], [])):
                break  # `for Trade, Energy Minister X`: another office
            end = index + 1
        elif index == at or not _links_portfolios(doc, pack, index):
            break
        index += 1
    return end if end > at else 0


def _links_portfolios(doc: Document, pack: Pack, index: int) -> bool:
    """`Growth, Energy, and the Environment`."""
    word, joined = doc.folded(index), pack.phrases["and"].match_at(doc.words, index)
    return word == "," or word in pack.words["determiners"] or joined is not None
