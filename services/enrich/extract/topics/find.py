"""Every concept of the taxonomy that a text says, with its span and weight."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import compress, count

from services.enrich.extract.topics.context import (
    AGENT,
    OFFICE,
    OWN,
    PASSING,
    RELATED,
    SPOKEN_OF,
    adjective_weight,
    follows,
    in_office,
    is_money,
    name_weight,
)
from services.enrich.extract.topics.language import Language, Name, load
from services.enrich.extract.topics.model import ConceptMention
from services.enrich.extract.topics.relations import BILATERAL, WITH_ORGANISATIONS, find_relations
from services.enrich.identity import is_acronym
from services.enrich.identity.model import Demonym, OrganisationName, RegionName
from services.enrich.text.lexicon import Match
from services.enrich.text.tokens import Token

_STOPS = frozenset(".!?;•")
_REACH = 12
_LONGEST = 20
"""No name has so many tokens."""
_WITH_SUBJECT = 0.4
_JOINTS = 4
_PAIR = 5
"""The words of a pair stand no further apart."""
_RELATIONS = frozenset({BILATERAL, WITH_ORGANISATIONS})


def find_concepts(text: str, tokens: Sequence[Token], *, language: str) -> list[ConceptMention]:
    """Subjects, countries, regions and territories, in the order of their spans. Linear in the text's length."""
    words = load(language)
    keys = list(map(words.key, [token.text for token in tokens]))
    named = words.names.find([token.folded for token in tokens])
    named = [match for match in named if _is_written_so(tokens, match, words)]
    told = (*_subjects(tokens, keys, words), *_paired(tokens, keys, words), *find_relations(tokens, named, words))
    subjects = sorted(told, key=lambda found: found[0])
    telling = [first for first, mention in subjects if mention.weight >= 1 and mention.concept not in _RELATIONS]
    names = _names(tokens, named, words, _Clauses(text, tokens, telling))
    return sorted([mention for _, mention in subjects] + list(names), key=lambda m: (m.start, m.end, m.concept))


class _Clauses:
    """Which tokens share a clause with a subject."""

    def __init__(self, text: str, tokens: Sequence[Token], telling: Sequence[int]) -> None:
        self._text, self._tokens, self._telling = text, tokens, telling

    def speak_at(self, place: int) -> bool:
        """Whether a subject is told within reach of `tokens[place]`, in the same clause."""
        at = bisect_left(self._telling, place)
        near = self._telling[max(0, at - 1) : at + 1]
        return any(abs(place - other) <= _REACH and self._is_one(place, other) for other in near)

    def _is_one(self, place: int, other: int) -> bool:
        between = self._tokens[min(place, other) : max(place, other)]
        return not any(token.text in _STOPS or self._text[token.end : token.end + 1] == "\n" for token in between)


def _paired(tokens: Sequence[Token], keys: Sequence[str], words: Language) -> Iterator[tuple[int, ConceptMention]]:
    """Subjects told by two words that stand close together in one sentence, in any order."""
    parts, last = words.parts, dict[tuple[int, int], int]()
    for place in compress(count(), map(parts.__contains__, keys)):
        for concept, number, half in parts[keys[place]]:
            last[number, half] = place
            other = last.get((number, 1 - half), place)
            if 0 < place - other <= _PAIR and _are_together(tokens, other, place, words):
                yield other, ConceptMention(tokens[other].start, tokens[place].end, concept, 1.0)


def _are_together(tokens: Sequence[Token], first: int, last: int, words: Language) -> bool:
    """Whether two words stand in one sentence and not in an office."""
    stopped = any(token.text in _STOPS for token in tokens[first:last])
    return not stopped and not in_office(tokens, first, last + 1, words)


def _subjects(tokens: Sequence[Token], keys: Sequence[str], words: Language) -> Iterator[tuple[int, ConceptMention]]:
    for first, last, meanings in words.subjects.find(keys):
        office = in_office(tokens, first, last, words)
        for concept, weight in meanings:
            span = tokens[first].start, tokens[last - 1].end
            yield first, ConceptMention(*span, concept, 0.0 if office else weight)


def _names(
    tokens: Sequence[Token], named: Sequence[Match[Name]], words: Language, clauses: _Clauses
) -> Iterator[ConceptMention]:
    end, known, weight = 0, "", 0.0
    for match in named:
        first, last, name = match
        if isinstance(name, OrganisationName):
            continue
        concept = name.region if isinstance(name, RegionName) else name.country
        if (end, known) != (first - 1, concept) or tokens[first - 1].text != "(":  # Republic of Korea (ROK)
            inherited = weight if weight >= RELATED and _listed(tokens[end:first], words) else 0.0
            own = _weight(tokens, match, words, clauses)
            weight = max(own, inherited) if own else own
        end, known = last, concept
        yield ConceptMention(tokens[first].start, tokens[last - 1].end, concept, weight)


def _listed(between: Sequence[Token], words: Language) -> bool:
    """`support for Mali and for Niger`: nothing but what joins the members of a list stands between two names."""
    joints = words.words["listing"] | words.words["articles"] | words.words["genitive"]
    return 0 < len(between) <= _JOINTS and all(token.folded in joints for token in between)


def _weight(tokens: Sequence[Token], match: Match[Name], words: Language, clauses: _Clauses) -> float:
    first, last, name = match
    if is_money(tokens, first, last, words):
        return OFFICE
    adjectival = isinstance(name, Demonym) or (isinstance(name, RegionName) and name.is_adjective)
    compound = tokens[first].joined or (last < len(tokens) and tokens[last].joined)
    weigh = adjective_weight if adjectival or compound or not tokens[first].is_capitalised else name_weight
    weight = weigh(tokens, first, last, words)
    if isinstance(name, RegionName) and name.is_adjective:
        return min(weight, PASSING) if weight < SPOKEN_OF else weight
    if weight and _does_it_to(tokens, match, words):
        return min(weight, AGENT)
    if PASSING < weight < RELATED and not compound and clauses.speak_at(first):
        return OWN if follows(tokens, first, words, "genitive") else min(AGENT, weight + _WITH_SUBJECT)
    return weight


def _does_it_to(tokens: Sequence[Token], match: Match[Name], words: Language) -> bool:
    """`Russia against Ukraine`, `les actions de la Russie en Ukraine`: the first state acts on the second."""
    at = match.last
    if at + 1 >= len(tokens) or tokens[at].folded not in words.words["target"]:
        return False
    at += 2 if tokens[at + 1].folded in words.words["articles"] else 1
    return words.names.match_at([token.folded for token in tokens[at : at + _LONGEST]], 0) is not None


def _is_written_so(tokens: Sequence[Token], match: Match[Name], words: Language) -> bool:
    """Names need their capitals, acronyms all of them: `us` and `turkey` are no countries; `suisse` is an adjective."""
    written = match.value.written
    first, last = tokens[match.first], tokens[match.last - 1]
    if is_acronym(written):
        return first.text.isupper() or "." in first.text
    if written.islower() or first.text in words.adjectives or not last.text.islower():
        return True  # `la corne de l'Afrique`
    return not first.text.islower() and first.folded not in words.words["articles"]  # `La réunion` is no island
