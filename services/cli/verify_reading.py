"""Reads what `readout verify` compares: the record, what was derived from it, and the rows that are served."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiokafka import ConsumerRecord

from services.cli import verify_served
from services.cli.instances import Instances, UnsettledError
from services.cli.log_ends import Offsets, SilentError
from services.cli.verify_record import Reader
from services.cli.verify_tables import Rows, Tables, in_topic, in_views, last_participations, last_sets
from services.contracts.messages import (
    MeetingsExtracted,
    Message,
    RecordDeadLettered,
    ReleasePublished,
    ReleaseWithdrawn,
    TopicsExtracted,
)
from services.contracts.topics import (
    DEAD_LETTERS,
    PARTICIPANTS_EVENTS,
    RELEASES_MEETINGS,
    RELEASES_RAW,
    RELEASES_TOPICS,
)

POLL_SECONDS = 0.3
Raw = ReleasePublished | ReleaseWithdrawn
Position = tuple[str, int, int]
"""Topic, partition and offset."""
Say = Callable[[str], object]


class NotCaughtUpError(Exception):
    """The services did not reach the end of the record in time; the message says how far they are."""


@dataclass(slots=True)
class Found:
    """All that was read: the last word on each key; of the record the last that enrich did not give up."""

    raw: dict[str, tuple[int, Raw]] = field(default_factory=dict)
    """With its offset."""
    meetings: dict[str, MeetingsExtracted] = field(default_factory=dict)
    topics: dict[str, TopicsExtracted] = field(default_factory=dict)
    participations: dict[str, Message] = field(default_factory=dict)
    views: Mapping[str, Rows] = field(default_factory=dict)
    moving: set[str] = field(default_factory=set)
    """Releases that were told of while this was read: nothing can be said of them yet."""
    refused: set[str] = field(default_factory=set)
    """Releases whose last complete set the index gave up: the dead letters say why."""

    @property
    def tables(self) -> Tables:
        """As rows."""
        return {
            in_topic(RELEASES_MEETINGS): last_sets(self.meetings),
            in_topic(RELEASES_TOPICS): last_sets(self.topics),
            in_topic(PARTICIPANTS_EVENTS): last_participations(self.participations),
            **{in_views(topic): rows for topic, rows in self.views.items()},
        }


class Reading:
    """Reads everything, in an order in which it belongs together.

    1. The end of the record is noted.
    2. Enrich has committed it: all that is derived from it, and every dead letter of it, is there to be read.
    3. The index stands behind all complete sets that were read: its first stage has sent what follows from them.
    4. It stands behind all participations that were read: its rows hold what follows from them.
    5. What was told since 1 is set apart.
    """

    def __init__(self, reader: Reader, instances: Instances, *, say: Say) -> None:
        self._reader, self._instances, self._say = reader, instances, say
        self._doing, self._within = "", 0.0

    async def read(self, *, within: float) -> Found:
        """Everything; each wait for a service may take `within` seconds, reading as long as the record is.

        Raises:
            NotCaughtUpError: a service did not catch up, or the broker stopped answering.
        """
        self._within = within
        try:
            return await self._read()
        except TimeoutError as error:
            raise NotCaughtUpError(f"not within {within:g} s: {self._doing}") from error
        except SilentError as error:
            raise NotCaughtUpError(str(error)) from error

    async def _read(self) -> Found:
        found, end = Found(), await self._reader.ends(RELEASES_RAW)  # 1
        await self._until(lambda: self._behind(end))  # 2
        await self._read_record(found, end)
        last = await self._read_sets(found)
        await self._until(self._unstored)  # 3
        found.refused = {last[at] for at in await self._dead_letters() & last.keys()}
        await self._read_participations(found)
        await self._until(lambda: self._read_rows(found))  # 4
        async for record, _ in self._reader.messages(RELEASES_RAW, starts=end):  # 5
            found.moving.add((record.key or b"").decode("utf-8", "replace"))
        return found

    async def _until(self, missing: Callable[[], Awaitable[str | None]]) -> None:
        """Return once nothing is missing."""
        async with asyncio.timeout(self._within):
            while (what := await missing()) is not None:
                self._tell(what)
                await asyncio.sleep(POLL_SECONDS)

    def _tell(self, doing: str) -> None:
        if doing != self._doing:
            self._doing = doing
            self._say(doing)

    # --- what has to be waited for ----------------------------------------------------------------------------------

    async def _behind(self, end: Offsets) -> str | None:
        committed = await self._reader.committed(RELEASES_RAW)
        waiting = sum(max(0, end[tp] - committed[tp]) for tp in end)
        return f"{waiting} records wait for enrich" if waiting else None

    async def _unstored(self) -> str | None:
        try:
            return self._ahead_of(await verify_served.positions(self._instances))
        except UnsettledError as error:
            return f"the index is not settled: {error}"

    async def _read_rows(self, found: Found) -> str | None:
        if (what := await self._unstored()) is not None:
            return what
        self._tell("reading the rows that are served")
        try:
            found.views, positions = await verify_served.rows(self._instances)
        except UnsettledError as error:
            return f"the index is not settled: {error}"
        return self._ahead_of(positions)

    def _ahead_of(self, positions: Offsets) -> str | None:
        """What was read and is not stored in an index that stands at `positions`."""
        for topic in (RELEASES_MEETINGS, RELEASES_TOPICS, PARTICIPANTS_EVENTS):
            for tp in self._reader.partitions(topic):
                stands, readable = positions.get(tp), self._reader.readable.get(tp, 0)
                if stands is None:
                    return f"nobody serves {tp.topic}/{tp.partition}"
                if stands < readable:
                    return f"the index stands at {stands} of {readable} in {tp.topic}/{tp.partition}"
        return None

    # --- what is read -----------------------------------------------------------------------------------------------

    async def _dead_letters(self) -> set[Position]:
        """The records that a service gave up."""
        return {
            (letter.topic, letter.partition, letter.offset)
            async for _, letter in self._reader.messages(DEAD_LETTERS)
            if isinstance(letter, RecordDeadLettered)
        }

    async def _read_record(self, found: Found, end: Offsets) -> None:
        self._tell("reading the record")
        given_up = await self._dead_letters()
        async for record, message in self._reader.messages(RELEASES_RAW, ends=end):
            if isinstance(message, Raw) and _position(record) not in given_up:
                found.raw[message.key] = (record.offset, message)

    async def _read_sets(self, found: Found) -> dict[Position, str]:
        """Reads the complete sets; where the last of each release stands."""
        self._tell("reading what was derived from it")
        last: dict[tuple[str, str], Position] = {}
        for topic in (RELEASES_MEETINGS, RELEASES_TOPICS):
            async for record, message in self._reader.messages(topic):
                if isinstance(message, MeetingsExtracted):
                    found.meetings[message.key] = message
                elif isinstance(message, TopicsExtracted):
                    found.topics[message.key] = message
                if message is not None:
                    last[topic.name, message.key] = _position(record)
        return {at: release_id for (_, release_id), at in last.items()}

    async def _read_participations(self, found: Found) -> None:
        self._tell("reading the participations")
        async for _, message in self._reader.messages(PARTICIPANTS_EVENTS):
            if message is not None:
                found.participations[message.key] = message


def _position(record: ConsumerRecord) -> Position:
    return record.topic, record.partition, record.offset
