"""The whole pipeline on one machine without Kafka: the embedded broker and the three services as child processes."""

import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from services.cli.broker_front import LOOPBACK
from services.cli.keeper import CannotRunError, Log, Program, Say
from services.cli.probes import accepts, answers_ready, free_ports, is_free
from services.cli.supervisor import Supervisor


@dataclass(frozen=True)
class Ports:
    """Where each process of the embedded pipeline listens, on loopback."""

    ingest: int = 8080
    queries: int = 8081
    enrich: int = 8082
    broker: int = 9092

    @classmethod
    def free(cls) -> "Ports":
        """Ports that nobody listens on."""
        return cls(*free_ports(4))

    @property
    def ingest_url(self) -> str:
        """Where to push."""
        return f"http://{LOOPBACK}:{self.ingest}"

    @property
    def queries_url(self) -> str:
        """Where to ask."""
        return f"http://{LOOPBACK}:{self.queries}"

    @property
    def bootstrap_servers(self) -> str:
        """Where to subscribe."""
        return f"{LOOPBACK}:{self.broker}"

    def check(self) -> None:
        """Raise CannotRunError where a port is taken, saying which option moves it."""
        for name, port in asdict(self).items():
            if not is_free(port):
                raise CannotRunError(f"port {port} is in use; choose another with --{name}-port")


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)


def broker(ports: Ports) -> Program:
    """The embedded broker. When it ends, all that was pushed is gone: it is not started again under the services."""
    command = _python("services.cli.broker", str(ports.broker))
    return Program("broker", command, partial(accepts, ports.broker), restarts=False)


def services(ports: Ports, *, data: Path) -> list[Program]:
    """The three services, with the embedded broker's settings."""
    kafka = {"READOUT_KAFKA_BOOTSTRAP_SERVERS": ports.bootstrap_servers, "READOUT_KAFKA_TRANSACTIONS": "false"}
    programs: tuple[tuple[str, int, dict[str, str]], ...] = (
        ("ingest", ports.ingest, {}),
        ("enrich", ports.enrich, {}),
        ("index", ports.queries, {"READOUT_INDEX_DATA_DIR": str(data)}),
    )
    return [
        Program(
            name,
            _python(f"services.{name}"),
            partial(answers_ready, port),
            kafka | own | {f"READOUT_{name.upper()}_HOST": LOOPBACK, f"READOUT_{name.upper()}_PORT": str(port)},
        )
        for name, port, own in programs
    ]


@contextlib.asynccontextmanager
async def running(ports: Ports, *, say: Say, log: Log) -> AsyncIterator[Supervisor]:
    """The pipeline, ready, for as long as the block runs; its views live in a folder that goes with it.

    Raises:
        CannotRunError: a port is taken, or a process does not come up.
    """
    ports.check()
    with tempfile.TemporaryDirectory(prefix="readout-", ignore_cleanup_errors=True) as data:
        supervisor = Supervisor(say=say, log=log)
        try:
            await supervisor.start([broker(ports)])
            await supervisor.start(services(ports, data=Path(data)))
            yield supervisor
        finally:
            await supervisor.stop()
