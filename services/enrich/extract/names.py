"""Where a person's name begins and ends: particles, hyphens, initials, capitals, names that are also countries."""

import re

from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack
from services.enrich.text.tokens import Token

_LONGEST_NAME = 8
_REGNAL = re.compile(r"[IVX]{2,5}|Ier")
"""The number of a monarch."""
_APOSTROPHES = frozenset("'’ʿʾ")

_GERUND = 5
"""Names such as `Ming`, `Durant` are shorter, or go on with a name."""


def skip_honorifics(doc: Document, pack: Pack, index: int) -> tuple[int, bool]:
    """The first token after courtesy titles, and whether there was one."""
    at = index
    while at < len(doc.tokens) and (match := pack.phrases["honorifics"].match_at(doc.words, at)):
        if not doc.tokens[at].is_capitalised and doc.folded(at) not in pack.words["determiners"]:
            break
        at = past_remark(doc, pack, match.last)
    return at, at > index


def past_remark(doc: Document, pack: Pack, at: int) -> int:
    """Past the bracket of `General (rtd)`, `Dr. (Mrs)`."""
    if doc.folded(at) != "(" or doc.folded(at + 1) not in pack.words["courtesy_remarks"]:
        return at
    end = at + 2 + (doc.folded(at + 2) == ".")
    return end + 1 if doc.folded(end) == ")" else at


def past_letters(doc: Document, pack: Pack, at: int) -> int:
    """Past the letters after a name: `MP`, `, CBE, KC`, `(Rtd)`."""
    while True:
        first = at + (doc.folded(at) == ",")
        lettered = first < len(doc.tokens) and doc.tokens[first].text in pack.postnominals
        end = first + 1 if lettered else past_remark(doc, pack, at)
        if end == at:
            return at
        at = end


def name_at(doc: Document, pack: Pack, index: int, *, expected: bool) -> int | None:
    """The end of the name that begins at `index`, None where there is none.

    `expected`: a title or office stands before, so that one word is enough and a country's name may begin it.
    """
    if not _begins(doc, pack, index, expected=expected):
        return None
    end = index + 1
    while end < len(doc.tokens) and end - index < _LONGEST_NAME:
        step = _continues(doc, pack, end)
        small = doc.tokens[end].text.islower()
        if not step or (not expected and small and doc.folded(end) in pack.words["genitive"]):
            break
        end += step
    if expected or len(doc.tokens[index].text) > 3:
        return _past_suffix(doc, pack, end)
    particles = pack.words["particles"] - ({doc.folded(index)} & pack.words["given_particles"])
    words = [token for token in doc.tokens[index:end] if token.folded not in particles]
    return _past_suffix(doc, pack, end) if len(words) > 1 else None


def _past_suffix(doc: Document, pack: Pack, end: int) -> int:
    """Past the `Jr.` of a name."""
    at = end + (doc.folded(end) == ",")
    if doc.folded(at) not in pack.words["suffixes"]:
        return end
    return at + 1 + (doc.folded(at + 1) == "." and not doc.folded(at).endswith("."))


def _begins(doc: Document, pack: Pack, index: int, *, expected: bool) -> bool:
    if index >= len(doc.tokens):
        return False
    token = doc.tokens[index]
    if expected and token.folded in pack.words["particles"]:
        at = index + 1 + (doc.folded(index + 1) in pack.words["particles"])  # `von der Leyen`
        following = at < len(doc.tokens) and doc.tokens[at].is_capitalised and at not in doc.entities
        return following and (token.text[:1].isupper() or doc.folded(at) not in pack.words["common"])
    if not token.is_capitalised or (token.joined and doc.tokens[index - 1].is_word):
        return False
    if index in doc.entities:
        alone = expected and doc.folded(index - 1) in pack.words["royal"]  # `Queen Sofia`
        named = alone or ((expected or _is_given(doc, pack, index)) and _continues(doc, pack, index + 1) > 0)
        return named and doc.entities[index].last == index + 1
    if token.folded in pack.words["common"]:
        return expected and len(token.text) > 1 and token.folded in ("may", "mai", "april", "august")
    return expected or (pack.offices.match_at(doc.words, index) is None and not _is_gerund(doc, pack, index))


def _is_gerund(doc: Document, pack: Pack, index: int) -> bool:
    """`Emerging from talks`, `Sortant de`: a participle in capitals before a small word."""
    ends = doc.folded(index).endswith(pack.endings["gerund_endings"]) and len(doc.folded(index)) > _GERUND
    return ends and doc.folded(index + 1) in pack.words["prepositions|determiners"]


def _is_given(doc: Document, pack: Pack, index: int) -> bool:
    """`Florence Klee`: a place that is also a given name, before a word that a surname can be."""
    at = index + 1
    if doc.folded(index) not in pack.words["given_places"] or at >= len(doc.tokens) or at in doc.entities:
        return False
    surname = doc.tokens[at]
    plain = surname.folded not in pack.words["common"] and at not in doc.cues
    return plain and surname.is_capitalised and pack.offices.match_at(doc.words, at) is None


def _continues(doc: Document, pack: Pack, index: int) -> int:  # noqa: PLR0911 - one return a reason to stop
    """How many tokens at `index` carry a name on."""
    if index >= len(doc.tokens):
        return 0
    token, gap = doc.tokens[index], doc.text[doc.tokens[index - 1].end : doc.tokens[index].start]
    if "\n" in gap or len(gap) > 1:
        return 0
    if token.text in _APOSTROPHES and not gap and doc.folded(index + 1) != "s":
        following = _continues(doc, pack, index + 1)  # `Shia' Al Sudani`: the letter ayn at the end of a word
        return 1 + following if following and doc.tokens[index + 1].start > token.end else 0
    if token.folded in pack.words["particles"] and doc.folded(index + 1) not in pack.words["common"]:
        return _after_particle(doc, pack, index)
    if _REGNAL.fullmatch(token.text):
        return 1
    if token.folded in pack.words["suffixes"] or _is_courtesy(doc, pack, index) or _is_letters(doc, pack, index):
        return 0
    if not (token.is_capitalised or token.joined):
        return 0
    if _is_common(pack, token) and not token.joined and token.text[-1] != "." and len(token.text) > 1:
        return 0
    plain = not token.text.isupper() and not token.joined
    if pack.offices.match_at(doc.words, index) and plain and not _is_surname(doc, pack, index):
        return 0
    return 1


def _is_letters(doc: Document, pack: Pack, index: int) -> bool:
    """The letters after a name (`TD`, `MP`), which names in capitals have none of."""
    return doc.tokens[index].text in pack.postnominals and not doc.tokens[index - 1].text.isupper()


def _is_surname(doc: Document, pack: Pack, index: int) -> bool:
    """`M. Le Maire`, `Julie Bishop`: behind a particle in capitals, or as a surname of its own, an office is a name."""
    before, at = doc.tokens[index - 1], index + 1
    alone = at >= len(doc.tokens) or not (doc.tokens[at].is_capitalised or doc.folded(at) in pack.words["genitive"])
    led = before.folded in pack.words["particles"] and before.text[:1].isupper()
    return alone and (led or doc.folded(index) in pack.words["office_surnames"])


def _is_common(pack: Pack, token: Token) -> bool:
    """A common word; the marks of `Sơn` keep it from being `son`."""
    return token.folded in pack.words["common"] and token.text.isascii()


def _is_courtesy(doc: Document, pack: Pack, index: int) -> bool:
    return (
        len(doc.tokens[index].text) in range(2, 6) and pack.phrases["honorifics"].match_at(doc.words, index) is not None
    )


def _after_particle(doc: Document, pack: Pack, index: int) -> int:
    at = index + 1
    while at < index + 3 and doc.folded(at) in pack.words["particles"]:
        at += 1
    if at >= len(doc.tokens) or not doc.tokens[at].is_capitalised or at in doc.entities:
        return 0
    if pack.phrases["honorifics"].match_at(doc.words, at):
        return 0
    return at + 1 - index
