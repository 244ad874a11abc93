"""Names and titles reduced to what spelling, accents and script leave in common; for search and comparison only."""

import re
from functools import lru_cache

from anyascii import anyascii

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST = 64
"""Characters of a word that are kept; no name needs more, and keys stay short."""


@lru_cache(maxsize=16_384)
def words(text: str) -> tuple[str, ...]:
    """The words of `text` in order, in Latin letters without case or accents: "Sergueï Lavrov" → serguei, lavrov."""
    return tuple(word[:_LONGEST] for word in _WORD.findall(anyascii(text).casefold().replace("'", " ")))
