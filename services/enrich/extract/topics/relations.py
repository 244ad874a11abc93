"""Relations between two sides as such: `Russian-Kyrgyz cooperation`, `relations entre la France et le Ghana`."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from services.enrich.extract.topics.context import in_office
from services.enrich.extract.topics.language import Language, Name
from services.enrich.extract.topics.model import ConceptMention
from services.enrich.identity.model import OrganisationName, RegionName
from services.enrich.text.lexicon import Match
from services.enrich.text.tokens import Token

BILATERAL, WITH_ORGANISATIONS = "bilateral-relations", "partnership-with-organisations"
DEALINGS = 0.5
"""`its contribution to the Alliance`: relations with an organisation, where one of the two sides is one."""
_APART = 3
"""So many words at most stand between two sides, and between them and the word for their relations."""


def find_relations(
    tokens: Sequence[Token], names: Sequence[Match[Name]], words: Language
) -> Iterator[tuple[int, ConceptMention]]:
    """Each relation told by its sides and a word for it, with its first token."""
    for first, last, concept in _sides(tokens, names, words):
        yield from _told(tokens, first, last, concept, words)


def _sides(tokens: Sequence[Token], names: Sequence[Match[Name]], words: Language) -> Iterator[tuple[int, int, str]]:
    """Where both sides of a relation stand, or the organisation that is one, and what relation it would be."""
    for left, right in pairwise(names):
        concept = _between(left, right)
        if concept and _are_joined(tokens, left, right, words):
            yield left.first, right.last, concept
    for name in names:
        if isinstance(name.value, OrganisationName):
            yield name.first, name.last, WITH_ORGANISATIONS
    prefixes = words.words["compound_sides"]
    for place in range(1, len(tokens)):
        if tokens[place].joined and tokens[place - 1].folded in prefixes:
            yield place - 1, place + 1, BILATERAL


def _between(left: Match[Name], right: Match[Name]) -> str | None:
    """What relations between two sides are, if these are two and no mere regions."""
    sides = left.value, right.value
    if any(isinstance(side, OrganisationName) for side in sides):
        return WITH_ORGANISATIONS
    lands = {side.country for side in sides if not isinstance(side, RegionName | OrganisationName)}
    return BILATERAL if len(lands) > 1 else None


def _are_joined(tokens: Sequence[Token], left: Match[Name], right: Match[Name], words: Language) -> bool:
    between = tokens[left.last : right.first]
    glue = words.words["side_joints"]
    return len(between) <= _APART and all(token.folded in glue for token in between)


def _told(
    tokens: Sequence[Token], first: int, last: int, concept: str, words: Language
) -> Iterator[tuple[int, ConceptMention]]:
    """The relation, where a word for it stands behind the sides or, with what leads on to them, before."""
    nouns = words.words["relations" if concept == BILATERAL else "partnership"]
    dealings = words.words["dealings"] if concept == WITH_ORGANISATIONS else frozenset[str]()
    place = _beside(tokens, first, last, nouns | dealings, words)
    if place is None:
        return
    start, end = min(first, place), max(last, place + 1)
    if not in_office(tokens, start, end, words):
        weight = 1.0 if tokens[place].folded in nouns else DEALINGS
        yield start, ConceptMention(tokens[start].start, tokens[end - 1].end, concept, weight)


def _beside(tokens: Sequence[Token], first: int, last: int, nouns: AbstractSet[str], words: Language) -> int | None:
    """Where one of the nouns stands right behind `tokens[first:last]`, or before it with what leads on to it."""
    behind = next(_until_mark(tokens, range(last, min(last + _APART, len(tokens))), nouns), None)
    if behind is not None:
        return behind
    before = next(_until_mark(tokens, range(first - 1, max(-1, first - 2 - _APART), -1), nouns), first)
    led = any(token.folded in words.words["side_leads"] for token in tokens[before + 1 : first])
    return before if led else None


def _until_mark(tokens: Sequence[Token], places: range, nouns: AbstractSet[str]) -> Iterator[int]:
    for place in places:
        if tokens[place].folded in nouns:
            yield place
        if not tokens[place].is_word and tokens[place].text not in "'’s":
            return
