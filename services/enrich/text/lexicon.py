"""Phrases found in tokens: a trie keyed by folded tokens, read from left to right, the longest phrase first."""

from collections.abc import Iterable, KeysView, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from services.enrich.text.tokens import Token, tokenize

T = TypeVar("T")


class Match(NamedTuple, Generic[T]):
    """A phrase at `tokens[first:last]` and what it stands for."""

    first: int
    last: int
    value: T


@dataclass(slots=True)
class _Node(Generic[T]):
    children: "dict[str, _Node[T]]"
    value: T | None = None
    ends: bool = False


class Lexicon(Generic[T]):
    """A set of phrases, each with a value. Case, accents, hyphens and kinds of apostrophe make no difference.

    Of two entries with the same phrase the first one counts. Finding takes time linear in the tokens, times the
    length of the longest phrase at worst.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._root: _Node[T] = _Node({})
        self.beginnings: KeysView[str] = self._root.children.keys()
        """The first words of the phrases, folded."""
        for phrase, value in entries:
            self._add(tokenize(phrase), value)

    def _add(self, tokens: Sequence[Token], value: T) -> None:
        node = self._root
        for token in tokens:
            node = node.children.setdefault(token.folded, _Node({}))
        if tokens and not node.ends:
            node.value, node.ends = value, True

    def match_at(self, tokens: Sequence[Token], first: int, last: int | None = None) -> Match[T] | None:
        """The longest phrase that begins at `tokens[first]` and ends by `tokens[last]` (exclusive)."""
        end = len(tokens) if last is None else last
        if first >= end or tokens[first].folded not in self._root.children:
            return None
        node, best = self._root, None
        for index in range(first, end):
            following = node.children.get(tokens[index].folded)
            if following is None:
                break
            node = following
            if node.ends:
                best = Match(first, index + 1, node.value)
        return best  # type: ignore[return-value]  # a node that ends has its value, whatever T is

    def find(self, tokens: Sequence[Token]) -> list[Match[T]]:
        """The phrases in the tokens, leftmost and longest first, without overlaps."""
        return self.find_words([token.folded for token in tokens])

    def find_words(self, words: Sequence[str]) -> list[Match[T]]:
        """The same over words that are folded already, or stand for tokens in another way."""
        found: list[Match[T]] = []
        begins, free = self._root.children, 0
        for index in [index for index, word in enumerate(words) if word in begins]:
            if index >= free and (match := self._longest(words, index)):
                found.append(match)
                free = match.last
        return found

    def _longest(self, words: Sequence[str], first: int) -> Match[T] | None:
        node, best = self._root, None
        for index in range(first, len(words)):
            following = node.children.get(words[index])
            if following is None:
                break
            node = following
            if node.ends:
                best = Match(first, index + 1, node.value)
        return best  # type: ignore[return-value]  # as above
