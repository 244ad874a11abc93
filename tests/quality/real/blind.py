"""Draw the blind releases: annotated before the extractor had read any of them, so an honest forecast.

    python -m tests.quality.real.blind        # one line a release: id, language, stratum

Short releases that neither the shared corpus nor `gold.jsonl` nor `skimmed.jsonl` holds, two strata a language:
an event promised by the title or the first sentences, and all the others.
"""

import random
import re
import sys
from typing import Any

from tests.quality.real.draw import PROMISES, Drawn, annotated_before, shared_releases
from tests.quality.real.gold import lines

SEED = "blind releases, 24 November 2026"
SIZES = {"en": (16, 8), "fr": (14, 10)}  # fourteen is all that the French ones have of the first kind
LONGEST = 6000  # characters of the body
OPENING = 1500
REPORTS = {
    "en": r"\b(met with|spoke (by phone|with)|will (travel|host|meet|visit)|traveled to|hosted|convened"
    r"|(meeting|call) with)\b",
    "fr": r"\b(s'est entretenu|a reçu|a rencontré|entretiens?|rencontre|réunion|visite|sommet|conférence|se rendra"
    r"|déplacement)\b",
}


def read_before() -> set[str]:
    """Ids of the releases that somebody has read with the extractor in mind."""
    return annotated_before() | {record["id"] for name in ("gold", "skimmed") for record in lines(f"{name}.jsonl")}


def promises(release: dict[str, Any]) -> bool:
    """Whether the title or the first sentences speak of an event."""
    language = release["language"]
    told = re.search(PROMISES[language], release["title"], re.IGNORECASE)
    return bool(told or re.search(REPORTS[language], release["body"][:OPENING], re.IGNORECASE))


def draw(releases: list[dict[str, Any]], *, language: str, seed: str = SEED) -> list[Drawn]:
    """The two strata of one language, those with an event first."""
    chance = random.Random(f"{seed} {language}")
    piles: dict[str, list[str]] = {"event": [], "rest": []}
    for release in sorted(releases, key=lambda release: str(release["id"])):
        piles["event" if promises(release) else "rest"].append(release["id"])
    sizes = zip(piles, SIZES[language], strict=True)
    return [Drawn(id_, language, pile) for pile, size in sizes for id_ in chance.sample(piles[pile], size)]


def draw_all() -> list[Drawn]:
    """The whole sample, English first."""
    before = read_before()
    fresh = [one for one in shared_releases() if one["id"] not in before and len(one["body"]) <= LONGEST]
    by_language = {lang: [release for release in fresh if release["language"] == lang] for lang in SIZES}
    return [drawn for lang, releases in by_language.items() for drawn in draw(releases, language=lang)]


if __name__ == "__main__":
    for drawn in draw_all():
        sys.stdout.write("\t".join(drawn) + "\n")
