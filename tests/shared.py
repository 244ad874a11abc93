"""What stands beside the project and never in it: the seed, real releases, the annotations of them."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("READOUT_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def shared(name: str) -> Path:
    """The file; skips the test, saying why, where it is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project (READOUT_SHARED names the folder)")
    return path
