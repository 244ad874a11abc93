"""What `make integration` says where there is no Docker."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("ci", "status", "said"),
    [("", 0, "LEFT OUT, since Docker does not answer"), ("true", 2, "error: Docker does not answer, and CI must run")],
)
def test_without_docker_it_is_said_what_is_left_out_and_in_ci_that_fails(ci: str, status: int, said: str) -> None:
    nowhere = {"DOCKER_HOST": "tcp://127.0.0.1:1", "DOCKER_CONTEXT": "", "CI": ci}
    done = subprocess.run(
        ["make", "--silent", "--assume-old=.venv/.installed", "integration"],
        cwd=ROOT,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == status, done.stderr
    assert said in done.stdout + done.stderr
