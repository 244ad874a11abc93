"""TLS and a password, from the environment to every client: admin, producer, worker, Faust, and the commands."""

import json
import os
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from services.cli.probes import free_ports
from services.contracts.topics import TOPICS
from services.runtime.settings import KafkaSettings
from tests.integration.index.harness import until
from tests.kafka_container import KafkaContainer
from tests.processes import ServiceProcess

pytestmark = pytest.mark.kafka

RELEASE = {
    "source": "secured.example",
    "external_id": "1",
    "title": "A meeting",
    "body": "The Foreign Minister of Norway, Kari Lund, met the President of Chile, Juan Soto, in Oslo on Monday.",
}


def variables(kafka: KafkaSettings, *, password: str) -> dict[str, str]:
    """The settings as an operator gives them."""
    return {
        "READOUT_KAFKA_BOOTSTRAP_SERVERS": kafka.bootstrap_servers,
        "READOUT_KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
        "READOUT_KAFKA_SASL_USERNAME": "readout",
        "READOUT_KAFKA_SASL_PASSWORD": password,
        "READOUT_KAFKA_SSL_CAFILE": str(kafka.ssl_cafile),
    }


async def test_a_release_goes_through_all_services(secured: KafkaContainer, tmp_path: Path) -> None:
    ports = dict(zip(("ingest", "enrich", "index"), free_ports(3), strict=True))
    settings = variables(secured.settings, password="made-up") | {"READOUT_INDEX_DATA_DIR": str(tmp_path)}
    settings |= {f"READOUT_{name.upper()}_PORT": str(port) for name, port in ports.items()}
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx.AsyncClient(trust_env=False, timeout=15))
        for name in ports:
            await stack.enter_async_context(ServiceProcess(f"services.{name}", settings))

        async def answers(name: str, path: str) -> bool:
            try:
                return (await http.get(f"http://127.0.0.1:{ports[name]}{path}")).is_success
            except httpx.TransportError:
                return False

        for name in ports:
            await until(lambda name=name: answers(name, "/readyz"), what=f"{name} is ready")  # type: ignore[misc] # bound now
        pushed = await http.post(f"http://127.0.0.1:{ports['ingest']}/releases", json=RELEASE)
        assert pushed.status_code == 202, pushed.text
        await until(lambda: answers("index", pushed.headers["location"]), what="the release is read")


@pytest.mark.parametrize(("password", "status"), [("made-up", 0), ("wrong", 1)])
def test_a_command_gets_in_with_the_password_and_with_another_says_so_in_one_line(
    secured: KafkaContainer, password: str, status: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "services.cli.main", "topics", "describe", "--json"],
        env={**os.environ, **variables(secured.settings, password=password)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == status, done.stderr
    described = json.loads(done.stdout) if status == 0 else []
    assert [each["topic"] for each in described] == ([topic.name for topic in TOPICS] if status == 0 else [])
    assert len(done.stderr.splitlines()) == status
    assert password not in done.stderr
