import ssl
from pathlib import Path
from typing import Any

import certifi
import pytest
from pydantic import SecretStr

from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_RAW
from services.index.settings import IndexSettings
from services.index.worker import create_worker
from services.runtime import kafka
from services.runtime.settings import KafkaSettings, load


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


CONNECTED = {
    "PLAINTEXT": set[str](),
    "SSL": {"ssl_context"},
    "SASL_PLAINTEXT": {"sasl_mechanism", "sasl_plain_username", "sasl_plain_password"},
    "SASL_SSL": {"ssl_context", "sasl_mechanism", "sasl_plain_username", "sasl_plain_password"},
}


@pytest.mark.parametrize("protocol", CONNECTED)
async def test_what_the_environment_says_of_security_reaches_every_client(
    protocol: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = {"SECURITY_PROTOCOL": protocol, "SASL_MECHANISM": "SCRAM-SHA-512", "SASL_USERNAME": "readout"}
    for name, value in {**variables, "SASL_PASSWORD": "hidden"}.items():
        monkeypatch.setenv(f"READOUT_KAFKA_{name}", value)
    settings = load(KafkaSettings)
    options = kafka.connection(settings, client_id="test")
    assert {name for name in options if name.startswith(("sasl", "ssl"))} == CONNECTED[protocol]
    assert options.get("sasl_mechanism", "SCRAM-SHA-512") == "SCRAM-SHA-512"
    await kafka.producer(settings, client_id="test").stop()
    await kafka.consumer(settings, client_id="test", group_id=None).stop()
    await kafka.admin(settings, client_id="test").close()


def test_a_broker_is_trusted_by_the_given_authority_and_by_its_name(tmp_path: Path) -> None:
    authority = Path(certifi.where()).read_text("ascii").split("-----END CERTIFICATE-----")[0]
    file = tmp_path / "authority.pem"
    file.write_text(authority[authority.index("-----BEGIN") :] + "-----END CERTIFICATE-----\n", "ascii")
    settings = KafkaSettings(security_protocol="SSL", ssl_cafile=file)
    context = kafka.connection(settings, client_id="test")["ssl_context"]
    assert len(context.get_ca_certs()) == 1
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_index_gives_faust_the_same_credentials() -> None:
    settings = KafkaSettings(
        security_protocol="SASL_SSL", sasl_mechanism="SCRAM-SHA-256", sasl_username="a", sasl_password=SecretStr("b")
    )
    given: Any = create_worker(IndexSettings(), settings).conf.broker_credentials
    assert (given.protocol.value, given.mechanism.value) == ("SASL_SSL", "SCRAM-SHA-256")
    assert (given.username, given.password) == ("a", "b")
