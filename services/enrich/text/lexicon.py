"""Phrases found in tokens: a trie keyed by folded tokens, read from left to right, the longest phrase first."""

from collections.abc import Iterable, Iterator, KeysView, Sequence
from itertools import compress, count
from typing import Generic, NamedTuple, TypeVar

from services.enrich.text.tokens import Token, tokenize

T = TypeVar("T")


class Match(NamedTuple, Generic[T]):
    """A phrase at `tokens[first:last]` and what it stands for."""

    first: int
    last: int
    value: T


class _Node(Generic[T]):
    """Where a phrase has come to: the words that it may go on with, and its value where it may end."""

    __slots__ = ("ends", "following", "value")

    def __init__(self) -> None:
        self.following: dict[str, _Node[T]] = {}
        self.ends = False
        self.value: T | None = None


class Lexicon(Generic[T]):
    """A set of phrases, each with a value. Case, accents, hyphens and kinds of apostrophe make no difference.

    Of two entries with the same phrase the first one counts. Finding takes time linear in the tokens, times the
    length of the longest phrase at worst.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._begun: dict[str, _Node[T]] = {}
        self.beginnings: KeysView[str] = self._begun.keys()
        """The first words of the phrases, folded."""
        for phrase, value in entries:
            self._add(tokenize(phrase), value)

    def _add(self, tokens: Sequence[Token], value: T) -> None:
        node, following = None, self._begun
        for token in tokens:
            node = following.get(token.folded) or following.setdefault(token.folded, _Node())
            following = node.following
        if node is not None and not node.ends:
            node.value, node.ends = value, True

    def match_at(self, words: Sequence[str], first: int, last: int | None = None) -> Match[T] | None:
        """The longest phrase that begins at `words[first]` and ends by `words[last]` (exclusive); words are folded."""
        end = len(words) if last is None else last
        node = self._begun.get(words[first]) if first < end else None
        if node is None:
            return None
        ending, reached, index = None, first, first
        while node is not None:
            index += 1
            if node.ends:
                ending, reached = node, index
            node = node.following.get(words[index]) if index < end else None
        return Match(first, reached, ending.value) if ending else None  # type: ignore[arg-type]  # it ends: it has one

    def begun_in(self, words: Iterable[str], first: int = 0) -> Iterator[int]:
        """Where among the folded words, which are counted from `first`, a phrase may begin."""
        return compress(count(first), map(self._begun.__contains__, words))

    def find(self, words: Sequence[str]) -> list[Match[T]]:
        """The phrases in the folded words, leftmost and longest first; of two that overlap the longer one."""
        found: list[Match[T]] = []
        free, last = 0, len(words) - 1
        for index in self.begun_in(words):
            node = self._begun[words[index]]
            if not (node.ends or (index < last and words[index + 1] in node.following)):
                continue
            match = self.match_at(words, index)
            if match is None or match.last <= free:
                continue
            if index < free:  # `will take` and `take part in`
                if match.last - index <= free - found[-1].first:
                    continue
                found.pop()
            found.append(match)
            free = match.last
        return found
