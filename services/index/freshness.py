"""How current an answer is."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import Field

from services.index.encounters import Answer


class Freshness(Answer):
    """How current an answer is."""

    as_of: datetime | None = Field(description="What was told up to this moment is in the answer; null when unknown.")
    lag: int = Field(description="Messages that wait to be read into this view.")


def stalest(parts: Iterable[Freshness]) -> Freshness:
    """The freshness of an answer made of several parts."""
    parts = list(parts)
    moments = [part.as_of for part in parts if part.as_of is not None]
    known = len(moments) == len(parts)
    return Freshness(as_of=min(moments, default=None) if known else None, lag=sum(part.lag for part in parts))
