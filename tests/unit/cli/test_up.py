"""What `readout up` says once all is ready."""

import pytest

from services.cli.embedded import Ports
from services.cli.up import announce


def test_people_are_told_the_documented_ports_and_that_nothing_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    announce(Ports(), as_json=False)
    said = " ".join(capsys.readouterr().out.split())
    for address in ("http://127.0.0.1:8080/releases", "http://127.0.0.1:8081/participants", "127.0.0.1:9092"):
        assert address in said
    assert "The embedded broker keeps everything in memory and nothing afterwards" in said
