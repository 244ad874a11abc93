from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from services.contracts import codec
from services.contracts.messages import EventFacts, Message, Release, ReleaseWithdrawn
from services.contracts.topics import RELEASES_MEETINGS, RELEASES_RAW, RELEASES_TOPICS
from services.enrich.transform import RawRecord, transform
from services.runtime.errors import Poison
from services.runtime.product import Product
from tests import fake_extractor
from tests.builders import a_meeting, a_published

RECEIVED = datetime(2024, 5, 14, 9, 30, tzinfo=UTC)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def raw(message: Message, *, offset: int = 3) -> RawRecord:
    record = codec.encode(message, service="ingest", time=RECEIVED, traceparent=TRACE)
    return RawRecord(offset, record.value, record.headers)


def run(record: RawRecord) -> Product:
    return transform(record, extract=fake_extractor.extract, extractor="v1")


def test_a_release_becomes_one_record_on_each_derived_topic_with_its_key() -> None:
    message = a_published()
    product = run(raw(message))
    assert [record.topic for record in product.records] == [RELEASES_MEETINGS, RELEASES_TOPICS]
    assert {record.key for record in product.records} == {message.release_id.encode()}
    assert product.outcome == "extracted"


def test_derived_records_carry_time_trace_and_position_of_the_raw_one() -> None:
    for record in run(raw(a_published(), offset=12)).records:
        envelope, _ = codec.decode(record.topic, record.value, record.headers)
        assert (envelope.time, envelope.traceparent, envelope.sequence) == (RECEIVED, TRACE, 12)
        assert envelope.source == "/readout/enrich"


def test_the_same_record_gives_the_same_bytes() -> None:
    assert run(raw(a_published())) == run(raw(a_published()))


def test_a_withdrawal_is_passed_on() -> None:
    product = run(raw(ReleaseWithdrawn(release_id="example.org:abc")))
    assert product.outcome == "withdrawn"
    assert len(product.records) == 2


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (RawRecord(0, None, ()), "empty"),
        (RawRecord(0, b"{}", ()), "not-a-cloud-event"),
        (RawRecord(0, b"not json", raw(a_published()).headers), "not-json"),
        (RawRecord(0, b'{"release_id": 1}', raw(a_published()).headers), "schema"),
        (RawRecord(0, b" " * (RELEASES_RAW.max_message_bytes + 1), raw(a_published()).headers), "too-large"),
    ],
)
def test_a_record_that_cannot_be_read_is_poison_with_its_reason(record: RawRecord, reason: str) -> None:
    with pytest.raises(Poison) as caught:
        run(record)
    assert caught.value.reason == reason


@pytest.mark.parametrize("ce_type", [b"readout.release.published.v2", b"readout.meetings.extracted.v1", b"other"])
def test_an_unknown_type_or_version_is_poison(ce_type: bytes) -> None:
    record = raw(a_published())
    headers = tuple((name, ce_type if name == "ce_type" else value) for name, value in record.headers)
    with pytest.raises(Poison) as caught:
        run(RawRecord(0, record.value, headers))
    assert caught.value.reason == "unknown-type"


def test_a_set_larger_than_its_topic_takes_is_poison_before_it_is_sent() -> None:
    def extract(_release: Release) -> fake_extractor.FakeExtraction:
        events: Sequence[EventFacts] = [a_meeting(occasion="x" * 1000) for _ in range(1100)]
        return fake_extractor.FakeExtraction("en", events)

    with pytest.raises(Poison) as caught:
        transform(raw(a_published()), extract=extract, extractor="v1")
    assert caught.value.reason == "derived-too-large"
