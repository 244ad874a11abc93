"""A broker that speaks TLS only, and wants a name and a password."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.kafka_container import KafkaContainer, need_docker, wanted_version

LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule"
KEYTOOL = ("-storetype", "PKCS12", "-keystore", "/keys/broker.p12", "-storepass", "changeit", "-alias", "broker")
BROKER = {
    "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "HOST:SASL_SSL,CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT",
    "KAFKA_SASL_ENABLED_MECHANISMS": "PLAIN",
    "KAFKA_LISTENER_NAME_HOST_PLAIN_SASL_JAAS_CONFIG": f'{LOGIN} required user_readout="made-up";',
    "KAFKA_SSL_KEYSTORE_LOCATION": "/keys/broker.p12",
    "KAFKA_SSL_KEYSTORE_TYPE": "PKCS12",
    "KAFKA_SSL_KEYSTORE_PASSWORD": "changeit",
    "KAFKA_SSL_KEY_PASSWORD": "changeit",
}


def keytool(folder: Path, *arguments: str) -> None:
    """The one of the broker's image: none is needed on the host."""
    image = f"apache/kafka:{wanted_version()}"
    command = ["docker", "run", "--rm", "--network=none", f"--volume={folder}:/keys", "--entrypoint=keytool", image]
    subprocess.run([*command, *arguments, *KEYTOOL], check=True, capture_output=True)


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaContainer]:
    """Started, with all topics; its certificate is its own authority."""
    need_docker()
    folder = tmp_path_factory.mktemp("keys")
    folder.chmod(0o777)  # the image's user writes there
    keytool(folder, "-genkeypair", "-keyalg", "EC", "-dname", "CN=broker", "-ext", "san=ip:127.0.0.1")
    keytool(folder, "-exportcert", "-rfc", "-file", "/keys/broker.pem")
    security = {
        "security_protocol": "SASL_SSL",
        "sasl_username": "readout",
        "sasl_password": SecretStr("made-up"),
        "ssl_cafile": folder / "broker.pem",
    }
    container = KafkaContainer(environment=BROKER, files={"/keys": str(folder)}, security=security)
    container.start()
    yield container
    container.stop()
