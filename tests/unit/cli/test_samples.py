"""The sample releases show what Readout is for."""

from collections import Counter
from importlib.resources import files
from pathlib import Path

from services.cli.pushables import Line, Metadata, Pushable, Withdrawal, files_in, read
from services.contracts import ids
from services.contracts.messages import Release

SAMPLES = Path(str(files("services.cli"))) / "samples"


def samples(pattern: str = "*") -> list[Pushable]:
    return [each for path in files_in(SAMPLES) if path.match(pattern) for each in read(path, Metadata())]


def releases(pattern: str = "*") -> list[Release]:
    return [Release.model_validate_json(each.content) for each in samples(pattern) if isinstance(each, Line)]


def test_there_are_at_least_twelve_in_both_languages() -> None:
    languages = Counter(release.language for release in releases())
    assert sum(languages.values()) >= 12
    assert languages.keys() == {"fr", "en"}
    assert min(languages.values()) >= 3


def test_one_meeting_is_announced_reported_and_corrected_by_one_source_and_reported_by_another() -> None:
    first, report, correction, other = releases("*-paris.txt")
    assert first.source == report.source == correction.source != other.source
    assert ids.release_id(report) == ids.release_id(correction) != ids.release_id(first)
    assert report.body != correction.body


def test_one_release_is_withdrawn_after_it_was_pushed() -> None:
    pushed = [ids.release_id(release) for release in releases()]
    withdrawn = [each.release_id for each in samples() if isinstance(each, Withdrawal)]
    assert withdrawn
    assert set(withdrawn) <= set(pushed)
