"""Visits told by a verb that says little and a noun: `paid, on Monday, an official visit`, `conclut une mission`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.enrich.extract.cues import Cue, Frame
from services.enrich.text.lexicon import Lexicon, Match
from services.enrich.text.tokens import Token

_WORDS = 5
"""So many words, its article among them, stand before the noun at most."""
_REACH = 14
"""So many tokens with what commas set apart: `effectuera, les 8 et 9 mai prochains, une visite`."""


@dataclass(frozen=True, slots=True)
class Light:
    """The verbs with the tense of each form, the nouns they take, and the words that part them."""

    verbs: Lexicon[str]
    nouns: Lexicon[str]
    stops: frozenset[str]
    participles: tuple[str, ...]
    """How forms end that are past where only their accent says so: `entamé`, beside `entame`."""


def join_light(
    tokens: Sequence[Token], words: Sequence[str], cues: Mapping[int, Match[Cue]], light: Light
) -> dict[int, Match[Cue]]:
    """The cues with each verb and its noun as one; cues of visits within it are part of it."""
    joined = dict(cues)
    for verb in light.verbs.find(words):
        noun = _noun_of(tokens, words, cues, light, verb) if not _is_talk(cues, verb) else None
        if noun is None:
            continue
        past = tokens[verb.last - 1].text.endswith(light.participles)
        cue = Cue("visit", "visit-made", Frame.DIRECT, "visit", "past" if past else verb.value)
        for index in range(verb.first, noun.last):
            joined.pop(index, None)
        joined[verb.first] = Match(verb.first, noun.last, cue)
    return joined


def _is_talk(cues: Mapping[int, Match[Cue]], verb: Match[str]) -> bool:
    """`paid a farewell visit` is told already, and is no journey."""
    cue = cues.get(verb.first)
    return cue is not None and cue.value.family == "talks" and cue.last > verb.last


def _noun_of(
    tokens: Sequence[Token], words: Sequence[str], cues: Mapping[int, Match[Cue]], light: Light, verb: Match[str]
) -> Match[str] | None:
    """The noun that is the verb's object, with the preposition that its cue may end with."""
    passed = 0
    for index in range(verb.last, min(len(tokens), verb.last + _REACH)):
        noun = light.nouns.match_at(words, index)
        if noun is not None and tokens[index].text.islower():
            cue = cues.get(index)
            return Match(noun.first, max(noun.last, cue.last if cue else 0), noun.value)
        word, cue = words[index], cues.get(index)
        passed = 0 if word == "," else passed + 1
        if passed > _WORDS or word in light.stops or (cue is not None and cue.value.family != "visit"):
            return None
    return None
