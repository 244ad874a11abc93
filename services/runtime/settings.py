"""Settings from `READOUT_…` variables; a bad value stops the start with one clear line."""

import sys
from typing import Literal, TypeVar

from pydantic import Field, FilePath, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

EXIT_USAGE = 2
SettingsT = TypeVar("SettingsT", bound=BaseSettings)


class KafkaSettings(BaseSettings):
    """How to reach the broker; passed to every client."""

    model_config = SettingsConfigDict(env_prefix="READOUT_KAFKA_", frozen=True)

    bootstrap_servers: str = "127.0.0.1:9092"
    """Host and port of at least one broker, separated by commas."""
    transactions: bool = True
    """Exactly once by transactions. Off only for the embedded broker, which has none: then at least once."""
    session_timeout_ms: int = Field(default=10_000, ge=1_000)
    """A worker that is silent for this long has lost its partitions to others."""
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    """PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL."""
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "PLAIN"
    """PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512."""
    sasl_username: str | None = None
    """With a SASL protocol."""
    sasl_password: SecretStr | None = None
    """With a SASL protocol."""
    ssl_cafile: FilePath | None = None
    """Whom to trust, where the system does not know; PEM."""
    ssl_certfile: FilePath | None = None
    """The certificate of this client, where brokers ask for one; PEM."""
    ssl_keyfile: FilePath | None = None
    """The key of that certificate; PEM."""


class LogSettings(BaseSettings):
    """What is logged and how."""

    model_config = SettingsConfigDict(env_prefix="READOUT_LOG_", frozen=True)

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """DEBUG, INFO, WARNING or ERROR."""
    format: Literal["auto", "json", "console"] = "auto"
    """`auto`: coloured lines on a terminal, JSON elsewhere."""


def load(settings: type[SettingsT]) -> SettingsT:
    """The settings from the environment; exits with status 2 and a line for each bad value."""
    try:
        return settings()
    except ValidationError as error:
        complaints = _complaints(settings, error)
    except SettingsError as error:
        complaints = [f"{settings.model_config.get('env_prefix', '')}…: {error}; it must be JSON"]
    sys.stderr.write("\n".join([*complaints, ""]))
    sys.exit(EXIT_USAGE)


def _complaints(settings: type[BaseSettings], error: ValidationError) -> list[str]:
    prefix = settings.model_config.get("env_prefix", "")
    return [
        f"{prefix}{'_'.join(str(part) for part in problem['loc'])}".upper() + f": {problem['msg']}"
        for problem in error.errors(include_url=False, include_input=False)
    ]
