"""What the compose files amount to, as compose itself reads them."""

import os
import re
import textwrap
from pathlib import Path

import pytest

from tests.compose.stack import ROOT, docker

pytestmark = [pytest.mark.compose, pytest.mark.usefixtures("_engine")]

PAGE = (ROOT / "docs/operations.md").read_text("utf-8")


def services(*files: Path) -> list[str]:
    options = [option for file in (ROOT / "docker-compose.yml", *files) for option in ("--file", str(file))]
    return sorted(docker("compose", "--env-file", os.devnull, *options, "config", "--services").split())


def test_three_brokers_are_added_to_the_one() -> None:
    added = {*services(ROOT / "docker-compose.three-brokers.yml")} - {*services()}
    assert added == {"kafka-2", "kafka-3"}


def test_the_example_for_a_kafka_of_ones_own_starts_none(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    override = tmp_path / "override.yml"
    override.write_text(textwrap.dedent(f"  {example}"), "utf-8")
    assert services(override) == ["enrich", "front", "index", "ingest", "topics"]
