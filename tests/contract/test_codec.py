import contextlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts import codec
from services.contracts.messages import Message, RecordDeadLettered
from services.contracts.topics import BY_MESSAGE, BY_NAME, DEAD_LETTERS, RELEASES_RAW, TOPICS, Topic
from tests.builders import a_meetings_extracted, a_published
from tests.contract import strategies

NOW = datetime(2024, 5, 14, 12, tzinfo=UTC)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
GOLDEN = sorted((Path(__file__).parent / "golden" / "v1").glob("*.json"))

# --- there and back -------------------------------------------------------------------------------------------------


@given(message=strategies.messages, trace=st.none() | st.just(TRACE))
def test_every_message_comes_back_from_its_topic_as_it_was(message: Message, trace: str | None) -> None:
    record = codec.encode(message, service="test", time=NOW, traceparent=trace)
    envelope, decoded = codec.decode(record.topic, record.value, record.headers)
    assert decoded == message
    assert record.topic is BY_MESSAGE[type(message)]
    assert record.key.decode() == message.key
    assert (envelope.type, envelope.time, envelope.subject) == (message.TYPE, NOW, message.subject)
    assert (envelope.traceparent, envelope.source) == (trace, "/readout/test")


@given(message=strategies.messages)
def test_the_same_message_has_the_same_id_whenever_and_by_whomever_it_is_sent(message: Message) -> None:
    first = codec.encode(message, service="a", time=NOW)
    second = codec.encode(message, service="b", time=NOW.replace(year=2030), traceparent=TRACE)
    assert dict(first.headers)["ce_id"] == dict(second.headers)["ce_id"]


def test_a_derived_message_carries_the_position_of_the_raw_one() -> None:
    message = a_meetings_extracted()
    record = codec.encode(message, service="enrich", time=NOW)
    envelope, _ = codec.decode(record.topic, record.value, record.headers)
    assert envelope.sequence == message.release.sequence


def test_the_size_of_a_record_is_that_of_all_its_parts() -> None:
    record = codec.encode(a_published(), service="ingest", time=NOW)
    headers = sum(len(name) + len(value) for name, value in record.headers)
    assert record.size == len(record.key) + len(record.value) + headers


def test_every_topic_has_a_message_and_every_message_one_topic() -> None:
    assert all(topic.messages for topic in TOPICS)
    assert len(BY_MESSAGE) == sum(len(topic.messages) for topic in TOPICS)
    assert len(codec.BY_TYPE) == len(BY_MESSAGE)


# --- later and earlier versions -------------------------------------------------------------------------------------


@given(message=strategies.messages.filter(lambda message: not isinstance(message, RecordDeadLettered)))
def test_fields_and_headers_of_a_newer_writer_are_ignored(message: Message) -> None:
    record = codec.encode(message, service="test", time=NOW)
    document = json.loads(record.value)
    extended = {**document, "added-later": 1}
    for name in ("release", "event", "participant", "original", "events"):
        if name in document:
            extended[name] = _extended(document[name])
    headers = [*record.headers, ("ce_addedlater", b"x"), ("other", b"\xff")]
    _, decoded = codec.decode(record.topic, json.dumps(extended).encode(), headers)
    assert decoded == message


def _extended(node: Any) -> Any:
    if isinstance(node, list):
        return [_extended(value) for value in node]
    return {**node, "added-later": {"x": [1]}} if isinstance(node, dict) else node


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_message_of_version_1_decodes_for_ever_and_loses_nothing(path: Path) -> None:
    golden = json.loads(path.read_text("utf-8"))
    headers = [(name, value.encode()) for name, value in golden["headers"].items()]
    envelope, message = codec.decode(BY_NAME[golden["topic"]], json.dumps(golden["value"]).encode(), headers)
    assert envelope.type == type(message).TYPE == golden["headers"]["ce_type"]
    assert message.key == golden["key"]
    assert holds(json.loads(message.model_dump_json()), golden["value"])


def holds(found: Any, expected: Any) -> bool:
    """Whether `found` says all that `expected` says."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(holds(found.get(name), value) for name, value in expected.items())
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(holds, found, expected))
    return bool(found == expected)


def test_there_are_golden_messages_of_every_type_with_all_fields_and_with_the_fewest() -> None:
    assert {path.stem for path in GOLDEN} == {
        f"{message.TYPE}.{form}" for message in BY_MESSAGE for form in ("full", "fewest")
    }


# --- what cannot be read --------------------------------------------------------------------------------------------

RECORD = codec.encode(a_published(), service="ingest", time=NOW)


def headers_with(**changes: bytes | None) -> list[tuple[str, bytes]]:
    headers = {**dict(RECORD.headers), **changes}
    return [(name, value) for name, value in headers.items() if value is not None]


@pytest.mark.parametrize(
    ("value", "headers", "reason"),
    [
        (None, headers_with(), "empty"),
        (b"", headers_with(), "not-json"),
        (b"{", headers_with(), "not-json"),
        (b"\xff\xfe", headers_with(), "not-json"),
        (b'{"release_id": "\xff"}', headers_with(), "not-json"),
        (b"{}", headers_with(), "schema"),
        (b"[]", headers_with(), "schema"),
        (RECORD.value.replace(b'"title":"A meeting"', b'"title":7'), headers_with(), "schema"),
        (RECORD.value, [], "not-a-cloud-event"),
        (RECORD.value, headers_with(ce_id=None), "not-a-cloud-event"),
        (RECORD.value, headers_with(ce_specversion=None), "not-a-cloud-event"),
        (RECORD.value, headers_with(ce_specversion=b"0.3"), "not-a-cloud-event"),
        (RECORD.value, headers_with(ce_time=b"yesterday"), "not-a-cloud-event"),
        (RECORD.value, headers_with(ce_sequence=b"seven"), "not-a-cloud-event"),
        (RECORD.value, headers_with(ce_subject=b"\xff"), "not-a-cloud-event"),
        (RECORD.value, headers_with(ce_type=b"readout.release.published.v2"), "unknown-type"),
        (RECORD.value, headers_with(ce_type=b"readout.topics.extracted.v1"), "unknown-type"),
        (b" " * (RELEASES_RAW.max_message_bytes + 1), headers_with(), "too-large"),
    ],
)
def test_each_kind_of_bad_record_is_refused_with_its_reason(
    value: bytes | None, headers: Sequence[tuple[str, bytes]], reason: str
) -> None:
    with pytest.raises(codec.Undecodable) as refused:
        codec.decode(RELEASES_RAW, value, headers)
    assert refused.value.reason == reason
    assert "\n" not in str(refused.value)


@given(
    topic=st.sampled_from(TOPICS),
    value=st.none() | st.binary() | st.just(RECORD.value),
    headers=st.lists(st.tuples(st.sampled_from([name for name, _ in RECORD.headers]), st.binary(max_size=30))),
)
def test_arbitrary_bytes_are_read_or_refused_and_nothing_else(
    topic: Topic, value: bytes | None, headers: list[tuple[str, bytes]]
) -> None:
    message: Message | None = None
    with contextlib.suppress(codec.Undecodable):
        _, message = codec.decode(topic, value, [*RECORD.headers, *headers])
    assert message is None or type(message) in topic.messages


def test_a_dead_letter_holds_a_record_of_the_largest_size() -> None:
    largest = RecordDeadLettered(
        reason="too-large",
        detail="x",
        topic="releases.raw.v1",
        partition=0,
        offset=0,
        service="enrich",
        version="1",
        original_key=b"k" * 1000,
        original_value=b"\xff" * RELEASES_RAW.max_message_bytes,
    )
    record = codec.encode(largest, service="enrich", time=NOW)
    assert record.size < DEAD_LETTERS.max_message_bytes
