"""The extractor on real releases: scored on the annotated ones against a floor, and run over all of them."""

import json
import sys
import time
from functools import cache

import pytest

from services.contracts.messages import Release
from services.enrich.extract import extract
from tests.quality.measure import figure, release_of
from tests.quality.real import report
from tests.quality.real.gold import needs_releases, texts

FLOORS = [
    (language, measure, floor)
    for language, measures in json.loads(report.FLOOR.read_text("utf-8")).items()
    for measure, floor in measures.items()
]
PARTS = 8
SLOW = 0.010  # seconds of processor time
SLOW_SHARE = 0.5  # half of the real releases have less than 1,800 characters, one in ten has more than 12,000

pytestmark = needs_releases
reached = cache(report.reached)


@pytest.mark.parametrize(("language", "measure", "floor"), FLOORS)
def test_real_releases_are_read_no_worse_than_before(language: str, measure: str, floor: float) -> None:
    assert figure(reached(language)[measure]) >= floor


@pytest.mark.parametrize("part", range(PARTS))
def test_every_real_release_is_read_without_an_error_and_seldom_slowly(
    part: int, capsys: pytest.CaptureFixture[str]
) -> None:
    releases = [release_of(row) for row in list(texts().values())[part::PARTS]]
    took = [seconds_to_read(release) for release in releases]
    share = sum(seconds > SLOW for seconds in took) / len(took)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(took)} releases, {share:.1%} over 10 ms, slowest {max(took):.3f} s ")
    assert share < SLOW_SHARE


def seconds_to_read(release: Release) -> float:
    """Processor time for one release; that its evidence is its own text is checked as well."""
    started = time.process_time()
    extraction = extract(release)
    seconds = time.process_time() - started
    for event in extraction.events:
        assert release.body[event.evidence.start : event.evidence.end] == event.evidence.text
    return seconds
