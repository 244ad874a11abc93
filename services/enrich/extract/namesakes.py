"""Members of a cast by the words of their names, so that a text of any number of names is read in linear time."""

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from services.enrich.text.tokens import tokenize

_LONGEST = 8
"""Words of a name that are compared; so a name has at most 255 parts."""
_MOST = 4
"""So many members of one surname are told apart."""


@lru_cache(maxsize=1 << 14)
def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name that tell persons apart: no particles of one or two letters, no initials."""
    return tuple(t.folded for t in tokenize(name) if t.is_word and len(t.folded.strip("'.")) > 1)


@dataclass(slots=True)
class NameIndex:
    """Which members a name can mean: those whose name has all words of it, or all of whose words it has."""

    _whole: dict[frozenset[str], int] = field(default_factory=dict)
    _within: dict[frozenset[str], list[int]] = field(default_factory=dict)
    _known: dict[int, frozenset[str]] = field(default_factory=dict)

    def same(self, words: tuple[str, ...]) -> list[int]:
        """The members of that name, the lowest number first."""
        name = frozenset(words[:_LONGEST])
        shorter = (self._whole[part] for part in _parts(name) if part in self._whole)
        return sorted({*self._within.get(name, ()), *shorter})

    def add(self, number: int, words: tuple[str, ...]) -> None:
        """Enter a member, or the longer name that it now has; a name never loses words."""
        name, before = frozenset(words[:_LONGEST]), self._known.get(number)
        if name == before:
            return
        if before is not None and self._whole.get(before) == number:
            del self._whole[before]
        self._known[number] = name
        self._whole[name] = min(number, self._whole.get(name, number))
        for part in _parts(name):
            holders = self._within.setdefault(part, [])
            if number not in holders:
                holders[:] = sorted((*holders, number))[:_MOST]


@lru_cache(maxsize=256)
def _parts(name: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Kept for the names of the release at hand, which are asked for again and again."""
    return tuple(frozenset(part) for size in range(1, len(name) + 1) for part in combinations(sorted(name), size))
