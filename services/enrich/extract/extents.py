"""An office read on to the name of its holder, whatever it is for: `of Mines and Urban Life of Ruritania, Ms X`."""

from services.enrich.extract.cues import Frame
from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack
from services.enrich.extract.names import name_at, past_remark, skip_honorifics
from services.enrich.extract.office_heads import Reading, ends_line
from services.enrich.text.tokens import fold

_LAST_WORDS = 8
"""So many words of a portfolio, less one, may follow those that are known."""
_LONGEST = 18
"""How many tokens of an office may stand between what is known of it and its holder."""


def read_on(doc: Document, pack: Pack, reading: Reading) -> None:
    """Take what stands between an office and `, Ms X` for its portfolio and owner; nothing where no name follows."""
    if reading.plural or not _goes_on(doc, pack, reading):
        return
    end = _holder_at(doc, pack, reading.at)
    if end is None:
        return
    if _is_posted(doc, pack, reading.at):
        posted = reading.owners and fold(reading.head) in pack.words["posted_heads"]
        reading.pieces.extend([] if posted else [(reading.at, end)])
        reading.at = end
        return
    cut = _owner_at(doc, pack, reading, end)
    if cut > reading.at:
        body = doc.folded(reading.at) in pack.words["office_bodies"]
        reading.pieces.append((max(last for _, last in reading.pieces) if body else reading.at, cut))
    reading.at = end


def _is_posted(doc: Document, pack: Pack, at: int) -> bool:
    """`Ambassador of Ruritania in Oslo`, `ambassadeur du Bénin à Paris`: where the holder serves."""
    if doc.folded(at) not in pack.words["places_in"]:
        return False
    return at + 1 + (doc.folded(at + 1) in pack.words["determiners"]) in doc.entities


def _goes_on(doc: Document, pack: Pack, reading: Reading) -> bool:
    """`of …`, `and of …`, `and Urban …`, a word for a body, or one more capitalised word of a portfolio."""
    at = reading.at
    known = pack.phrases["of"].match_at(doc.words, at) is not None or doc.folded(at) in pack.words["office_bodies"]
    if known or _is_posted(doc, pack, at):
        return True
    joined = pack.phrases["and"].match_at(doc.words, at)
    if joined is not None:
        following = joined.last < len(doc.tokens) and doc.tokens[joined.last].is_capitalised
        return following or pack.phrases["of"].match_at(doc.words, joined.last) is not None
    ends = next((i for i in range(at + 1, at + _LAST_WORDS) if doc.folded(i) == ","), None)
    return ends is not None and len(reading.pieces) > 1 and is_holder(doc, pack, ends + 1)


def _holder_at(doc: Document, pack: Pack, at: int) -> int | None:
    """Where the office ends: at the comma or courtesy title before its holder's name."""
    for index in range(at, min(at + _LONGEST, len(doc.tokens))):
        if _stops(doc, pack, index, first=index == at):
            return None
        if doc.folded(index) == ",":
            if is_holder(doc, pack, index + 1):
                return index
            if not pack.phrases["of"].match_at(doc.words, index + 1):
                return None
        elif index > at and doc.tokens[index].is_capitalised and skip_honorifics(doc, pack, index)[1]:
            return index if is_holder(doc, pack, index) else None
    return None


def _stops(doc: Document, pack: Pack, index: int, *, first: bool) -> bool:
    """Whether a verb, another office or the end of the line keeps an office from going on."""
    token = doc.tokens[index]
    is_word = len(token.text) > 1 or token.text.isascii()  # `a` is a verb, `à` is none
    if (token.folded in pack.words["office_stops"] and is_word) or ends_line(doc, index):
        return True
    cue = doc.cues.get(index)
    if cue is not None and cue.value.frame is not Frame.NOUN and not token.is_capitalised:
        return True
    office = None if first else pack.offices.match_at(doc.words, index)
    return office is not None and (office.value == "head" or office.value.startswith("plural:"))


def is_holder(doc: Document, pack: Pack, index: int) -> bool:
    """A name with a courtesy title, or one of several words that a comma or the end of the sentence follows."""
    at, courtesy = past_courtesy(doc, pack, index)
    end = name_at(doc, pack, at, expected=courtesy)
    if end is None or courtesy:
        return end is not None
    return end - at > 1 and doc.folded(end) in {",", ".", ""}


def past_courtesy(doc: Document, pack: Pack, index: int) -> tuple[int, bool]:
    """The first token after courtesy titles, also after `le cheikh`, and whether there was one."""
    titled = pack.phrases["honorifics"].match_at(doc.words, index) is not None  # `Her Excellency`, `le Cardinal`
    begins = index + (not titled and doc.folded(index) in pack.words["determiners"])
    at = begins
    while match := pack.phrases["honorifics"].match_at(doc.words, at):
        at = past_remark(doc, pack, match.last)
    title = doc.folded(at)
    if title in pack.words["titular"] or (at > begins and title in pack.national):
        named = at + 1 < len(doc.tokens) and doc.tokens[at + 1].is_capitalised
        at += named or doc.tokens[at].is_capitalised  # `H.E. President X`, `l'ambassadeur X` behind another office
    return (at, True) if at > begins and name_at(doc, pack, at, expected=True) else (index, False)


def _owner_at(doc: Document, pack: Pack, reading: Reading, end: int) -> int:
    """Where the owner that ends an office begins, its preposition too; `end` where there is none."""
    found = [doc.entities[i] for i in range(reading.at, end) if i in doc.entities and doc.entities[i].value.affiliates]
    last = found[-1] if found and found[-1].last <= end else None
    if last is None or reading.owners:
        return end
    reading.owners.append((last.value.id, doc.span(last.first, last.last)))
    if last.last < end or last.value.category not in ("state", "organisation"):
        return end
    back = range(last.first - 1, max(last.first - 4, reading.at - 1), -1)
    linked = (pack.phrases["genitive"].match_at(doc.words, i) for i in back)
    return next((link.first for link in linked if link and link.last >= last.first - 1), end)
