import pytest
from pydantic import SecretStr

from services.ingest.settings import IngestSettings
from services.runtime.settings import EXIT_USAGE, KafkaSettings, LogSettings, load

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def complaints(capsys: pytest.CaptureFixture[str], settings: type[KafkaSettings | LogSettings | IngestSettings]) -> str:
    with pytest.raises(SystemExit) as stopped:
        load(settings)
    assert stopped.value.code == EXIT_USAGE
    return capsys.readouterr().err


def test_without_variables_the_defaults_hold() -> None:
    assert load(KafkaSettings).bootstrap_servers == "127.0.0.1:9092"


def test_a_variable_overrides_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUT_KAFKA_TRANSACTIONS", "false")
    assert load(KafkaSettings).transactions is False


def test_a_bad_value_stops_the_start_with_one_line_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READOUT_LOG_LEVEL", "LOUD")
    said = complaints(capsys, LogSettings)
    assert said.startswith("READOUT_LOG_LEVEL: ")
    assert said.count("\n") == 1


def test_each_bad_value_has_its_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("READOUT_INGEST_PORT", "70000")
    monkeypatch.setenv("READOUT_INGEST_RATE_PER_SOURCE", "lots")
    said = complaints(capsys, IngestSettings)
    assert [line.partition(":")[0] for line in said.splitlines()] == [
        "READOUT_INGEST_PORT",
        "READOUT_INGEST_RATE_PER_SOURCE",
    ]


def test_secrets_are_read_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUT_INGEST_SECRETS", f'{{"nato.int": ["{SECRET}"]}}')
    settings = load(IngestSettings)
    assert settings.secrets["nato.int"] == (SecretStr(SECRET),)
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings.secrets)


@pytest.mark.parametrize(
    "value",
    [
        '{"nato.int": ["whsec_%%%"]}',
        '{"nato.int": ["whsec_"]}',
        '{"nato.int": "whsec_AAAA"}',
        "{not json",
        '{"No!": []}',
    ],
)
def test_secrets_that_cannot_be_used_stop_the_start_without_being_shown(
    value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READOUT_INGEST_SECRETS", value)
    said = complaints(capsys, IngestSettings)
    assert said.startswith("READOUT_INGEST_")
    assert said.count("\n") == 1
    assert "whsec_AAAA" not in said
    assert "%%%" not in said
