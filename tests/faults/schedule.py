"""What happens to whom and when: data, made from a seed before anything runs, and printed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Act:
    """`at` is in seconds from the beginning."""

    at: float
    what: str
    whom: str

    def __str__(self) -> str:
        return f"{self.at:6.1f} s  {self.what} {self.whom}"


Deed = Callable[[str], Awaitable[object]]


def spread(
    seed: int, count: int, *, what: Sequence[str], whom: Sequence[str], apart: tuple[float, float]
) -> tuple[Act, ...]:
    """`count` acts, a random while apart; what and whom take turns in an order of chance."""
    random = Random(seed)
    return tuple(_spread(random, count, what, whom, apart))


def _spread(
    random: Random, count: int, what: Sequence[str], whom: Sequence[str], apart: tuple[float, float]
) -> Iterator[Act]:
    at = 0.0
    for number in range(count):
        at += random.uniform(*apart)
        yield Act(round(at, 1), what[number % len(what)], random.choice(whom))


async def perform(acts: Sequence[Act], deeds: Mapping[str, Deed]) -> None:
    """Do everything at its time; what takes longer delays the rest."""
    began = asyncio.get_running_loop().time()
    for act in acts:
        await asyncio.sleep(began + act.at - asyncio.get_running_loop().time())
        await deeds[act.what](act.whom)
