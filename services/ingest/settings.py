"""Settings of the ingest service: `READOUT_INGEST_…`."""

import binascii
from collections.abc import Mapping
from typing import Annotated

import limits
from pydantic import AfterValidator, Field, SecretStr, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from services.contracts.messages import SOURCE_PATTERN


def _rate(value: str) -> str:
    if value:
        limits.parse(value)
    return value


def _usable(secret: SecretStr) -> SecretStr:
    try:
        Webhook(secret.get_secret_value())
    except (EmptyWebhookSecretError, binascii.Error) as error:
        raise ValueError("must be `whsec_` and base64") from error
    return secret


Rate = Annotated[str, AfterValidator(_rate)]
"""`600/minute`, `10/second`; empty for no limit."""
Source = Annotated[str, StringConstraints(pattern=SOURCE_PATTERN)]
Secret = Annotated[SecretStr, AfterValidator(_usable)]


class IngestSettings(BaseSettings):
    """What the ingest service can be told."""

    model_config = SettingsConfigDict(env_prefix="READOUT_INGEST_", frozen=True)

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = Field(default=8080, ge=0, le=65535)
    """Port to listen on."""
    max_body_bytes: int = Field(default=512_000, ge=1, le=900_000)
    """Of one push, and of one line of a batch."""
    max_record_bytes: int = Field(default=900_000, ge=1, le=1_000_000)
    """Of the encoded record; under the topic's limit, since one refused record breaks a producer for good."""
    max_signed_batch_bytes: int = Field(default=16_777_216, ge=1)
    """A signed batch is held whole, since its signature covers all of it; an unsigned one may be of any length."""
    acknowledge_seconds: float = Field(default=8.0, gt=0)
    """How long a push waits for the broker's acknowledgement."""
    stalled_seconds: float = Field(default=5.0, gt=0)
    """When the oldest send has waited this long, new pushes are refused at once and the service is not ready."""
    read_seconds: float = Field(default=30.0, gt=0)
    """How long a push may take to arrive; in a batch, how long the sender may pause."""
    retry_after: int = Field(default=5, ge=1)
    """Seconds that a sender is asked to wait after a 503."""
    rate_per_client: Rate = "60000/minute"
    """Requests from one address."""
    rate_per_source: Rate = "600000/minute"
    """Releases and withdrawals of one source."""
    secrets: Mapping[Source, tuple[Secret, ...]] = Field(default_factory=dict)
    """JSON, source to list of `whsec_…` secrets. A source with secrets must sign; several allow rotation."""
