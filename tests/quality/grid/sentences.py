"""Sentences put together from slots: every way to name the two, to tell that they met, and to say when.

What such a sentence tells is known, so that thousands of them need no annotation, and a hole in the rules shows as a
pattern or a filling that is never read. `python -m tests.quality.grid.sentences` prints the share of each pattern, with
what is misread. A filling of `who` and `whom` may end with the comma that closes its apposition.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from string import Formatter
from typing import Any

from services.contracts.messages import EventFacts
from services.enrich.extract import extract
from tests.builders import a_release

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr")
ANCHOR = date(2024, 3, 7)
"""A Thursday: Tuesday was two days ago, or is in five days."""
TUESDAYS = {"held": date(2024, 3, 5), "planned": date(2024, 3, 12), "cancelled": date(2024, 3, 12)}
TUESDAY = re.compile(r"\b(?:Tuesday|mardi)\b", re.IGNORECASE)
SAMPLE = 15
_APPOSED = re.compile(r",(?= *[.,])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text, and the one meeting or call that it tells."""

    language: str
    text: str
    status: str
    names: frozenset[str]

    def is_read(self) -> bool:
        """Whether the extractor finds that event alone, with its two people, its status and its day."""
        found = [event for event in self.events() if event.kind.value in ("meeting", "call")]
        if len(found) != 1:
            return False
        day = TUESDAYS.get(self.status) if TUESDAY.search(self.text) else found[0].start
        people = {participant.name for participant in found[0].participants}
        return people == self.names and found[0].status.value == self.status and found[0].start == day

    def events(self) -> tuple[EventFacts, ...]:
        """Everything that the extractor finds."""
        release = a_release(
            title="News", body=self.text, language=self.language, source="mfa.example", published_at=ANCHOR
        )
        return extract(release).events


def patterns(language: str) -> list[str]:
    """The patterns of a language."""
    return [text for text, _ in _data(language)["patterns"]]


def sentences(language: str, pattern: str, *, sample: int | None = SAMPLE) -> Iterator[Sentence]:
    """The sentences of a pattern: all, or so many, the same ones each time."""
    data = _data(language)
    status = dict(data["patterns"])[pattern]
    names = [name for _, name, _, _ in Formatter().parse(pattern) if name]
    made = list(product(*(data["slots"][name] for name in names)))
    chosen = made if sample is None else Random(pattern).sample(made, min(sample, len(made)))
    for fillings in chosen:
        filled = dict(zip(names, fillings, strict=True))
        people = frozenset(data["slots"][slot][filled[slot]] for slot in ("who", "whom"))
        yield Sentence(language, _tidy(pattern.format(**filled)), status, people)


def _tidy(text: str) -> str:
    """One comma where two would meet, none before the full stop, a capital at the start."""
    tidy = _APPOSED.sub("", text)
    return tidy[0].upper() + tidy[1:]


def _data(language: str) -> Any:
    return json.loads((HERE / f"{language}.json").read_text("utf-8"))


def main() -> None:
    """Print the share of each pattern that is read, and some of what is not."""
    for language in LANGUAGES:
        for pattern in patterns(language):
            made = list(sentences(language, pattern, sample=400))
            missed = [sentence for sentence in made if not sentence.is_read()]
            sys.stdout.write(f"{1 - len(missed) / len(made):.3f} {language} {pattern}\n")
            for sentence in missed[:5]:
                told = [(event.kind.value, event.status.value, str(event.start)) for event in sentence.events()]
                sys.stdout.write(f"      {sentence.text} {told}\n")


if __name__ == "__main__":
    main()
