import os
import signal

import pytest

from services.cli.embedded import Ports
from tests.e2e.pipeline import Pipeline, running_with
from tests.waiting import eventually

pytestmark = pytest.mark.embedded


def test_a_broker_that_dies_is_followed_by_a_whole_new_pipeline_and_ctrl_c_ends_all_of_it(mark: str) -> None:
    with Pipeline.up(Ports.free(), mark=mark) as pipeline:
        killed = pipeline.pid_of("services.ingest")
        os.kill(next(pid for pid, line in running_with(mark).items() if "services.cli.broker" in line), signal.SIGKILL)
        eventually(lambda: None if killed in running_with(mark) else True, within=15, what="the old pipeline ends")
        eventually(lambda: pipeline.is_ready() or None, within=60, what="a new one is ready")
        pipeline.stop(signal.SIGINT)


def test_nothing_is_left_when_up_itself_is_killed(mark: str) -> None:
    with Pipeline.started(Ports.free(), mark=mark) as pipeline:
        eventually(lambda: True if len(running_with(mark)) >= 6 else None, within=30, what="all processes have begun")
        pipeline.process.kill()
        pipeline.process.wait()
        eventually(lambda: True if running_with(mark) == {} else None, within=15, what="everything has ended")
