"""Members of a cast by the words of their names, so that a text of any number of names is read in linear time."""

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from services.enrich.text.tokens import folded_words, tokenize

_SUFFIXES = frozenset(("jr", "sr"))
_LONGEST = 8
"""Words of a name that are compared; so a name has at most 255 parts."""
_MOST = 4
"""So many members of one surname are told apart."""
_COMPARED = 500
"""A name is compared with so many members that have its rarest word; so any number of names takes linear time."""


@lru_cache(maxsize=1 << 14)
def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name that tell persons apart: no initials, no `Jr.`."""
    words = (t.folded for t in tokenize(name) if t.is_word and len(t.folded.strip("'.")) > 1)
    return tuple(word for word in words if word.rstrip(".") not in _SUFFIXES)


def fold_name(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(word for word in folded_words(text) if word[0].isalnum())


@dataclass(slots=True)
class NameIndex:
    """Which members a name can mean: those whose name has all words of it, or all of whose words it has."""

    _answers: dict[tuple[str, ...], list[int]] = field(default_factory=dict)
    """What was asked since a name was entered last."""
    _whole: dict[frozenset[str], int] = field(default_factory=dict)
    _having: dict[str, list[int]] = field(default_factory=dict)
    """The members that have a word."""
    _known: dict[int, frozenset[str]] = field(default_factory=dict)

    def same(self, words: tuple[str, ...]) -> list[int]:
        """The members of that name, the lowest number first."""
        if words not in self._answers:
            self._answers[words] = self._same(words)
        return self._answers[words]

    def _same(self, words: tuple[str, ...]) -> list[int]:
        name = frozenset(words[:_LONGEST])
        rarest = min((self._having.get(word, []) for word in name), key=len, default=[])
        longer = sorted(number for number in rarest[:_COMPARED] if name <= self._known[number])
        shorter = (self._whole[part] for part in _parts(name) if part in self._whole)
        return sorted({*longer[:_MOST], *shorter})

    def add(self, number: int, words: tuple[str, ...]) -> None:
        """Enter a member, or the longer name that it now has; a name never loses words."""
        name, before = frozenset(words[:_LONGEST]), self._known.get(number, frozenset())
        if name == before:
            return
        self._answers.clear()
        if before and self._whole.get(before) == number:
            del self._whole[before]
        self._known[number] = name
        self._whole[name] = min(number, self._whole.get(name, number))
        for word in name - before:
            self._having.setdefault(word, []).append(number)


@lru_cache(maxsize=64)
def _parts(name: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Kept for the names spoken of last, which are asked for again and again."""
    return tuple(frozenset(part) for size in range(1, len(name) + 1) for part in combinations(sorted(name), size))
