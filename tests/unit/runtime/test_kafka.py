from pathlib import Path

import pytest
from pydantic import SecretStr

from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_RAW
from services.runtime import kafka
from services.runtime.settings import KafkaSettings


@pytest.mark.parametrize(
    ("key", "partition"),
    [("", 681), ("a", 524), ("ab", 434), ("abc", 107), ("123456789", 566), ("\x00 ", 742)],
)
def test_partitions_are_those_of_the_java_client(key: str, partition: int) -> None:
    assert kafka.partition_of(RELEASES_RAW, key, partitions=1000) == partition


def test_all_participations_of_one_participant_are_in_one_partition() -> None:
    found = {
        kafka.partition_of(PARTICIPANTS_EVENTS, f"person:ada/{event}", partitions=64) for event in ("x:1", "y:2", "z:3")
    }
    assert len(found) == 1


def test_the_password_reaches_the_client_and_only_the_client() -> None:
    settings = KafkaSettings(
        security_protocol="SASL_PLAINTEXT", sasl_username="readout", sasl_password=SecretStr("hidden")
    )
    options = kafka.connection(settings, client_id="test")
    assert (options["sasl_plain_username"], options["sasl_plain_password"]) == ("readout", "hidden")
    assert "hidden" not in repr(settings)


def test_without_sasl_no_credentials_are_passed() -> None:
    options = kafka.connection(KafkaSettings(), client_id="test")
    assert not [name for name in options if name.startswith(("sasl", "ssl"))]


def test_a_certificate_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ssl_cafile"):
        KafkaSettings(ssl_cafile=tmp_path / "missing.pem")
