import os
import signal

import pytest

from tests.e2e.pipeline import Pipeline, json_lines, readout, running_with
from tests.waiting import eventually

pytestmark = pytest.mark.embedded


@pytest.mark.parametrize("service", ["services.ingest", "services.enrich", "services.index"])
def test_a_service_that_is_killed_is_started_again_and_does_its_work(pipeline: Pipeline, service: str) -> None:
    killed = pipeline.pid_of(service)
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: None if killed in running_with(pipeline.mark) else True, within=5, what="the kill")
    eventually(lambda: pipeline.is_ready() or None, within=40, what="all are ready again")
    assert pipeline.pid_of(service) != killed

    text = "The Foreign Minister of Norway, Kari Lund, met the President of Chile, Juan Soto, in Oslo."
    (pushed,) = json_lines(pipeline.readout("push", "-", "--source", f"{service}.example", "--json", stdin=text))
    read = eventually(lambda: pipeline.ask(f"/releases/{pushed['release_id']}"), within=20, what="a release after it")
    assert read["outcome"] == "extracted"


def test_a_port_that_is_taken_is_one_line_that_names_the_option(pipeline: Pipeline, mark: str) -> None:
    done = readout("up", f"--ingest-port={pipeline.ports.ingest}", mark=mark, status=1)
    assert f"port {pipeline.ports.ingest} is in use" in done.stderr
    assert "--ingest-port" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_up_says_where_to_push_ask_and_subscribe(pipeline: Pipeline) -> None:
    (said,) = pipeline.said
    for address in (pipeline.ports.ingest_url, pipeline.ports.queries_url, pipeline.ports.bootstrap_servers):
        assert address in said
