"""Every concept of the taxonomy that a text says, with its span and weight."""

from collections.abc import Iterator, Sequence

from services.enrich.extract.topics.context import adjective_weight, in_office, name_weight
from services.enrich.extract.topics.language import Language, Name, load
from services.enrich.extract.topics.model import ConceptMention
from services.enrich.identity import is_acronym
from services.enrich.identity.model import Demonym, RegionName
from services.enrich.text.lexicon import Match
from services.enrich.text.tokens import Token, tokenize


def find_concepts(text: str, *, language: str) -> list[ConceptMention]:
    """Subjects, countries, regions and territories, in the order of their spans. Linear in the text's length."""
    words = load(language)
    tokens = tokenize(text)
    found = [*_subjects(tokens, words), *_names(tokens, words)]
    return sorted(found, key=lambda mention: (mention.start, mention.end, mention.concept))


def _subjects(tokens: Sequence[Token], words: Language) -> Iterator[ConceptMention]:
    for first, last, meanings in words.subjects.find([words.keyed(token) for token in tokens]):
        office = in_office(tokens, first, last, words)
        for concept, weight in meanings:
            yield ConceptMention(tokens[first].start, tokens[last - 1].end, concept, 0.0 if office else weight)


def _names(tokens: Sequence[Token], words: Language) -> Iterator[ConceptMention]:
    for match in words.names.find(tokens):
        first, last, name = match
        if not _is_written_so(tokens, match):
            continue
        adjectival = isinstance(name, Demonym) or (isinstance(name, RegionName) and name.is_adjective)
        weigh = adjective_weight if adjectival or not tokens[first].is_capitalised else name_weight
        weight = weigh(tokens, first, last, words)
        yield ConceptMention(tokens[first].start, tokens[last - 1].end, _concept(name), weight)


def _is_written_so(tokens: Sequence[Token], match: Match[Name]) -> bool:
    """Names need their capitals, acronyms all of them: `us` and `turkey` are no countries."""
    written = match.value.written
    text = tokens[match.first].text
    if is_acronym(written):
        return text.isupper() or "." in text
    return text[0].isupper() or not written[0].isupper() or len(text) != len(written)


def _concept(name: Name) -> str:
    return name.region if isinstance(name, RegionName) else name.country
