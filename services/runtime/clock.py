"""The one place that asks what time it is; everyone else is told."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present moment, zoned."""


def utc_now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)
