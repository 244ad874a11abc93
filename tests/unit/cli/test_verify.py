"""The comparison finds what is wrong, and nothing where nothing is."""

from collections import defaultdict
from collections.abc import Sequence

import httpx
import orjson
import pytest
from aiokafka import TopicPartition
from typer.testing import CliRunner

from services.cli.instances import Instances, UnsettledError
from services.cli.main import app
from services.cli.probes import free_ports
from services.cli.verify_reading import Found
from services.cli.verify_report import Extractor, Report, compare
from services.cli.verify_served import positions, rows
from services.cli.verify_tables import Fault, release_of, served
from services.contracts.messages import MeetingsExtracted, Message, ReleaseWithdrawn
from services.contracts.topics import PARTICIPANTS_EVENTS, RELEASES_MEETINGS, RELEASES_TOPICS
from services.enrich.derive import derive
from services.index.folds import fold
from services.index.rows import Changes, Sorted, Table, prefix
from tests import fake_extractor
from tests.builders import a_published
from tests.histories import a_history
from tests.index_bench import FakeOwners

EXTRACTOR = Extractor(fake_extractor.extract, fake_extractor.VERSION)
A, B = a_published(external_id="a"), a_published(external_id="b")
VIEWS = "views of participants.events.v1"


def indexed(found: Found, told: Sequence[MeetingsExtracted]) -> Found:
    """What the index makes of it, as it would be read."""
    stores: dict[str, Sorted] = defaultdict(Sorted)

    def take(topic: str, message: Message) -> list[Message]:
        changes = Changes(stores[topic])
        sent = list(fold(changes, message, message.model_dump_json().encode()))
        stores[topic].write(changes)
        return sent

    for message in told:
        for said in take(RELEASES_MEETINGS.name, message):
            found.participations[said.key] = said
            take(PARTICIPANTS_EVENTS.name, said)
    for topics in found.topics.values():
        take(RELEASES_TOPICS.name, topics)
    found.views = {topic: served(topic, rows.rows.items()) for topic, rows in stores.items()}
    return found


def a_pipeline() -> Found:
    """Two releases, one of them corrected and one withdrawn: all is as it should be."""
    first = derive(A, sequence=0, extract=EXTRACTOR.extract, extractor=EXTRACTOR.version)
    corrected = a_published(external_id="a", body="They met again.")
    second = derive(corrected, sequence=1, extract=EXTRACTOR.extract, extractor=EXTRACTOR.version)
    gone = ReleaseWithdrawn(release_id=B.release_id)
    third = derive(gone, sequence=0, extract=EXTRACTOR.extract, extractor=EXTRACTOR.version)
    found = Found(raw={A.release_id: (1, corrected), B.release_id: (0, gone)})
    found.meetings = {A.release_id: second[0], B.release_id: third[0]}
    found.topics = {A.release_id: second[1], B.release_id: third[1]}
    return indexed(found, [first[0], second[0], third[0]])


def faults(report: Report) -> set[tuple[str, Fault]]:
    return {(one.place, one.fault) for one in report.differences}


def test_nothing_differs_where_everything_is_as_it_should_be() -> None:
    report = compare(a_pipeline(), EXTRACTOR)
    assert report.differences == ()
    assert report.rows["topic releases.meetings.v1"] == 2
    assert report.rows["topic participants.events.v1"] == 2


@pytest.mark.parametrize("seed", range(5))
def test_nothing_differs_after_a_long_history(seed: int) -> None:
    told = list(a_history(seed, releases=30, people=8, days=20))
    found = Found(meetings={message.key: message for message in told})
    assert compare(indexed(found, told), None).differences == ()


@pytest.mark.parametrize("table", [Table.ENTRY, Table.DATED, Table.PROFILE, Table.COUNTERPART, Table.WORD])
def test_every_row_that_is_missing_from_a_view_is_lost(table: Table) -> None:
    found = a_pipeline()
    rows = found.views[PARTICIPANTS_EVENTS.name]
    del rows[next(key for key in rows if key.startswith(prefix(table)))]
    assert faults(compare(found, EXTRACTOR)) == {(VIEWS, Fault.LOST)}


def test_a_row_of_what_nobody_reports_is_extra() -> None:
    found = a_pipeline()
    found.views[PARTICIPANTS_EVENTS.name][b"word\0x\0person:x\0example.org:1:2"] = b"X"
    (difference,) = compare(found, EXTRACTOR).differences
    assert (difference.fault, difference.key) == (Fault.EXTRA, "word x person:x example.org:1:2")


def test_a_row_of_an_older_revision_is_stale_wherever_it_stands() -> None:
    found = a_pipeline()
    found.meetings[A.release_id] = derive(A, sequence=0, extract=EXTRACTOR.extract, extractor=EXTRACTOR.version)[0]
    assert faults(compare(found, EXTRACTOR)) == {("topic releases.meetings.v1", Fault.STALE)}


def test_a_release_that_was_never_derived_is_lost() -> None:
    found = a_pipeline()
    late = a_published(external_id="late")
    found.raw[late.release_id] = (7, late)
    assert ("topic releases.meetings.v1", Fault.LOST) in faults(compare(found, EXTRACTOR))
    assert ("views of releases.topics.v1", Fault.LOST) in faults(compare(found, EXTRACTOR))


def test_nothing_is_said_of_releases_that_are_told_of_meanwhile() -> None:
    found = a_pipeline()
    found.views[PARTICIPANTS_EVENTS.name].clear()
    found.moving.add(A.release_id)
    assert compare(found, EXTRACTOR).differences == ()


def test_a_set_that_another_extractor_reads_otherwise_is_stale_unless_taken_as_derived() -> None:
    found = a_pipeline()
    reads_nothing = Extractor(lambda _release: fake_extractor.FakeExtraction("en"), "fake-2")
    assert ("topic releases.meetings.v1", Fault.STALE) in faults(compare(found, reads_nothing))
    assert compare(found, reads_nothing).extractors == [fake_extractor.VERSION]
    assert compare(found, None).differences == ()


def test_a_set_that_another_extractor_reads_just_so_is_no_difference() -> None:
    assert compare(a_pipeline(), Extractor(EXTRACTOR.extract, "fake-2")).differences == ()


def test_the_release_of_every_kind_of_row_is_known() -> None:
    assert release_of(b"x.org:1") == "x.org:1"
    assert release_of(b"person:a/x.org:1:e") == "x.org:1"
    assert release_of(b"page\0x.org:1") == "x.org:1"
    assert release_of(b"counterpart\0person:a\0person:b\0002024-05-13\0x.org:1:e") == "x.org:1"


# --- the instances of the index --------------------------------------------------------------------------------------

HELD = {"topic": RELEASES_MEETINGS.name, "partition": 0}
ROW = {**HELD, "key": "word\0ada\0person:ada\0x.org:1:e", "value": "Ada"}


def instances(answers: dict[str, list[dict[str, object]]]) -> Instances:
    def answer(request: httpx.Request) -> httpx.Response:
        lines = answers[request.url.host]
        if request.url.path == "/internal/partitions":
            return httpx.Response(200, json=[line for line in lines if "next_offset" in line])
        return httpx.Response(200, content=b"".join(orjson.dumps(line) + b"\n" for line in lines))

    owners = FakeOwners({TopicPartition("t", number): f"http://{host}" for number, host in enumerate(answers)})
    return Instances(httpx.AsyncClient(transport=httpx.MockTransport(answer)), owners, "http://only")


async def test_the_rows_of_all_instances_are_put_together() -> None:
    other = {**HELD, "partition": 1}
    both = instances(
        {
            "one": [{**HELD, "next_offset": 5}, ROW, {"complete": True}],
            "two": [{**other, "next_offset": 6}, {"complete": True}],
        }
    )
    found, stand = await rows(both)
    assert found == {RELEASES_MEETINGS.name: {b"word\0ada\0person:ada\0x.org:1:e": b"Ada"}}
    assert stand == await positions(both)
    assert stand == {TopicPartition(RELEASES_MEETINGS.name, 0): 5, TopicPartition(RELEASES_MEETINGS.name, 1): 6}


async def test_a_partition_that_two_claim_is_not_settled() -> None:
    claimed: list[dict[str, object]] = [{**HELD, "next_offset": 5}, {"complete": True}]
    with pytest.raises(UnsettledError, match="held by two"):
        await positions(instances({"one": claimed, "two": claimed}))


async def test_rows_that_are_broken_off_are_not_taken_for_all() -> None:
    with pytest.raises(UnsettledError, match="broken off"):
        await rows(instances({"one": [{**HELD, "next_offset": 5}, ROW]}))


def test_a_broker_that_does_not_answer_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    (port,) = free_ports(1)
    monkeypatch.setenv("READOUT_KAFKA_BOOTSTRAP_SERVERS", f"127.0.0.1:{port}")
    result = CliRunner().invoke(app, ["verify"])
    assert result.exit_code == 1
    assert "READOUT_KAFKA_BOOTSTRAP_SERVERS" in result.stderr.splitlines()[-1]
