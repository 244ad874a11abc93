import io
import json
from contextlib import redirect_stdout
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from services.cli.main import app
from services.cli.replay import Telling, moment
from services.cli.replay_differences import difference
from services.cli.replay_findings import Finding, Outcome, Reread, paced
from services.contracts.messages import TopicsExtracted
from services.contracts.vocabulary import Outcome as ReadOutcome
from services.enrich.transform import RawRecord
from services.runtime.product import Product
from tests.builders import a_meetings_extracted, a_reference, an_event

RAW = RawRecord(1, b"", ())


def a_finding(
    outcome: Outcome = Outcome.DIFFERENT, *, places: tuple[str | None, str | None] = (None, "Rome")
) -> Finding:
    before, after = (a_meetings_extracted(an_event(place=place)) for place in places)
    topics = TopicsExtracted(release=a_reference(), extractor="1", outcome=ReadOutcome.EXTRACTED)
    return Finding("example.org:1", 7, outcome, difference((before, topics), (after, topics)), title="[A] meeting")


def told(*findings: Finding, as_json: bool, limit: int = 50) -> str:
    telling, output = Telling(limit=limit, as_json=as_json), io.StringIO()
    with redirect_stdout(output):
        for finding in findings:
            telling.tell(finding)
        telling.finish()
    return output.getvalue()


def test_machines_get_a_line_for_each_release_that_differs_and_one_with_the_totals() -> None:
    same = a_finding(Outcome.SAME, places=("Rome", "Rome"))
    different, totals = map(json.loads, told(a_finding(), same, as_json=True).splitlines())
    assert (different["release_id"], different["outcome"]) == ("example.org:1", "different")
    assert different["events"][0]["fields"]["place"] == {"before": None, "after": "Rome"}
    assert totals == {"totals": {"different": 1, "events changed": 1, "same": 1}}


def test_people_get_a_row_for_each_change_with_its_fields() -> None:
    text = told(a_finding(), as_json=False)
    assert "[A] meeting" in text
    assert "place: – → Rome" in text
    assert "1 different, 1 events changed" in text


def test_more_releases_than_the_limit_are_counted_and_not_shown() -> None:
    assert "2 more releases" in told(a_finding(), a_finding(), a_finding(), as_json=False, limit=1)


def test_a_day_is_its_first_instant_in_utc() -> None:
    assert moment("2024-05-14") == datetime(2024, 5, 14, tzinfo=UTC)
    assert moment("2024-05-14T12:00+02:00") == datetime(2024, 5, 14, 10, tzinfo=UTC)


def test_what_is_no_time_is_a_mistake_of_usage() -> None:
    result = CliRunner().invoke(app, ["replay", "--from", "yesterday"])
    assert result.exit_code == 2
    assert "yesterday" in result.output


class FakeTime:
    """Moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def _at_once(_record: RawRecord) -> Product:
    return Product((), "extracted")


@pytest.mark.parametrize(("rate", "seconds"), [(1.0, 4.0), (2.0, 2.0)])
async def test_no_more_releases_are_read_again_in_a_second_than_the_rate(rate: float, seconds: float) -> None:
    time = FakeTime()
    reread: Reread = paced(_at_once, rate, clock=time, sleep=time.sleep)
    for _ in range(5):
        await reread(RAW)
    assert time.now - 100.0 == seconds
