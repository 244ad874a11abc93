"""What the README tells a new user to do, done; and every metric that is answered is documented."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.e2e.pipeline import ROOT, Pipeline, environment

pytestmark = pytest.mark.embedded

README = (ROOT / "README.md").read_text("utf-8")
NOT_RUN = {
    "make demo": "tests/e2e/test_demo.py runs it, without the installation",
    "make test": "this is part of it",
    ".venv/bin/readout up": "it is what the others speak to here",
    "docker compose": "needs a container engine; tests of the images run it",
}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]


def adapted(text: str, pipeline: Pipeline) -> str:
    """With this pipeline's ports, and this Python's `readout`."""
    ports = {8080: pipeline.ports.ingest, 8081: pipeline.ports.queries, 9092: pipeline.ports.broker}
    text = re.sub(r"127\.0\.0\.1:(\d+)", lambda found: f"127.0.0.1:{ports[int(found[1])]}", text)
    return text.replace(".venv/bin/readout", f"{shlex.quote(sys.executable)} -m services.cli.main")


def run(arguments: list[str], pipeline: Pipeline) -> str:
    done = subprocess.run(
        arguments,
        cwd=ROOT,
        env=environment(pipeline.mark, **pipeline.addresses),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def filled(pipeline: Pipeline) -> Pipeline:
    """The pipeline after the README's pushes, once their releases can be asked for."""
    pushes = [command for command in COMMANDS if "readout push" in command or "/releases" in command]
    for command in pushes:
        run(["bash", "-c", adapted(command, pipeline)], pipeline)
    for name in ("marchand", "lund"):
        pipeline.wait_for(name)
    return pipeline


@pytest.mark.parametrize("command", [each for each in COMMANDS if not each.startswith(tuple(NOT_RUN))])
def test_a_command_of_the_readme_works(command: str, filled: Pipeline) -> None:
    shown = run(["bash", "-c", adapted(command, filled)], filled)
    assert '"status":4' not in shown
    assert shown


def test_the_commands_that_are_not_run_here_are_in_the_readme() -> None:
    assert [known for known in NOT_RUN if not any(command.startswith(known) for command in COMMANDS)] == []


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_the_python_of_the_readme_works(number: int, filled: Pipeline) -> None:
    assert run([sys.executable, "-c", adapted(blocks("python")[number], filled)], filled)


def test_every_metric_that_is_answered_is_documented_and_the_other_way_round(filled: Pipeline) -> None:
    answered = set[str]()
    for port in (filled.ports.ingest, filled.ports.enrich, filled.ports.queries):
        text = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
        answered |= set(re.findall(r"^# TYPE (readout_\w+)", text, re.MULTILINE))
    documented = set(
        re.findall(r"^\| `(readout_\w+)`", Path(ROOT / "docs/metrics.md").read_text("utf-8"), re.MULTILINE)
    )
    assert {name for name in answered if not name.endswith("_created")} == documented
