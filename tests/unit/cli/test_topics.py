import pytest
from typer.testing import CliRunner

from services.cli.main import app
from services.cli.probes import free_ports
from services.cli.topic_admin import Found, Settings, wanted
from services.contracts.topics import RELEASES_RAW, TOPICS, Topic


def a_found(**changes: str) -> Found:
    should = wanted(RELEASES_RAW, replication=1, min_insync=1)
    return Found(RELEASES_RAW, should, Settings(should.partitions, 1, {**should.config, **changes}))


def test_a_topic_as_it_should_be_has_no_differences() -> None:
    assert a_found().differences == []


def test_settings_that_the_registry_does_not_name_are_no_difference() -> None:
    assert a_found(**{"segment.bytes": "1"}).differences == []


def test_a_differing_setting_is_named_with_both_values() -> None:
    assert a_found(**{"retention.ms": "1000"}).differences == ["retention.ms is 1000 instead of -1"]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_every_topic_is_created_with_explicit_retention_and_copies(topic: Topic) -> None:
    settings = wanted(topic, replication=3, min_insync=2)
    assert settings.replication == 3
    assert {"cleanup.policy", "max.message.bytes", "min.insync.replicas"} <= settings.config.keys()


@pytest.mark.parametrize("command", ["create", "describe"])
def test_a_broker_that_does_not_answer_is_one_line_that_says_what_to_look_at(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (port,) = free_ports(1)
    monkeypatch.setenv("READOUT_KAFKA_BOOTSTRAP_SERVERS", f"127.0.0.1:{port}")
    result = CliRunner().invoke(app, ["topics", command])
    assert result.exit_code == 1
    assert "READOUT_KAFKA_BOOTSTRAP_SERVERS" in result.stderr
    assert len(result.stderr.splitlines()) == 1
