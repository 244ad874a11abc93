"""Phrases found in tokens: a trie keyed by folded tokens, read from left to right, the longest phrase first."""

from collections.abc import Iterable, Sequence
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
        node, best = self._root, None
        for index in range(first, len(tokens) if last is None else last):
            following = node.children.get(tokens[index].folded)
            if following is None:
                break
            node = following
            if node.ends:
                best = Match(first, index + 1, node.value)
        return best  # type: ignore[return-value]  # a node that ends has its value, whatever T is

    def find(self, tokens: Sequence[Token]) -> list[Match[T]]:
        """The phrases in the tokens, leftmost and longest first, without overlaps."""
        found: list[Match[T]] = []
        begins, index = self._root.children, 0
        while index < len(tokens):
            match = self.match_at(tokens, index) if tokens[index].folded in begins else None
            if match is None:
                index += 1
            else:
                found.append(match)
                index = match.last
        return found
