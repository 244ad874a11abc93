"""Settings of enrich."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class EnrichSettings(BaseSettings):
    """`READOUT_ENRICH_…`."""

    model_config = SettingsConfigDict(env_prefix="READOUT_ENRICH_", frozen=True)

    host: str = "127.0.0.1"
    """Address of `/livez`, `/readyz` and `/metrics`."""
    port: int = Field(default=8082, ge=0, le=65535)
    """Port to listen on."""
    group_id: str = "readout.enrich"
    """Consumer group, and first part of the transactional ids: two groups never fence each other."""
    batch_size: int = Field(default=64, ge=1, le=1000)
    """Records of one partition in one transaction; a crash repeats at most this many of each (at least once only)."""
    release_seconds: float = Field(default=5.0, gt=0, le=20)
    """No release may take more processor time; one that does twice becomes a dead letter, `timed-out`."""
