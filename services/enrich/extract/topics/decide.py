"""From the concepts a text says to the topics it addresses."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from math import log2

from services.enrich.extract.topics.find import find_concepts
from services.enrich.identity import source_profile

_ENOUGH = 1.0
_ENOUGH_OF_NAMES = 0.8
_ENOUGH_OF_OWN = 1.0
_AGAIN = 0.17
_LONG = 500
"""Words, from which on each doubling asks for `_MORE`."""
_MORE = 0.5
_BILATERAL, _WITH_ORGANISATIONS = "bilateral-relations", "partnership-with-organisations"


def release_topics(title: str, body: str, *, language: str, source: str) -> tuple[str, ...]:
    """What the release addresses in substance, sorted: at least one clause says something about it.

    The publisher's own state is no topic of what it publishes.
    """
    scores = _scores(title, body, language=language)
    profile = source_profile(source)
    own = profile.affiliation if profile else None
    length = len(body.split())
    return tuple(sorted(c for c, score in scores.items() if score >= _enough(c, length) and c != own))


def _enough(concept: str, length: int) -> float:
    """A subject named once is addressed in a short release, and said in passing in a long one."""
    if ":" in concept:
        return _ENOUGH_OF_NAMES
    return _ENOUGH + _MORE * max(0.0, log2((length + 1) / _LONG))


def event_topics(
    spans: Sequence[str], *, language: str, participant_affiliations: Collection[str | None]
) -> tuple[str, ...]:
    """What talks were about, sorted, from the clauses that tell it.

    A participant's own state counts only where a clause is about it. Relations between the two sides as such are
    `partnership-with-organisations` where one side is an organisation. Add them to the release's topics: every topic
    of an event is one of its release.
    """
    scores = _scores(*spans, language=language)
    own = dict.fromkeys(participant_affiliations, _ENOUGH_OF_OWN)
    found = {
        concept
        for concept, score in scores.items()
        if score >= own.get(concept, _ENOUGH_OF_NAMES if ":" in concept else _ENOUGH)
    }
    organised = any(affiliation and affiliation.startswith("org:") for affiliation in participant_affiliations)
    if organised and _BILATERAL in found:
        found = found - {_BILATERAL} | {_WITH_ORGANISATIONS}
    return tuple(sorted(found))


def _scores(*texts: str, language: str) -> dict[str, float]:
    """For each concept the sum of its weights, each phrase once at full weight and after that as a hint."""
    scores: dict[str, float] = defaultdict(float)
    said: set[tuple[str, str]] = set()
    for text in texts:
        for mention in find_concepts(text, language=language):
            phrase = (mention.concept, text[mention.start : mention.end].lower())
            scores[mention.concept] += (
                min(mention.weight, _AGAIN) if phrase in said and ":" not in mention.concept else mention.weight
            )
            if mention.weight:
                said.add(phrase)
    return scores
