"""Settings of the index: `READOUT_INDEX_…`."""

import socket
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

_WILDCARDS = ("0.0.0.0", "::", "")


class IndexSettings(BaseSettings):
    """Where the index listens, keeps its stores and is found by its like."""

    model_config = SettingsConfigDict(env_prefix="READOUT_INDEX_", frozen=True)

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = 8081
    """Port to listen on."""
    advertised_url: str | None = None
    """Where other instances reach this one, `http://index-1:8081`; by default its host and port."""
    data_dir: Path = Path("var/index")
    """The stores: one folder for each partition. May be lost: they are made again from the topics."""
    group_id: str = "readout.index"
    """Consumer group and first part of the transactional ids: one for each set of instances that share the work."""

    @property
    def url(self) -> str:
        """Where other instances reach this one."""
        return self.advertised_url or f"http://{self._own_address()}:{self.port}"

    def _own_address(self) -> str:
        """A wildcard is nowhere to reach: then the address that this machine's own name stands for."""
        return socket.gethostbyname(socket.gethostname()) if self.host in _WILDCARDS else self.host
