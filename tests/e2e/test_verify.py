import os
import signal

import pytest

from services.cli.embedded import Ports
from tests.e2e.pipeline import Pipeline, json_lines, readout

pytestmark = pytest.mark.embedded

SAMPLES = "services/cli/samples"


def test_after_the_samples_everything_that_is_served_is_what_the_record_says() -> None:
    with Pipeline.up(Ports.free()) as pipeline:
        pipeline.readout("push", SAMPLES, "--source", "example.org")
        (report,) = json_lines(pipeline.readout("verify", "--json"))
        assert report["differences"] == []
        assert all(count > 0 for count in report["rows"].values())
        assert report["moving"] == 0


def test_a_pipeline_that_does_not_catch_up_is_told_after_the_deadline() -> None:
    with Pipeline.up(Ports.free()) as pipeline:
        enrich = pipeline.pid_of("services.enrich")
        os.kill(enrich, signal.SIGSTOP)
        pipeline.readout("push", SAMPLES, "--source", "example.org")
        told = readout("verify", "--within", "2", mark=pipeline.mark, status=1, settings=pipeline.addresses).stderr
        os.kill(enrich, signal.SIGCONT)
    assert "not within 2 s: 16 records wait for enrich" in told
