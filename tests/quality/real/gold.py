"""The annotations of this folder, and the releases they speak of, which stay in the shared folder."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.quality.real.draw import SHARED, shared_releases

HERE = Path(__file__).resolve().parent


def lines(name: str) -> list[dict[str, Any]]:
    """The records of one file of this folder."""
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def gold() -> list[dict[str, Any]]:
    """The releases annotated in full, in reading order."""
    return lines("gold.jsonl")


@cache
def texts() -> dict[str, dict[str, Any]]:
    """Every shared release by id; skips the test that asks where the shared folder is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"the releases are not part of the project, and {SHARED} is not here (set READOUT_SHARED)")
    return {release["id"]: release for release in shared_releases()}
