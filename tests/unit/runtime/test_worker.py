"""The loop, on a broker in memory."""

import asyncio
from collections.abc import Sequence

import pytest
from aiokafka.errors import ProducerFenced

from services.contracts.codec import Record
from services.runtime.dead_letters import ConsumedRecord
from services.runtime.worker import BATCH_SECONDS
from tests.worker_bench import FIRST, GROUP, IN, SECOND, Bench, upper

both = pytest.mark.parametrize("transactions", [True, False])


async def test_the_lag_in_seconds_is_the_age_of_the_first_record_of_the_last_batch() -> None:
    bench = Bench(seconds=1.5)
    bench.feed(b"a", b"b")
    await bench.join()
    await bench.worker.turn()
    bench.progress.sampled({FIRST: 3}, {})
    assert bench.progress.lag_seconds() == 3


@both
async def test_what_goes_in_comes_out_and_the_position_is_committed(*, transactions: bool) -> None:
    bench = Bench(transactions=transactions)
    bench.feed(b"a", b"b")
    await bench.join()
    await bench.worker.turn()
    assert bench.out == [b"A", b"B"]
    assert bench.committed() == 2


async def test_on_assignment_it_fences_then_reads_the_position_then_seeks() -> None:
    bench = Bench()
    bench.broker.offsets[GROUP, FIRST] = 5
    await bench.join()
    assert bench.broker.calls == [
        "start consumer",
        f"subscribe {IN}",
        f"start {GROUP}.{IN}.0",
        "committed 0",
        "seek 0 5",
    ]


async def test_without_a_committed_position_it_seeks_to_the_beginning() -> None:
    bench = Bench()
    await bench.join()
    assert bench.broker.calls[-1] == "seek 0 0"


@both
async def test_a_second_worker_goes_on_where_the_first_one_stopped(*, transactions: bool) -> None:
    first = Bench(transactions=transactions)
    first.feed(b"a")
    await first.join()
    await first.worker.turn()
    second = Bench(transactions=transactions, broker=first.broker)
    second.feed(b"b")
    await second.join()
    await second.worker.turn()
    assert second.out == [b"A", b"B"]


async def test_a_worker_that_lost_its_partition_unawares_cannot_publish() -> None:
    woken = Bench()
    woken.feed(b"a")
    await woken.join()
    successor = Bench(broker=woken.broker)
    await successor.join()
    await successor.worker.turn()
    with pytest.raises(ProducerFenced):
        await woken.worker.turn()
    assert successor.out == [b"A"]


async def test_at_least_once_a_refused_commit_drops_the_batch_and_disowns_until_the_next_assignment() -> None:
    bench = Bench(transactions=False)
    bench.feed(b"a")
    await bench.join()
    bench.consumer.member = False
    await bench.worker.turn()
    assert bench.committed() is None
    bench.feed(b"b")
    await bench.worker.turn()
    assert bench.out == [b"A"]
    await bench.consumer.rebalance([FIRST])
    await bench.worker.turn()
    assert bench.out == [b"A", b"A", b"B"]
    assert bench.committed() == 2


async def test_a_refused_send_ends_the_worker_and_commits_nothing() -> None:
    bench = Bench()
    bench.feed(b"a")
    await bench.join()
    bench.producers[-1].refuse = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        await bench.worker.turn()
    assert (bench.out, bench.committed()) == ([], None)


async def test_an_error_in_the_handler_ends_the_worker_and_commits_nothing_of_that_partition() -> None:
    async def handle(record: ConsumedRecord) -> Sequence[Record]:
        if record.value == b"bug":
            raise ZeroDivisionError
        return await upper(record)

    bench = Bench(handle=handle)
    bench.feed(b"a", b"bug")
    bench.feed(b"b", partition=1)
    await bench.join(FIRST, SECOND)
    with pytest.raises(ZeroDivisionError):
        await bench.worker.turn()
    assert (bench.out, bench.committed(FIRST), bench.committed(SECOND)) == ([b"B"], None, 1)


async def test_what_a_listener_raises_comes_out_of_the_loop() -> None:
    bench = Bench()
    bench.broker.offsets = None  # type: ignore[assignment] # reading the committed position fails
    await bench.worker.start()
    await bench.worker.on_partitions_assigned({FIRST})
    with pytest.raises(AttributeError):
        await bench.worker.turn()


@both
async def test_records_polled_before_their_partition_is_owned_are_dropped(*, transactions: bool) -> None:
    bench = Bench(transactions=transactions)
    bench.feed(b"a")
    await bench.worker.start()
    bench.consumer.assign([FIRST])
    await bench.worker.turn()
    assert bench.out == []
    await bench.consumer.rebalance([FIRST])
    await bench.worker.turn()
    assert bench.out == [b"A"]


@both
async def test_records_polled_across_an_assignment_are_put_back(*, transactions: bool) -> None:
    bench = Bench(transactions=transactions)
    await bench.join()
    turn = asyncio.create_task(bench.worker.turn())
    await asyncio.sleep(0)
    await bench.consumer.rebalance([FIRST])
    bench.feed(b"a")
    await turn
    assert bench.out == []
    await bench.worker.turn()
    assert bench.out == [b"A"]


async def test_a_revocation_waits_for_the_batch_in_hand() -> None:
    reached, released = asyncio.Event(), asyncio.Event()

    async def handle(record: ConsumedRecord) -> Sequence[Record]:
        reached.set()
        await released.wait()
        return await upper(record)

    bench = Bench(handle=handle)
    bench.feed(b"a")
    await bench.join()
    turn = asyncio.create_task(bench.worker.turn())
    await reached.wait()
    revocation = asyncio.create_task(bench.worker.on_partitions_revoked({FIRST}))
    await asyncio.sleep(0)
    assert not revocation.done()
    released.set()
    await asyncio.gather(turn, revocation)
    assert bench.out == [b"A"]
    assert bench.broker.calls[-2:] == [f"commit {GROUP}.{IN}.0", f"stop {GROUP}.{IN}.0"]


async def test_a_batch_that_takes_too_long_is_cut_and_the_rest_is_fetched_again() -> None:
    bench = Bench(seconds=BATCH_SECONDS * 0.6)
    bench.feed(b"a", b"b", b"c", b"d")
    await bench.join()
    await bench.worker.turn()
    assert (bench.out, bench.committed()) == ([b"A", b"B"], 2)
    await bench.worker.turn()
    assert (bench.out, bench.committed()) == ([b"A", b"B", b"C", b"D"], 4)


async def test_a_partition_of_slow_records_does_not_starve_the_others() -> None:
    bench = Bench(seconds=BATCH_SECONDS * 1.1)
    bench.feed(b"a", b"b", b"c")
    bench.feed(b"x", b"y", b"z", partition=1)
    await bench.join(FIRST, SECOND)
    for _ in range(2):
        await bench.worker.turn()
    assert sorted(filter(None, bench.out)) == [b"A", b"B", b"X", b"Y"]


async def test_a_partition_with_a_long_backlog_does_not_starve_the_others() -> None:
    bench = Bench(seconds=BATCH_SECONDS * 0.2)
    bench.feed(*[b"a"] * 100)
    bench.feed(*[b"x"] * 100, partition=1)
    await bench.join(FIRST, SECOND)
    await bench.worker.turn()
    assert (bench.committed(FIRST), bench.committed(SECOND)) == (3, 3)


async def test_stopping_publishes_what_is_done_leaves_the_group_and_then_closes() -> None:
    reached, released = asyncio.Event(), asyncio.Event()

    async def handle(record: ConsumedRecord) -> Sequence[Record]:
        reached.set()
        await released.wait()
        return await upper(record)

    bench = Bench(handle=handle)
    bench.feed(b"a", b"b")
    await bench.join()
    running = asyncio.create_task(bench.worker.run())
    await reached.wait()
    bench.worker.stop()
    released.set()
    await running
    assert (bench.out, bench.committed()) == ([b"A"], 1)
    assert bench.broker.calls[-2:] == ["stop consumer", f"stop {GROUP}.{IN}.0"]


async def test_it_polls_also_with_nothing_assigned_and_works_once_it_is() -> None:
    bench = Bench()
    await bench.worker.start()
    bench.time = 50.0
    await bench.worker.turn()
    assert "polling" in [check.name for check in bench.progress.checks() if check.ok]
    bench.feed(b"a")
    await bench.consumer.rebalance([FIRST])
    await bench.worker.turn()
    assert bench.out == [b"A"]
