"""Tokens become sentences; a line of its own (headline, bullet, caption) is one too."""

import json
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from services.enrich.text.tokens import Token

_FINAL = frozenset(".!?…") | {"..", "...", "?!"}
_CLOSING = frozenset("»”\")]’'")
_STARTERS = frozenset(json.loads(files("services.enrich.text").joinpath("sentence_starters.json").read_text("utf-8")))
"""Folded words that begin a sentence after an abbreviation such as `U.S.`, which may or may not end one."""


_NUMBER = 2
"""The tokens of a number that heads a line: a figure and its full stop."""
_LONGEST = 250
"""A sentence of more tokens is debris; it is cut, so that whatever looks around in a sentence stays linear."""


class Sentence(NamedTuple):
    """`tokens[first:last]`, which stand at `text[start:end]`."""

    first: int
    last: int
    start: int
    end: int
    opens_line: bool
    """Whether nothing but white space or a number of its own (`2.`) stands before it on its line."""


def split_sentences(text: str, tokens: Sequence[Token]) -> list[Sentence]:
    """The sentences of the tokens of `text`, in order; every token belongs to exactly one."""
    sentences: list[Sentence] = []
    first, opens_line = 0, True
    line_end = _line_end(text, tokens[0].start if tokens else 0)
    for index, (before, after) in enumerate(pairwise(tokens), 1):
        at_break = index - first >= _LONGEST
        if line_end < after.start:
            at_break = at_break or _breaks_line(text[before.end : after.start], before, after)
            line_end = _line_end(text, after.start)
        if at_break or (not before.text[-1].isalnum() and _ends_sentence(tokens, index)):
            sentences.append(Sentence(first, index, tokens[first].start, before.end, opens_line))
            numbered = opens_line and index - first == _NUMBER and tokens[first].text.isdigit()
            first, opens_line = index, at_break or numbered
    if tokens:
        sentences.append(Sentence(first, len(tokens), tokens[first].start, tokens[-1].end, opens_line))
    return sentences


def _line_end(text: str, start: int) -> int:
    found = text.find("\n", start)
    return len(text) if found < 0 else found


def _breaks_line(gap: str, before: Token, after: Token) -> bool:
    """A line ends in the gap between the two tokens, and is not merely wrapped."""
    wrapped = after.text[0].islower() and before.text not in _FINAL and before.text != ":"
    return gap.count("\n") > 1 or not wrapped


def _ends_sentence(tokens: Sequence[Token], index: int) -> bool:
    """Whether a sentence ends before `tokens[index]`."""
    after = tokens[index]
    if after.text in _CLOSING or after.text[0].islower():
        return False
    before = index - 1
    while before > 0 and tokens[before].text in _CLOSING:
        before -= 1
    last = tokens[before].text
    if last in _FINAL:
        return True
    return before == index - 1 and last[-1] == "." and last.count(".") > 1 and after.folded in _STARTERS
