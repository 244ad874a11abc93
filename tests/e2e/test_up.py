import os
import signal

import pytest

from services.cli.embedded import Ports
from tests.e2e.pipeline import Pipeline, eventually, json_lines, readout, running_with

pytestmark = pytest.mark.embedded


def test_a_service_that_is_killed_is_started_again_and_takes_releases(pipeline: Pipeline) -> None:
    killed = pipeline.pid_of("services.ingest")
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: None if killed in running_with(pipeline.mark) else True, within=5, what="the kill")
    eventually(lambda: pipeline.is_ready() or None, within=40, what="ingest is ready again")
    assert pipeline.pid_of("services.ingest") != killed

    text = "The Foreign Minister of Norway, Kari Lund, met the President of Chile, Juan Soto, in Oslo."
    (pushed,) = json_lines(pipeline.readout("push", "-", "--source", "after.example", "--json", stdin=text))
    read = eventually(lambda: pipeline.ask(f"/releases/{pushed['release_id']}"), within=20, what="a release after it")
    assert read["outcome"] == "extracted"


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


def test_a_port_that_is_taken_is_one_line_that_names_the_option(pipeline: Pipeline, mark: str) -> None:
    done = readout("up", f"--ingest-port={pipeline.ports.ingest}", mark=mark, status=1)
    assert f"port {pipeline.ports.ingest} is in use" in done.stderr
    assert "--ingest-port" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_up_says_where_to_push_ask_and_subscribe(pipeline: Pipeline) -> None:
    (said,) = pipeline.said
    for address in (pipeline.ports.ingest_url, pipeline.ports.queries_url, pipeline.ports.bootstrap_servers):
        assert address in said
