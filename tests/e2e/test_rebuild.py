"""`readout index rebuild` as an operator runs it."""

import pytest

from tests.e2e.pipeline import Pipeline, json_lines, readout

pytestmark = pytest.mark.embedded


def test_the_views_are_made_again_and_are_what_the_record_says(pipeline: Pipeline) -> None:
    pipeline.readout("push", "services/cli/samples", "--source", "rebuilt.example")
    pipeline.readout("verify", "--json")
    *_, last = json_lines(pipeline.readout("index", "rebuild", "--json"))
    assert (last["partitions"], last["rebuilt"], last["records_to_go"]) == (12, 12, 0)
    (report,) = json_lines(pipeline.readout("verify", "--json"))
    assert report["differences"] == []


def test_a_broker_that_is_not_there_is_told_in_one_line() -> None:
    settings = {"READOUT_KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1"}
    told = readout("index", "rebuild", mark="rebuild", status=1, settings=settings).stderr
    assert "is READOUT_KAFKA_BOOTSTRAP_SERVERS right?" in told
