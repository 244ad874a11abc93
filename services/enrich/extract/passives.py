"""The passive of verbs of talks: `was received on Monday by X`, `sera reçue demain par X`: `by` governs the host."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.enrich.extract.cues import Cue, Frame
from services.enrich.text.lexicon import Lexicon, Match

_BETWEEN = 6
"""How many adverbs and days may stand between the auxiliary and its participle: `was on Monday also received`."""


@dataclass(frozen=True, slots=True)
class Passives:
    """The forms of `to be` with their tense, and the rule of each verb in the passive by that of its active."""

    auxiliaries: Lexicon[str]
    rules: Mapping[str, str]
    adverbs: frozenset[str]
    endings: tuple[str, ...]
    """How adverbs end."""


def with_passives(words: Sequence[str], cues: Mapping[int, Match[Cue]], known: Passives) -> dict[int, Match[Cue]]:
    """The cues, those of participles after a form of `to be` as passives that begin with it."""
    merged = dict(cues)
    for index, cue in cues.items():
        rule = known.rules.get(cue.value.rule)
        auxiliary = _auxiliary(words, index, known) if rule and cue.value.tense == "past" else None
        if rule and auxiliary:
            del merged[index]
            passive = Cue("talks", rule, Frame.BY, cue.value.kind, auxiliary.value)
            merged[auxiliary.first] = Match(auxiliary.first, cue.last, passive)
    return dict(sorted(merged.items()))


def _auxiliary(words: Sequence[str], participle: int, known: Passives) -> Match[str] | None:
    """The form of `to be` that governs the participle."""
    for index in range(participle - 1, max(participle - _BETWEEN, 0) - 1, -1):
        match = known.auxiliaries.match_at(words, index, participle)
        if match is not None:
            return match
        word = words[index]
        if not (word in known.adverbs or word.endswith(known.endings) or word[:1].isdigit() or word == ","):
            return None
    return None
