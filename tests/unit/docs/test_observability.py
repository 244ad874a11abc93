"""Alerts and dashboard name metrics that are there; each alert is tested, and described for whoever it wakes."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ALERTS = (ROOT / "deploy/prometheus/alerts.yml").read_text("utf-8")
CASES = (ROOT / "deploy/prometheus/alerts_test.yml").read_text("utf-8")
DASHBOARD = json.loads((ROOT / "deploy/grafana/dashboards/readout.json").read_text("utf-8"))
NAMES = re.findall(r"^ *- alert: (\w+)$", ALERTS, re.MULTILINE)
DOCUMENTED = re.findall(r"^\| `(readout_\w+)` \| (\w+)", (ROOT / "docs/metrics.md").read_text("utf-8"), re.MULTILINE)


def series() -> set[str]:
    """Every name that a documented metric is scraped under."""
    histograms = {f"{name}_{part}" for name, kind in DOCUMENTED if kind == "histogram" for part in _PARTS}
    return histograms | {name for name, kind in DOCUMENTED if kind != "histogram"} | _PROCESS


_PARTS = ("bucket", "sum", "count")
_PROCESS = {"process_start_time_seconds", "process_resident_memory_bytes", "process_cpu_seconds_total"}


def named(expression: str) -> set[str]:
    """The metrics of Readout and of its processes that an expression names, a choice of services spelt out."""
    chosen = re.findall(r"readout_\((\w+)\|(\w+)\)_(\w+)", expression)
    spelt = {f"readout_{service}_{rest}" for *services, rest in chosen for service in services}
    return spelt | set(re.findall(r"\b(?:readout|process)_\w+", expression)) - {"readout_"}


def expressions() -> list[str]:
    return [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", [])]


def test_every_metric_that_an_alert_names_is_there() -> None:
    assert named(ALERTS)
    assert named(ALERTS) - series() == set()


def test_every_metric_that_the_dashboard_names_is_there() -> None:
    assert set().union(*map(named, expressions())) - series() == set()


def test_every_metric_of_readout_is_on_the_dashboard() -> None:
    shown = {re.sub("_(bucket|sum|count)$", "", name) for name in set().union(*map(named, expressions()))}
    assert {name for name, _ in DOCUMENTED} - shown == set()


def test_the_panels_of_the_dashboard_are_told_apart_and_lie_beside_each_other() -> None:
    panels = DASHBOARD["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken = [
        (x, y)
        for at in (panel["gridPos"] for panel in panels)
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    ]
    assert len(set(taken)) == len(taken)
    assert all(0 <= x < 24 for x, _ in taken)


def test_the_dashboard_asks_the_source_that_is_provisioned() -> None:
    source = (ROOT / "deploy/grafana/provisioning/datasources/prometheus.yml").read_text("utf-8")
    (uid,) = re.findall(r"^ *uid: (\w+)$", source, re.MULTILINE)
    asked = {target["datasource"]["uid"] for panel in DASHBOARD["panels"] for target in panel.get("targets", [])}
    assert asked == {uid}


@pytest.mark.parametrize("name", NAMES)
def test_an_alert_has_a_case_in_which_it_fires(name: str) -> None:
    fires = re.findall(r"- alertname: (\w+)\n\s+eval_time: \w+\n\s+exp_alerts:\n", CASES)
    assert name in fires


@pytest.mark.parametrize("name", NAMES)
def test_an_alert_is_described_in_operations(name: str) -> None:
    assert f"\n### {name}\n" in (ROOT / "docs/operations.md").read_text("utf-8")
