"""French, English or neither, by the share of stop words: enough for releases, and takes no model."""

import json
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from typing import Final

from services.enrich.text.tokens import Token

STOP_WORDS: Final = {
    language: frozenset(words.split())
    for language, words in json.loads(
        files("services.enrich.text").joinpath("stop_words.json").read_text("utf-8")
    ).items()
}
"""Words that are common in one language and rare in its neighbours (so neither `de`, `la` nor `que`), folded."""

_LEAST_SHARE = 0.1
_LEAST_VARIETY = 3
_SHORT = 12


def detect(tokens: Iterable[Token]) -> str | None:
    """`fr`, `en`, or None where neither language clearly shows."""
    counts = Counter(token.folded for token in tokens if token.is_word)
    words = counts.total()
    if not words:
        return None
    hits = {language: sum(counts[word] for word in stops) for language, stops in STOP_WORDS.items()}
    best = max(hits, key=hits.__getitem__)
    variety = sum(counts[word] > 0 for word in STOP_WORDS[best])
    others = max(count for language, count in hits.items() if language != best)
    clear = hits[best] >= _LEAST_SHARE * words and hits[best] >= 2 * others + 1
    return best if clear and (variety >= _LEAST_VARIETY or words < _SHORT) else None
