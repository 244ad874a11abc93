"""Where it is decided whether an event is lost: runs, holes, sends, stores, in this order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import ProducerFenced

from services.contracts import codec
from services.contracts.messages import MeetingsExtracted, RecordDeadLettered
from services.contracts.topics import DEAD_LETTERS, RELEASES_MEETINGS
from services.index.stages import LARGEST_SET, Stage, continuing
from services.runtime.dead_letters import FloodError
from tests.builders import a_meetings_extracted, a_reference, an_event
from tests.index_bench import NOW, Bench, FakePublisher

TP = TopicPartition(RELEASES_MEETINGS.name, 0)
A_DAY_MS = 1_700_000_000_000


@dataclass
class FakeRecord:
    offset: int
    base: int | None
    value: bytes | None = None
    key: bytes | None = b"a.org:1"
    headers: tuple[tuple[str, bytes], ...] = ()
    topic: str = TP.topic
    partition: int = TP.partition
    timestamp: int = A_DAY_MS


def a_record(offset: int, extracted: MeetingsExtracted | None = None, *, base: int | None = -1) -> FakeRecord:
    said = extracted or told(f"a.org:{offset}")
    record = codec.encode(said, service="enrich", time=NOW)
    return FakeRecord(offset, offset if base == -1 else base, record.value, record.key, record.headers)


def told(release_id: str) -> MeetingsExtracted:
    return a_meetings_extracted(an_event(release_id=release_id), release=a_reference(release_id=release_id))


def rubbish(offset: int) -> FakeRecord:
    return FakeRecord(offset, offset, b"rubbish")


@pytest.mark.parametrize(
    ("records", "taken", "next_offset", "hole"),
    [
        ([(5, 5), (6, 6)], [5, 6], 7, False),
        ([(3, 3), (4, 4), (5, 5)], [5], 6, False),
        ([(7, 5), (9, 8)], [7, 9], 10, False),
        ([(6, 6), (7, 7)], [], 5, True),
        ([(5, 5), (8, 7)], [5], 6, True),
        ([(5, None), (6, None)], [], 5, False),
        ([], [], 5, False),
    ],
    ids=["follows", "repeats", "gaps in the log", "hole", "hole amid", "from before the seek", "nothing"],
)
def test_a_store_takes_what_continues_it(
    records: list[tuple[int, int | None]],
    taken: list[int],
    next_offset: int,
    hole: bool,  # noqa: FBT001 - a column
) -> None:
    run = continuing([FakeRecord(offset, base) for offset, base in records], 5)
    assert ([record.offset for record in run.records], run.next_offset, run.hole) == (taken, next_offset, hole)


@dataclass
class Staged:
    bench: Bench
    stage: Stage
    heals: list[str]

    async def apply(self, records: Iterable[FakeRecord]) -> None:
        await self.stage.apply(TP, list(records))

    @property
    def next_offset(self) -> int | None:
        return self.bench.partitions.next_offset(TP)

    @property
    def sent(self) -> list[str]:
        return [record.topic.name for record in self.bench.publisher.records]


@pytest.fixture
def staged(bench: Bench) -> Staged:
    bench.hold([TP])
    heals: list[str] = []
    stage = Stage(
        RELEASES_MEETINGS,
        partitions=bench.partitions,
        metrics=bench.metrics,
        heal=lambda _tp, cause: heals.append(cause),
        clock=bench.clock,
    )
    return Staged(bench, stage, heals)


async def test_what_is_sent_is_stored_and_the_position_moves(staged: Staged) -> None:
    await staged.apply([a_record(0), a_record(1)])
    assert (staged.next_offset, len(staged.sent)) == (2, 4)


async def test_a_repeated_run_sends_nothing(staged: Staged) -> None:
    for _ in range(2):
        await staged.apply([a_record(0), a_record(1)])
    assert len(staged.sent) == 4


async def test_up_to_a_hole_records_are_applied_and_from_it_on_read_again(staged: Staged) -> None:
    await staged.apply([a_record(0), a_record(2, base=2)])
    assert (staged.next_offset, staged.heals) == (1, ["hole"])


async def test_what_is_below_the_committed_offset_is_stored_and_not_sent(staged: Staged) -> None:
    staged.bench.publisher.sent = 1
    await staged.apply([a_record(0), a_record(1)])
    assert (staged.next_offset, len(staged.sent)) == (2, 2)


async def test_the_lag_in_seconds_is_the_age_of_the_first_record_in_work(staged: Staged) -> None:
    staged.bench.reading.ends = {TP: 2}
    staged.bench.wall = A_DAY_MS / 1000 + 30
    await staged.apply([a_record(0)])
    assert staged.bench.progress.lag_seconds() == 30


async def test_a_partition_that_is_not_ours_is_left_alone(staged: Staged) -> None:
    staged.bench.partitions.revoke()
    await staged.apply([a_record(0)])
    assert staged.sent == []


class LosingPublisher(FakePublisher):
    """While it sends, the partition goes to somebody else, who may fence it."""

    def __init__(self, revoke: Callable[[], None], *, fenced: bool) -> None:
        super().__init__()
        self._revoke, self._fenced = revoke, fenced

    async def publish(self, outgoing: Iterable[codec.Record], *, next_offset: int) -> None:
        self._revoke()
        if self._fenced:
            raise ProducerFenced
        await super().publish(list(outgoing), next_offset=next_offset)


@pytest.mark.parametrize("fenced", [True, False])
async def test_what_was_in_hand_when_the_partition_went_is_left_to_its_new_owner(staged: Staged, fenced: bool) -> None:  # noqa: FBT001 - both
    staged.bench.partitions.revoke()
    staged.bench.publisher = LosingPublisher(staged.bench.partitions.revoke, fenced=fenced)
    staged.bench.hold([TP])
    await staged.apply([a_record(0)])
    staged.bench.hold([TP])
    assert staged.next_offset == 0


async def test_fenced_while_the_partition_is_believed_ours_is_not_passed_over(staged: Staged) -> None:
    staged.bench.partitions.revoke()
    staged.bench.publisher = LosingPublisher(lambda: None, fenced=True)
    staged.bench.hold([TP])
    with pytest.raises(ProducerFenced):
        await staged.apply([a_record(0)])
    assert staged.next_offset == 0


async def test_poison_is_kept_byte_for_byte_and_the_line_moves_on(staged: Staged) -> None:
    await staged.apply([rubbish(0), a_record(1)])
    (letter, *_) = [r for r in staged.bench.publisher.records if r.topic is DEAD_LETTERS]
    _, kept = codec.decode(DEAD_LETTERS, letter.value, letter.headers)
    assert isinstance(kept, RecordDeadLettered)
    assert (kept.reason, kept.original_value, kept.offset) == ("not-a-cloud-event", b"rubbish", 0)
    assert (staged.next_offset, len(staged.sent)) == (2, 3)


async def test_a_set_whose_participations_might_not_fit_is_poison(staged: Staged) -> None:
    large = told("a.org:1").model_copy(update={"extractor": "x" * LARGEST_SET})
    await staged.apply([a_record(0, large)])
    assert staged.sent == [DEAD_LETTERS.name]


async def test_a_flood_of_poison_stops_the_worker_before_it_is_drained(staged: Staged) -> None:
    with pytest.raises(FloodError):
        await staged.apply(map(rubbish, range(200)))
    assert (staged.next_offset, staged.sent) == (0, [])
