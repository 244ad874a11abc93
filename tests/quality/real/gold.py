"""The annotations of this folder, and the releases they speak of, which stay in the shared folder."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.quality.real.draw import shared_releases
from tests.shared import SHARED

HERE = Path(__file__).resolve().parent

needs_releases = pytest.mark.skipif(
    not (SHARED / "data").is_dir(),
    reason=f"the releases are not part of the project, and {SHARED} is not here (set READOUT_SHARED)",
)
"""Marks a test that reads the releases themselves."""


def lines(name: str) -> list[dict[str, Any]]:
    """The records of one file of this folder."""
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def gold(name: str = "gold") -> list[dict[str, Any]]:
    """The releases annotated in full, in reading order: those of `gold.jsonl` or of `blind.jsonl`."""
    return lines(f"{name}.jsonl")


@cache
def texts() -> dict[str, dict[str, Any]]:
    """Every shared release by id; none where the folder is absent."""
    return {release["id"]: release for release in shared_releases()}


def records(language: str, name: str = "gold") -> list[dict[str, Any]]:
    """The annotated releases of one language with their texts, as the scorer's records."""
    return [{**texts()[record["id"]], **record} for record in gold(name) if record["language"] == language]
