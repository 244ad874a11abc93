"""A release as tokens, sentences, known entities and cues: everything later stages read, found in one pass each."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeVar

from services.enrich.extract.compounds import verbs_in, with_compounds
from services.enrich.extract.cues import Cue
from services.enrich.extract.gazetteer import Entity
from services.enrich.extract.lang import Pack
from services.enrich.extract.light import join_light
from services.enrich.extract.passives import with_passives
from services.enrich.extract.separated import with_separated
from services.enrich.identity.model import Language
from services.enrich.text.lexicon import Lexicon, Match
from services.enrich.text.sentences import Sentence, split_sentences
from services.enrich.text.tokens import Token, fold, tokenize

T = TypeVar("T")

_LONGEST_HEADING = 6
_QUOTES = {"«": "»", "“": "”", '"': '"'}
_MARKS = frozenset((*_QUOTES, *_QUOTES.values()))
_SHOUTED = 3
"""A headline within the text has more long words than these."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text (a title or a body); indices count its tokens."""

    language: Language
    text: str
    tokens: Sequence[Token]
    words: Sequence[str]
    """The folded tokens."""
    sentences: Sequence[Sentence]
    entities: Mapping[int, Match[Entity]]
    entity_starts: Sequence[int]
    """Their first tokens, in order."""
    cues: Mapping[int, Match[Cue]]
    cue_starts: Sequence[int]
    quoted: frozenset[int]
    """The tokens inside quotation marks."""
    shouted: frozenset[int]
    """The tokens of headlines in capitals within the text."""
    background_from: int
    """The first sentence of the notes that follow the news (`Background`, `Pour mémoire`)."""

    def folded(self, index: int) -> str:
        """The folded token, empty beyond either end."""
        try:
            return self.words[index] if index >= 0 else ""
        except IndexError:
            return ""

    def span(self, first: int, last: int) -> str:
        """The text of `tokens[first:last]`."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""

    def cues_in(self, first: int, last: int) -> list[Match[Cue]]:
        """The cues that begin within `tokens[first:last]`, in order."""
        return _within(self.cues, self.cue_starts, first, last)

    def entities_in(self, first: int, last: int) -> list[Match[Entity]]:
        """The entities that begin within `tokens[first:last]`, in order."""
        return _within(self.entities, self.entity_starts, first, last)

    def says(self, words: AbstractSet[str], first: int, last: int) -> bool:
        """Whether any of the folded words stands in `tokens[first:last]`."""
        return not words.isdisjoint(self.words[max(first, 0) : max(last, 0)])

    def has(self, lexicon: Lexicon[str], first: int, last: int) -> bool:
        """Whether any phrase of the lexicon stands in `tokens[first:last]`."""
        first = max(first, 0)
        words = self.words[first:last]
        if lexicon.beginnings.isdisjoint(words):
            return False
        last = first + len(words)
        return any(lexicon.match_at(self.words, at, last) for at in lexicon.begun_in(words, first))

    def find(self, lexicon: Lexicon[T], first: int, last: int) -> Iterator[Match[T]]:
        """The longest phrase of the lexicon from each token of `tokens[first:last]` on, in order."""
        first = max(first, 0)
        words = self.words[first:last]
        if lexicon.beginnings.isdisjoint(words):
            return iter(())
        last = first + len(words)
        begun = (lexicon.match_at(self.words, at, last) for at in lexicon.begun_in(words, first))
        return filter(None, begun)


def read(text: str, pack: Pack) -> Document:
    """The document of a text."""
    tokens = tokenize(text)
    words = [token.folded for token in tokens]
    sentences = split_sentences(text, tokens)
    entities = {
        match.first: _as_written(text, tokens, match) for match in pack.entities.find(words) if _is_name(tokens, match)
    }
    cues = {match.first: _as_spelled(text, tokens, match, pack) for match in pack.cues.find(words)}
    cues = with_passives(words, cues, pack.passives)
    verbs = verbs_in(tokens, words, pack.compounds)
    cues = with_compounds(tokens, words, cues, verbs, pack.compounds)
    cues = with_separated(words, cues, verbs, pack.compounds)
    cues = join_light(tokens, words, cues, pack.light)
    background = _background(words, sentences, pack)
    shouted = frozenset(i for s in sentences if _is_shouted(tokens, s) for i in range(s.first, s.last))
    quoted = _quoted(tokens)
    return Document(
        language=pack.language,
        text=text,
        tokens=tokens,
        words=words,
        sentences=sentences,
        entities=entities,
        entity_starts=[*entities],
        cues=cues,
        cue_starts=sorted(cues),
        quoted=quoted,
        shouted=shouted,
        background_from=background,
    )


def _within(found: Mapping[int, Match[T]], starts: Sequence[int], first: int, last: int) -> list[Match[T]]:
    begins = bisect_left(starts, first)
    return [found[start] for start in starts[begins : bisect_left(starts, last, begins)]]


def _as_spelled(text: str, tokens: Sequence[Token], match: Match[Cue], pack: Pack) -> Match[Cue]:
    """A cue by its accents, where these tell two forms apart."""
    spelled = text[tokens[match.first].start : tokens[match.last - 1].end].lower()
    return match._replace(value=pack.spellings.get(spelled, match.value))


def _as_written(text: str, tokens: Sequence[Token], match: Match[Entity]) -> Match[Entity]:
    """A city as the release spells it (`Dar es-Salam`, `Chişinău`), but not in capitals throughout."""
    written = " ".join(text[tokens[match.first].start : tokens[match.last - 1].end].split())
    place = match.value.place
    if (
        match.value.category != "city"
        or place is None
        or written in (place, place.upper())
        or fold(written) != fold(place)
    ):
        return match
    return match._replace(value=replace(match.value, place=written))


def _is_shouted(tokens: Sequence[Token], sentence: Sentence) -> bool:
    """Four long words or more, nearly all of them in capitals."""
    if sum(map(str.isupper, [token.text for token in tokens[sentence.first : sentence.last]])) <= _SHOUTED:
        return False
    words = [token.text for token in tokens[sentence.first : sentence.last] if len(token.text) > 3 and token.is_word]
    return len(words) > _SHOUTED and sum(word.isupper() for word in words) >= 0.8 * len(words)


def _quoted(tokens: Sequence[Token]) -> frozenset[int]:
    """Tokens between « and », “ and ”, or two straight double quotes; a quotation left open lasts to the end."""
    inside: set[int] = set()
    opened, closing = 0, ""
    for index in [index for index, token in enumerate(tokens) if token.text in _MARKS]:
        mark = tokens[index].text
        if not closing:
            opened, closing = index, _QUOTES.get(mark, "")
        elif mark == closing:
            inside.update(range(opened + 1, index + 1))
            closing = ""
    if closing:
        inside.update(range(opened + 1, len(tokens)))
    return frozenset(inside)


def _is_name(tokens: Sequence[Token], match: Match[Entity]) -> bool:
    """Names are capitalised; a demonym may not be (`russe`). Short acronyms count only in capitals (`US`, not `us`)."""
    first = tokens[match.first]
    if match.value.category == "demonym":
        return True
    if match.last == match.first + 1 and len(first.text) <= 3 and match.value.affiliates:
        return first.text.isupper()  # `EAU`, not `Eau`
    if match.last == match.first + 1 and len(first.text) <= 4:
        return first.text[:1].isupper() and (len(first.text) > 3 or first.text.isupper() or first.text[1:].islower())
    return any(token.is_capitalised for token in tokens[match.first : match.last])


def _background(words: Sequence[str], sentences: Sequence[Sentence], pack: Pack) -> int:
    for number, sentence in enumerate(sentences):
        if number == 0 or sentence.last - sentence.first > _LONGEST_HEADING:
            continue
        match = pack.phrases["background"].match_at(words, sentence.first, sentence.last)
        if sentence.opens_line and match and sentence.last - match.last <= 1 and number > len(sentences) // 4:
            return number
    return len(sentences)
