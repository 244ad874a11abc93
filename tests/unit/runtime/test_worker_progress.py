from itertools import pairwise

import pytest
from aiokafka import TopicPartition

from services.runtime.progress import POLLED_WITHIN, QUIET_SECONDS, Progress

FIRST, SECOND = TopicPartition("in", 0), TopicPartition("in", 1)


class Watch:
    """A progress that owns one partition from offset 10, and its clock."""

    def __init__(self) -> None:
        self.time, self.member, self.wall = 100.0, True, 5_000.0
        self.progress = Progress(member=lambda: self.member, now=lambda: self.time, wall=lambda: self.wall)
        self.progress.assigned({FIRST: 10})

    def pass_time(self, seconds: float = QUIET_SECONDS + 1) -> None:
        self.time += seconds

    def answer(self, end: int, *, position: int = 0) -> None:
        self.progress.sampled({FIRST: end, SECOND: 99}, {FIRST: position})

    @property
    def ready(self) -> bool:
        return all(check.ok for check in self.progress.checks())


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_lag_is_what_waits_after_the_last_record_dealt_with(watch: Watch) -> None:
    watch.progress.advanced(FIRST, 12)
    watch.answer(15)
    assert watch.progress.lag == {FIRST: 3}


def test_markers_that_carry_no_record_are_no_lag(watch: Watch) -> None:
    watch.answer(15, position=15)
    assert watch.progress.lag == {FIRST: 0}


def test_the_lag_in_seconds_is_the_age_of_the_first_record_in_hand(watch: Watch) -> None:
    watch.progress.began(FIRST, 4_960_000)
    watch.answer(15)
    assert watch.progress.lag_seconds() == 40
    watch.wall += 2
    assert watch.progress.lag_seconds() == 42


def test_a_record_that_is_not_read_yet_is_no_older_than_the_last_look_that_found_none(watch: Watch) -> None:
    watch.progress.began(FIRST, 1_000)
    watch.progress.advanced(FIRST, 12)
    watch.answer(12)
    watch.wall += 3
    watch.answer(13)
    assert watch.progress.lag_seconds() == 3


@pytest.mark.parametrize("made", [1_000, 9_999_000], ids=["long ago", "by a clock that is ahead"])
def test_the_lag_in_seconds_is_nothing_when_no_record_waits_or_it_was_made_after_now(watch: Watch, made: int) -> None:
    watch.progress.began(FIRST, made)
    watch.answer(10 if made == 1_000 else 15)
    assert watch.progress.lag_seconds() == 0


def test_it_is_ready_while_it_is_a_member_polls_and_hears_the_broker(watch: Watch) -> None:
    assert watch.ready


@pytest.mark.parametrize("missing", ["member", "poll", "answer"])
def test_it_is_not_ready_without_one_of_them(watch: Watch, missing: str) -> None:
    watch.pass_time(POLLED_WITHIN + 1)
    watch.member = missing != "member"
    if missing != "poll":
        watch.progress.polled()
    if missing != "answer":
        watch.answer(10)
    assert not watch.ready


def test_it_is_ready_with_no_partition(watch: Watch) -> None:
    watch.progress.assigned({})
    assert watch.ready


def reason(watch: Watch) -> str | None:
    suspicion = watch.progress.stuck()
    return suspicion.reason if suspicion else None


def test_a_slow_worker_that_deals_with_one_partition_after_the_other_is_suspected_of_none_for_long(
    watch: Watch,
) -> None:
    watch.progress.assigned({FIRST: 0, SECOND: 0})
    suspected = []
    for turn in range(10):
        watch.pass_time()
        watch.progress.polled()
        watch.progress.sampled({FIRST: 99, SECOND: 99}, {FIRST: 0, SECOND: 0})
        suspected.append(watch.progress.stuck())
        watch.progress.advanced((FIRST, SECOND)[turn % 2], turn + 1)
    kept = [one.of == other.of for one, other in pairwise(suspected) if one and other]
    assert not any(kept[2:])


def test_records_that_wait_without_a_commit_mean_that_it_is_stuck(watch: Watch) -> None:
    watch.pass_time()
    watch.progress.polled()
    watch.answer(15)
    assert reason(watch) == "5 records wait in in/0, none was dealt with for 11 s"


def test_a_commit_ends_the_suspicion(watch: Watch) -> None:
    watch.pass_time()
    watch.progress.polled()
    watch.progress.advanced(FIRST, 11)
    watch.answer(15)
    assert watch.progress.stuck() is None


def test_a_loop_that_does_not_poll_is_stuck(watch: Watch) -> None:
    watch.pass_time()
    watch.answer(10)
    assert "no poll" in str(reason(watch))


def test_a_worker_that_fell_out_of_its_group_is_stuck(watch: Watch) -> None:
    watch.member = False
    watch.progress.polled()
    assert reason(watch) == "not a member of its group"


def test_nothing_is_stuck_while_the_broker_is_away(watch: Watch) -> None:
    watch.answer(15)
    watch.pass_time()
    assert watch.progress.stuck() is None


def test_partitions_that_waited_longest_come_first(watch: Watch) -> None:
    watch.progress.assigned({FIRST: 0, SECOND: 0})
    watch.pass_time()
    watch.progress.advanced(FIRST, 1)
    assert watch.progress.least_recent_first([FIRST, SECOND]) == [SECOND, FIRST]
