"""From the concepts a text says to the topics it addresses."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from math import log2

from services.enrich.extract.topics.context import OWN
from services.enrich.extract.topics.find import find_concepts
from services.enrich.extract.topics.model import ConceptMention
from services.enrich.extract.topics.relations import BILATERAL, DEALINGS, WITH_ORGANISATIONS
from services.enrich.identity import source_profile
from services.enrich.identity.store import organisations
from services.enrich.text.tokens import Token

Said = tuple[str, ConceptMention]
"""A mention with its words in small letters."""

_ENOUGH = 1.0
_ENOUGH_OF_NAMES = 0.85
_ENOUGH_IN_TALKS = 0.5
"""Talks name a region, or a state that takes no part in them, because it was talked of."""
_AGAIN = 0.17
_LONG = 500
"""Words, from which on each doubling asks for `_MORE`."""
_MORE = 0.5
_INWARD = frozenset(
    {
        "armed-conflict",
        "consular-affairs",
        "democracy",
        "development",
        "disaster-relief",
        "elections",
        "human-rights",
        "humanitarian-aid",
        "nuclear-weapons",
        "peacekeeping",
        "press-freedom",
        "reconstruction",
        "refugees",
        "war-crimes",
    }
)
"""Subjects that lie within some state: within the only foreign one of the talks, where no other is spoken of."""


def release_topics(said: Iterable[Said], *, length: int, source: str) -> tuple[str, ...]:
    """What a release of so many words addresses in substance, sorted: at least one clause says something about it.

    The publisher's own state is no topic of what it publishes.
    """
    own = _home(source)
    found = {c for c, score in _scores(said).items() if score >= _enough(c, length) and c != own}
    return tuple(sorted(_among(found, organised=own in organisations())))


def _home(source: str) -> str | None:
    profile = source_profile(source)
    return profile.affiliation if profile else None


def _among(found: AbstractSet[str], *, organised: bool) -> AbstractSet[str]:
    """Relations as such, where one side is an organisation, are a partnership with it."""
    return found - {BILATERAL} | {WITH_ORGANISATIONS} if organised and BILATERAL in found else found


def _enough(concept: str, length: int = 0, *, crowded: bool = False) -> float:
    """What is named once is addressed in a short release, and said in passing in a long one; talks have no length."""
    attending = crowded and concept.startswith("country:")
    if ":" in concept and not length and not attending:
        return _ENOUGH_IN_TALKS
    enough = _ENOUGH_OF_NAMES if ":" in concept else _ENOUGH
    return enough + _MORE * max(0.0, log2((length + 1) / _LONG))


def event_topics(
    said: Sequence[Said], *, participant_affiliations: Collection[str | None], source: str = "", crowded: bool = False
) -> tuple[str, ...]:
    """What talks were about, sorted, from what the clauses say that tell it.

    A participant's own state counts only where a clause is about it, and that of the publisher never. Relations
    between the two sides as such are `partnership-with-organisations` where one side is an organisation. Add them to
    the release's topics: every topic of an event is one of its release. Where it is `crowded`, states are named because
    they attend.
    """
    spoken_of = {mention.concept for _, mention in said if mention.weight >= OWN}
    sides, home = frozenset(filter(None, participant_affiliations)), _home(source)
    own = sides - spoken_of | {home}
    scores = _scores(said)
    organised = any(affiliation and affiliation.startswith("org:") for affiliation in participant_affiliations)
    found = {c for c, score in scores.items() if score >= _enough(c, crowded=crowded) and c not in own}
    if organised and scores[WITH_ORGANISATIONS] + scores[BILATERAL] >= DEALINGS:
        found.add(WITH_ORGANISATIONS)
    found |= _within(found, sides - {home})
    return tuple(sorted(_among(found, organised=organised)))


def _within(found: AbstractSet[str], foreign: AbstractSet[str]) -> frozenset[str]:
    """The state within which the subjects of talks lie."""
    states = frozenset(side for side in foreign if side.startswith(("country:", "territory:")))
    elsewhere = any(":" in concept for concept in found - states)
    return states if len(states) == 1 and not elsewhere and not found.isdisjoint(_INWARD) else frozenset()


def concepts_said(text: str, tokens: Sequence[Token], *, language: str) -> list[Said]:
    """The mentions of a text in order, each with its words."""
    found = find_concepts(text, tokens, language=language)
    return [(text[mention.start : mention.end].lower(), mention) for mention in found]


def _scores(said: Iterable[Said]) -> dict[str, float]:
    """For each concept the sum of its weights; a phrase that says a subject again adds little."""
    scores: dict[str, float] = defaultdict(float)
    known: set[tuple[str, str]] = set()
    for phrase, mention in said:
        again = (mention.concept, phrase) in known and ":" not in mention.concept
        scores[mention.concept] += min(mention.weight, _AGAIN) if again else mention.weight
        if mention.weight:
            known.add((mention.concept, phrase))
    return scores
