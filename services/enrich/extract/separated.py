"""Verb and noun of talks that others part: `granted X an audience`, `the call X paid on Y`, `a remis à X un pli`."""

from collections.abc import Iterator, Mapping, Sequence

from services.enrich.extract.compounds import Compound, Compounds, Verb, nouns_in
from services.enrich.extract.cues import Cue, Frame
from services.enrich.text.lexicon import Match

_BETWEEN = 22
"""How many tokens may stand between the two."""
_ADJECTIVES = 3
_BOUNDS = frozenset({".", ";", ":", "?", "!", "(", ")"})
_GIVING = (Frame.TO, Frame.FOR)


def with_separated(
    words: Sequence[str], cues: Mapping[int, Match[Cue]], verbs: Sequence[Verb], known: Compounds
) -> dict[int, Match[Cue]]:
    """The cues, nouns whose verb is parted from them told by that verb."""
    merged = dict(cues)
    giving = {verb.first: verb for verb in verbs if any(compound.frame in _GIVING for compound, _ in verb.value)}
    for noun in nouns_in(words, cues, known) if giving else ():
        told = _told_by(words, noun, giving, known)
        if told is not None and told.first not in merged:
            merged.pop(noun.first, None)
            merged[told.first] = told
    return merged


def _told_by(words: Sequence[str], noun: Match[str], verbs: Mapping[int, Verb], known: Compounds) -> Match[Cue] | None:
    """A verb of giving before the noun, or the verb of a relative clause behind it."""
    before, behind = _before(words, noun, known), _behind(words, noun, known)
    for where, frame in ((behind, None), (before, known.dative)):
        for index in where:
            verb = verbs.get(index)
            fitting = next(((c, t) for c, t in verb.value if _fits(c, noun, frame)), None) if verb else None
            if verb and fitting:
                compound, tense = fitting
                cue = Cue("talks", compound.rule, frame or compound.frame, compound.kind or "meeting", tense)
                return Match(verb.first, verb.last, cue)
    return None


def _fits(compound: Compound, noun: Match[str], dative: Frame | None) -> bool:
    """One gives to somebody; what is had or held with somebody its noun tells by itself."""
    giving = (Frame.TO,) if dative else _GIVING
    return compound.frame in giving and noun.value in compound.nouns


def _before(words: Sequence[str], noun: Match[str], known: Compounds) -> Iterator[int]:
    """Where a verb may begin whose object with an article the noun is, somebody named between them."""
    article = next((i for i in range(noun.first - 1, noun.first - _BETWEEN, -1) if _is_article(words, i, known)), -1)
    if article < 1 or noun.first - article > _ADJECTIVES:
        return
    for index in range(article - 1, max(article - _BETWEEN, -1), -1):
        if words[index] in _BOUNDS:
            return
        yield index


def _is_article(words: Sequence[str], index: int, known: Compounds) -> bool:
    return index >= 0 and words[index] in known.determiners


def _behind(words: Sequence[str], noun: Match[str], known: Compounds) -> Iterator[int]:
    """Where the verb may begin of a relative clause whose object the noun is."""
    ahead = range(noun.last, min(noun.last + _ADJECTIVES, len(words)))
    relative = next((i for i in ahead if words[i] in known.relatives), None)
    if relative is None:
        return
    for index in range(relative + 1, min(relative + _BETWEEN, len(words))):
        if words[index] in _BOUNDS:
            return
        yield index
