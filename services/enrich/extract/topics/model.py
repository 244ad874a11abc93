"""What the topics of a release are made of."""

from typing import NamedTuple


class ConceptMention(NamedTuple):
    """A concept of the taxonomy said at `text[start:end]` (offsets in code points).

    `weight` says how much the words tell: 1 by themselves, less for a hint, 0 for a name in an office or address.
    """

    start: int
    end: int
    concept: str
    weight: float
