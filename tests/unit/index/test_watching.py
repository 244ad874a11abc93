"""Healing, progress, owners, slots: what keeps an instance honest about itself."""

import asyncio
from pathlib import Path

import pytest
from aiokafka import TopicPartition
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment

from services.contracts.topics import RELEASES_MEETINGS
from services.index import slots
from services.index.healing import Healer
from services.index.owners import client_id, members_partitions
from services.index.settings import IndexSettings
from tests.index_bench import ALL, Bench

TP = TopicPartition(RELEASES_MEETINGS.name, 0)


class FakeConsumer:
    """Has handed over up to `at`; keeps what it was told to seek."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.sought: list[set[TopicPartition]] = []

    async def perform_seek(self, tps: set[TopicPartition]) -> None:
        self.sought.append(tps)

    def delivered(self, _tp: TopicPartition) -> int:
        return self.at


def a_healer(bench: Bench, consumer: FakeConsumer) -> Healer:
    return Healer(bench.partitions, bench.metrics, consumer=lambda: consumer, clock=lambda: bench.ticks)


async def test_records_delivered_and_neither_stored_nor_in_work_are_read_again_at_the_second_look(bench: Bench) -> None:
    bench.hold([TP])
    consumer = FakeConsumer(at=3)
    healer = a_healer(bench, consumer)
    healer.look(busy=False)
    assert consumer.sought == []
    healer.look(busy=False)
    await asyncio.sleep(0)
    assert consumer.sought == [{TP}]


@pytest.mark.parametrize(("at", "busy"), [(0, False), (3, True)], ids=["all stored", "in work"])
async def test_there_is_no_healing_without_need(bench: Bench, at: int, busy: bool) -> None:  # noqa: FBT001 - a column
    bench.hold([TP])
    consumer = FakeConsumer(at=at)
    healer = a_healer(bench, consumer)
    for _ in range(3):
        healer.look(busy=busy)
    await asyncio.sleep(0)
    assert consumer.sought == []


async def test_a_partition_is_not_sought_again_before_the_last_seek_can_have_helped(bench: Bench) -> None:
    bench.hold([TP])
    consumer = FakeConsumer(at=3)
    healer = a_healer(bench, consumer)
    for ticks in (0.0, 0.5, 1.2):
        bench.ticks = ticks
        healer.heal(TP, "hole")
    await asyncio.sleep(0)
    assert len(consumer.sought) == 2


def test_a_rebuild_says_how_far_it_is(bench: Bench) -> None:
    bench.hold(ends=dict.fromkeys(ALL, 10))
    checks = {check.name: check for check in bench.progress.checks()}
    assert not checks["rebuilt"].ok
    assert checks["rebuilt"].detail == "120 of 120 records to go (0 % done)"


def test_transaction_markers_at_the_end_are_no_lag(bench: Bench) -> None:
    bench.hold([TP])
    held = bench.partitions.get(*TP)
    assert held is not None
    bench.reading.ends = {TP: 1}
    assert bench.progress.lag(TP, held) == 1
    bench.reading.beyond = {TP: 1}
    assert bench.progress.lag(TP, held) == 0


def test_a_record_that_waits_is_no_older_than_the_last_look_that_found_none(bench: Bench) -> None:
    bench.hold([TP])
    assert bench.progress.lag_seconds() == 0
    bench.wall += 8
    bench.reading.ends = {TP: 1}
    assert bench.progress.lag_seconds() == 8


def test_standing_still_counts_only_while_records_wait(bench: Bench) -> None:
    bench.hold([TP])
    bench.ticks = 100.0
    assert bench.progress.stood_still() == 0
    bench.reading.ends = {TP: 5}
    bench.progress.stood_still()
    bench.ticks = 130.0
    assert bench.progress.stood_still() == 30


def test_members_say_where_their_partitions_are_answered_for() -> None:
    def member(client: str, *partitions: int) -> dict[str, object]:
        assignment = ConsumerProtocolMemberAssignment(0, [("t", list(partitions))], b"")
        return {"client_id": client, "member_assignment": assignment.encode()}

    found = members_partitions(
        [
            member(client_id("readout.index", "http://one:8081"), 0, 2),
            member(client_id("readout.index", "http://two:8081"), 1),
            member("something else", 3),
            {"client_id": "joining", "member_assignment": b""},
        ]
    )
    assert found == {
        TopicPartition("t", 0): "http://one:8081",
        TopicPartition("t", 2): "http://one:8081",
        TopicPartition("t", 1): "http://two:8081",
    }


def test_instances_that_share_a_folder_take_different_parts_and_a_part_given_back_is_taken_again(
    tmp_path: Path,
) -> None:
    one, two = slots.claim(tmp_path), slots.claim(tmp_path)
    assert one.path != two.path
    one.release()
    again = slots.claim(tmp_path)
    assert again.path == one.path
    again.release()
    two.release()


def test_an_instance_on_all_interfaces_is_advertised_by_an_address() -> None:
    assert IndexSettings(host="127.0.0.1", port=1).url == "http://127.0.0.1:1"
    assert "0.0.0.0" not in IndexSettings(host="0.0.0.0").url
    assert IndexSettings(advertised_url="http://index-1:8081").url == "http://index-1:8081"
