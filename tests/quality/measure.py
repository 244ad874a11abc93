"""Score the extractor against an annotated corpus, with the corpus's own scorer."""

import hashlib
import importlib.util
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from services.contracts.messages import Release
from services.enrich.extract import extract

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
OWN = HERE / "own"
OPENED = frozenset({"first", "second"})
"""Rounds of releases of which the held-out third has been read as well."""

Record = Mapping[str, Any]
Rows = dict[str, dict[str, float]]
"""For each measure its figures: `f1` or `accuracy` among them."""


@cache
def scorer() -> ModuleType:
    """The corpus's scorer, loaded from its file."""
    spec = importlib.util.spec_from_file_location("corpus_score", HERE / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(HERE / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def records(path: Path) -> list[Record]:
    """The annotated releases of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def is_held_out(record: Record) -> bool:
    """Whether a release belongs to the third that is kept unread: its id's SHA-256 begins with 0 to 4."""
    return hashlib.sha256(record["id"].encode()).hexdigest()[0] in "01234"


def release_of(record: Record) -> Release:
    """The release of a record."""
    published = record.get("published_at")
    moment = published and (datetime if "T" in published else date).fromisoformat(published)
    return Release(
        source=record["source"],
        title=record["title"],
        body=record["body"],
        language=record["language"],
        published_at=moment or None,
    )


def predicted(record: Record) -> Record:
    """What the extractor finds, in the corpus's form."""
    extraction = extract(release_of(record))
    events = [event.model_dump(mode="json") for event in extraction.events]
    return {"id": record["id"], "events": events, "topics": list(extraction.topics)}


def score(listed: Iterable[Record]) -> tuple[Rows, list[tuple[Any, ...]]]:
    """The figures of each measure, and the events missed and false."""
    measures: dict[str, dict[str, Any]] = defaultdict(scorer().measure_set)
    misses: list[tuple[Any, ...]] = []
    for record in listed:
        scorer().score_release(record["gold"], predicted(record), measures["all"], misses, record["id"])
    return {name: measure.row() for name, measure in measures["all"].items()}, misses


def figure(row: Mapping[str, float]) -> float:
    """The one number of a measure: F1 or accuracy; 0 where nothing was there to measure."""
    return float(row["f1"] if "f1" in row else row["accuracy"] or 0)


def parts(*, held_out: bool) -> Iterator[tuple[str, list[Record]]]:
    """The development part of each language of the corpus, then, on request, the held-out part."""
    yield from _parts(CORPUS, "{language} development", "{language} held out", held_out=held_out)


def own_parts(*, held_out: bool) -> Iterator[tuple[str, list[Record]]]:
    """As `parts`, of each round of releases written here."""
    for folder in sorted(OWN.glob("*/")):
        name = f"{{language}} own {folder.name}"
        unread = None if folder.name in OPENED else f"{name} held out"
        yield from _parts(folder, name, unread, held_out=held_out)


def _parts(folder: Path, development: str, unread: str | None, *, held_out: bool) -> Iterator[tuple[str, list[Record]]]:
    """The open part of each language, and the unread one; without a name for the latter all is open."""
    for language in ("fr", "en"):
        if (path := folder / f"{language}.jsonl").exists():
            listed = records(path)
            kept = [record for record in listed if unread and is_held_out(record)]
            yield development.format(language=language), [record for record in listed if record not in kept]
            if held_out and unread:
                yield unread.format(language=language), kept
