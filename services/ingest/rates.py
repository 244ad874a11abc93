"""How much one client, and one source, may send. Counted in this process, in fixed windows from the first hit."""

import time
from collections.abc import Sequence

import limits
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

from services.runtime.problems import Problem


class Rates:
    """Counts what was let in; an empty limit lets everything in."""

    def __init__(self, *, per_client: str, per_source: str) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._client = limits.parse(per_client) if per_client else None
        self._source = limits.parse(per_source) if per_source else None

    async def admit_client(self, client: str) -> None:
        """Count a request of a client.

        Raises:
            Problem: 429, when there were too many.
        """
        if self._client is not None and not await self._limiter.hit(self._client, "client", client):
            raise await self._refusal(self._client, "client", client, f"no more than {self._client} from one address")

    async def admit_source(self, source: str) -> None:
        """Count a release of a source.

        Raises:
            Problem: 429, when there were too many.
        """
        if self._source is not None and not await self._limiter.hit(self._source, "source", source):
            raise await self._refusal(self._source, "source", source, f"no more than {self._source} of one source")

    async def admit_sources(self, sources: Sequence[str]) -> list[Problem | None]:
        """Count the releases of a batch, in order; a problem for each that is too many."""
        verdicts: dict[str, bool] = {source: await self._all_fit(source, sources) for source in set(sources)}
        return [None if verdicts[source] else await self._verdict(source) for source in sources]

    async def _all_fit(self, source: str, sources: Sequence[str]) -> bool:
        if self._source is None:
            return True
        cost = sources.count(source)
        fits = await self._limiter.test(self._source, "source", source, cost=cost)
        return fits and await self._limiter.hit(self._source, "source", source, cost=cost)

    async def _verdict(self, source: str) -> Problem | None:
        try:
            await self.admit_source(source)
        except Problem as problem:
            return problem
        return None

    async def _refusal(self, rate: limits.RateLimitItem, kind: str, name: str, detail: str) -> Problem:
        window = await self._limiter.get_window_stats(rate, kind, name)
        seconds = max(1, int(window.reset_time - time.time()) + 1)
        return Problem(429, f"{detail}; try again in {seconds} s", headers={"Retry-After": str(seconds)})
