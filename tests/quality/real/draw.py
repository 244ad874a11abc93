"""Draw the releases to be read for the gold standard: always the same ones, from the shared folder.

    python -m tests.quality.real.draw        # one line a release: id, language, stratum, in reading order

Two strata a language: titles that promise an event ("Readout", "Meeting", "entretien"…) and all the others. Most
releases of the two sources report no event at all, so a plain draw would say little about events. Releases that
`real-gold.jsonl` of the shared corpus already holds are left out.
"""

import gzip
import json
import random
import re
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.shared import SHARED

SEED = "real releases, November 2026"
SIZES = {"en": (80, 50), "fr": (40, 30)}  # releases with an event in the title, and the rest
PROMISES = {
    "en": r"\b(readouts?|meet(s|ings?)?|calls?|travel(s|ing)?|trip|visits?|dialogue|consultations?|summit|convenes?)\b",
    "fr": r"\b(entretiens?|déplacement|visites?|rencontres?|réunions?|sommet|conseil européen|conférences?"
    r"|communiqué de (presse de )?la présidence|conjointe?|commune?|relations)\b",
}


class Drawn(NamedTuple):
    """A release to be read, and which of the two piles it came from."""

    id: str
    language: str
    stratum: str


def shared_releases() -> Iterator[dict[str, Any]]:
    """Every release of the shared folder, in the order of its files; nothing where the folder is absent."""
    for path in sorted((SHARED / "data").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def annotated_before() -> set[str]:
    """Ids of the releases that the shared corpus annotates."""
    with (SHARED / "corpus" / "real-gold.jsonl").open(encoding="utf-8") as lines:
        return {json.loads(line)["id"] for line in lines}


def draw(releases: list[dict[str, Any]], *, language: str, seed: str = SEED) -> list[Drawn]:
    """The two strata of one language, mixed, in reading order."""
    chance = random.Random(f"{seed} {language}")
    promise = re.compile(PROMISES[language], re.IGNORECASE)
    piles: dict[str, list[str]] = {"event": [], "rest": []}
    for release in sorted(releases, key=lambda release: str(release["id"])):
        piles["event" if promise.search(release["title"]) else "rest"].append(release["id"])
    sizes = zip(piles, SIZES[language], strict=True)
    drawn = [Drawn(id_, language, pile) for pile, size in sizes for id_ in chance.sample(piles[pile], size)]
    chance.shuffle(drawn)
    return drawn


def draw_all() -> list[Drawn]:
    """The whole sample, English first."""
    before = annotated_before()
    fresh = [release for release in shared_releases() if release["id"] not in before]
    by_language = {lang: [release for release in fresh if release["language"] == lang] for lang in SIZES}
    return [drawn for lang, releases in by_language.items() for drawn in draw(releases, language=lang)]


if __name__ == "__main__":
    for drawn in draw_all():
        sys.stdout.write("\t".join(drawn) + "\n")
