"""What Prometheus makes of its configuration and of the alerts: promtool, in the image that compose runs."""

import re

import pytest

from tests.compose.stack import ROOT, docker

pytestmark = [pytest.mark.compose, pytest.mark.usefixtures("_engine")]

FOLDER = ROOT / "deploy/prometheus"
(IMAGE,) = re.findall(r"image: (prom/prometheus:\S+)", (ROOT / "docker-compose.yml").read_text("utf-8"))


def promtool(*arguments: str) -> str:
    mount = f"{FOLDER}:/etc/prometheus:ro"
    return docker(
        "run", "--rm", "--network=none", "--volume", mount, "--workdir=/etc/prometheus", "--entrypoint=promtool",
        IMAGE, *arguments,
    )  # fmt: skip


def test_the_configuration_and_the_rules_are_valid() -> None:
    assert "SUCCESS" in promtool("check", "config", "prometheus.yml")


def test_every_alert_fires_when_it_should_and_none_when_all_is_well() -> None:
    assert "SUCCESS" in promtool("test", "rules", "alerts_test.yml")
