"""Verb and noun that together tell of talks: `held a frank phone call`, `a accordé lundi une audience`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.enrich.extract.cues import Cue, Frame
from services.enrich.text.lexicon import Lexicon, Match
from services.enrich.text.tokens import Token

_REACH = 9
"""How many tokens may lead from the verb to its noun."""
_FRAMED = 14
"""... and how many more stand between two commas: `had, on the margins of the summit, a meeting`."""


@dataclass(frozen=True, slots=True)
class Compound:
    """A class of verbs that make talks of some classes of nouns; `kind` None leaves it to the noun."""

    rule: str
    frame: Frame
    nouns: frozenset[str]
    kind: str | None = None


Verb = Match[Sequence[tuple[Compound, str]]]
"""A form of a verb with its classes and the tense that it tells in them."""


@dataclass(frozen=True, slots=True)
class Compounds:
    """The verbs and nouns of a language, and the words that may stand between them."""

    verbs: Lexicon[Sequence[tuple[Compound, str]]]
    nouns: Lexicon[str]
    determiners: frozenset[str]
    adverbs: frozenset[str]
    """What may stand between the verb and the article."""
    adjectives: frozenset[str]
    """What may stand between a verb and its noun without any article; with one any small word may."""
    endings: tuple[str, ...]
    """... and how more of these end."""
    barred: frozenset[str]
    """What never stands between an article and its noun."""
    relatives: frozenset[str]
    """The words that begin a relative clause of which the noun is the object."""
    dative: Frame
    """How somebody to whom something is given stands behind the verb: `granted X an audience`, `accordé à X une`."""
    spelled: frozenset[str]
    """The forms with their accents: `à une réunion` has no verb, `a une réunion` has one."""


def with_compounds(
    tokens: Sequence[Token],
    words: Sequence[str],
    cues: Mapping[int, Match[Cue]],
    verbs: Sequence[Verb],
    known: Compounds,
) -> dict[int, Match[Cue]]:
    """The cues, those of a verb with its noun in the place of either."""
    merged = dict(cues)
    ending = {verb.last: verb for verb in verbs}
    for noun in nouns_in(words, cues, known) if verbs else ():
        compound = _compound(tokens, noun, ending, known)
        if compound is not None:
            for index in range(compound.first, compound.last):
                merged.pop(index, None)
            merged[compound.first] = compound
    return merged


def verbs_in(tokens: Sequence[Token], words: Sequence[str], known: Compounds) -> list[Verb]:
    """The forms of verbs that make talks of some noun."""
    return [verb for verb in known.verbs.find(words) if _is_spelled(tokens, verb, known)]


def _is_spelled(tokens: Sequence[Token], verb: Verb, known: Compounds) -> bool:
    return verb.last > verb.first + 1 or tokens[verb.first].text.lower() in known.spelled


def nouns_in(words: Sequence[str], cues: Mapping[int, Match[Cue]], known: Compounds) -> Iterator[Match[str]]:
    """The nouns with their classes: the kind of talks that they are as cues, or a class of their own."""
    inside = -1
    for index in sorted({*known.nouns.begun_in(words), *cues}):
        cue = cues.get(index)
        match = known.nouns.match_at(words, index)
        if cue is not None and cue.value.frame is Frame.NOUN and cue.value.family == "talks":
            yield Match(index, max(cue.last, match.last if match else 0), match.value if match else cue.value.kind)
            inside = cue.last
        elif match is not None and index >= inside:
            yield match
            inside = match.last
        elif cue is not None and cue.value.family != "talks":
            inside = cue.last


def _compound(
    tokens: Sequence[Token],
    noun: Match[str],
    verbs: Mapping[int, Verb],
    known: Compounds,
) -> Match[Cue] | None:
    for index in _leftwards(tokens, noun.first, known):
        verb = verbs.get(index)
        fitting = next(((c, tense) for c, tense in verb.value if noun.value in c.nouns), None) if verb else None
        if verb and fitting:
            compound, tense = fitting
            kind = compound.kind or ("call" if noun.value == "call" else "meeting")
            return Match(verb.first, noun.last, Cue("talks", compound.rule, compound.frame, kind, tense))
    return None


def _leftwards(tokens: Sequence[Token], first: int, known: Compounds) -> Iterator[int]:
    """Where a verb may end, seen from the noun at `first`: before its adjectives, its article, and adverbials."""
    index, bare = first, True
    for _ in range(_REACH):
        if bare:
            yield index
        word = tokens[index - 1].folded if index else ""
        if word in known.determiners:
            yield from _over_adverbs(tokens, index - 1, known)
            return
        if not word or not tokens[index - 1].is_word or word in known.barred or tokens[index - 1].is_capitalised:
            return
        bare = bare and (word in known.adjectives or word.endswith(known.endings))
        index -= 1


def _over_adverbs(tokens: Sequence[Token], index: int, known: Compounds) -> Iterator[int]:
    at = index
    while index - at < _REACH + _FRAMED and at > 0:
        yield at
        token = tokens[at - 1]
        if token.folded == ",":
            at = next((i for i in range(at - 2, max(at - _FRAMED, 0), -1) if tokens[i].folded == ","), 0)
        elif token.folded in known.adverbs or token.folded[0].isdigit() or token.is_capitalised:
            at -= 1
        else:
            return
