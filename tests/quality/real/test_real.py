"""The extractor on real releases: scored on the annotated ones against a floor, and run over all of them."""

import json
import os
from functools import cache

import pytest

from services.enrich.extract import extract
from tests.quality.measure import figure, release_of
from tests.quality.real import report
from tests.quality.real.gold import needs_releases, texts

FLOORS = [
    (language, measure, floor)
    for language, measures in json.loads(report.FLOOR.read_text("utf-8")).items()
    for measure, floor in measures.items()
]
PARTS = 2
SAMPLE = 80
"""One release in so many is read, unless READOUT_ALL_RELEASES asks for all: `make robustness`.

Besides, the end-to-end tests push the first thousand and look at the same."""

pytestmark = needs_releases
reached = cache(report.reached)


@pytest.mark.parametrize(("language", "measure", "floor"), FLOORS)
def test_real_releases_are_read_no_worse_than_before(language: str, measure: str, floor: float) -> None:
    assert figure(reached(language)[measure]) >= floor


@pytest.mark.parametrize("part", range(PARTS))
def test_real_releases_are_read_without_an_error_and_cite_themselves(part: int) -> None:
    step = PARTS if os.environ.get("READOUT_ALL_RELEASES") else PARTS * SAMPLE
    for row in list(texts().values())[part::step]:
        release = release_of(row)
        for event in extract(release).events:
            assert release.body[event.evidence.start : event.evidence.end] == event.evidence.text
