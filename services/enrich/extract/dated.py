"""Dates of things, which tell no event's day: `the agreement signed on 3 May`, `l'attentat du 3 mai`."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from services.enrich.extract.dates import Bound, DateMention, Form
from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack

_REACH = 5
"""How far before a date the noun of an event stands that is dated by it: `the ministerial meeting of 3 May`."""
_AUXILIARY = 3
_DATES = (Form.DAY, Form.RANGE)
_FAMILIES = frozenset({"talks", "visit", "gathering", "attend", "gather", "speech"})


def set_apart(dates: Sequence[DateMention], doc: Document, pack: Pack) -> list[DateMention]:
    """The mentions, those as background that are a deadline or date a thing that is no event of any release."""
    starts = [token.start for token in doc.tokens]
    return [replace(m, background=True) if _is_apart(m, doc, pack, bisect_left(starts, m.start)) else m for m in dates]


def _is_apart(mention: DateMention, doc: Document, pack: Pack, at: int) -> bool:
    if mention.background or mention.form not in _DATES:
        return mention.background
    link = at - 1
    while doc.folded(link) in pack.words["date_links"]:
        link -= 1
    if link < 0 or link in doc.entities or _is_event(doc, link):
        return False
    if mention.bound is Bound.BY:
        return True
    noun = doc.tokens[link].text
    if not noun.islower() or not noun.isalpha():
        return False
    genitive = mention.form is Form.DAY and link + 2 == at and doc.folded(link + 1) in pack.words["dating"]
    return (genitive and doc.folded(link) not in pack.words["parts_of_days"]) or _is_participle(doc, pack, link)


def _is_event(doc: Document, link: int) -> bool:
    """Whether the word before a date, or one near before it, tells an event that the date may be of."""
    near = [doc.cues.get(index) for index in range(max(link - _REACH, 0), link + 1)]
    if near[-1] is not None and near[-1].value.rule == "visit-carried":
        near.pop()  # `l'attaque menée le 25 août`
    return any(cue is not None and cue.value.family in _FAMILIES for cue in near)


def _is_participle(doc: Document, pack: Pack, index: int) -> bool:
    """`l'attaque menée le 25 août`, `the agreement signed on 3 May`: a participle behind its noun, without a verb."""
    word, before = doc.tokens[index].text, doc.tokens[index - 1]
    words = pack.words
    participle = word.endswith(pack.light.participles) or doc.folded(index).endswith(pack.endings["participle_endings"])
    if index == 0 or not participle or doc.folded(index) in words["parts_of_days"]:
        return False
    near = [doc.folded(i) for i in range(max(index - _AUXILIARY, 0), index)]
    if not pack.words["perfect_auxiliaries"].isdisjoint(near):
        return False
    return before.text.islower() and before.text.isalpha() and before.folded not in words["no_nouns|determiners"]
