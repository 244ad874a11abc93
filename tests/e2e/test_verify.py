import os
import signal

import pytest

from tests.e2e.pipeline import Pipeline, json_lines, readout

pytestmark = pytest.mark.embedded

SAMPLES = "services/cli/samples"


def test_after_the_samples_everything_that_is_served_is_what_the_record_says(pipeline: Pipeline) -> None:
    pipeline.readout("push", SAMPLES, "--source", "verified.example")
    (report,) = json_lines(pipeline.readout("verify", "--json"))
    assert report["differences"] == []
    assert all(count > 0 for count in report["rows"].values())
    assert report["moving"] == 0


def test_a_pipeline_that_does_not_catch_up_is_told_after_the_deadline(pipeline: Pipeline) -> None:
    enrich = pipeline.pid_of("services.enrich")
    os.kill(enrich, signal.SIGSTOP)
    try:
        pipeline.readout("push", SAMPLES, "--source", "waiting.example")
        told = readout("verify", "--within", "2", mark=pipeline.mark, status=1, settings=pipeline.addresses).stderr
    finally:
        os.kill(enrich, signal.SIGCONT)
    assert "not within 2 s: 16 records wait for enrich" in told
