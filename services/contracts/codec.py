"""Bytes become a message here and nowhere else: CloudEvents 1.0, binary mode, over Kafka."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from services.contracts.ids import content_id
from services.contracts.messages import Derived, Message, ParticipationReported, ParticipationRetracted
from services.contracts.topics import BY_MESSAGE, TOPICS, Topic

CONTENT_TYPE = b"application/json"
BY_TYPE: dict[str, type[Message]] = {message.TYPE: message for topic in TOPICS for message in topic.messages}

Headers = Sequence[tuple[str, bytes]]


class Undecodable(ValueError):  # noqa: N818 - a state of a record, not an error of ours
    """A record that can never be read. `reason` is a slug for machines, `str()` one line for people."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Envelope:
    """The CloudEvents attributes of a record."""

    id: str
    source: str
    type: str
    time: datetime
    subject: str
    sequence: int | None = None
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A message ready to be sent."""

    topic: Topic
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]

    @property
    def size(self) -> int:
        """Bytes that count against the topic's limit, but for the batch header."""
        return len(self.key) + len(self.value) + sum(len(name) + len(value) for name, value in self.headers)


def _sequence(message: Message) -> int | None:
    if isinstance(message, Derived | ParticipationReported | ParticipationRetracted):
        return message.release.sequence
    return None


def encode(message: Message, *, service: str, time: datetime, traceparent: str | None = None) -> Record:
    """The record for a message. `time` must be zoned: when the fact that it tells became known to Readout."""
    content = message.model_dump_json()
    attributes: list[tuple[str, str]] = [
        ("ce_specversion", "1.0"),
        ("ce_id", content_id(message.TYPE, content)),
        ("ce_source", f"/readout/{service}"),
        ("ce_type", message.TYPE),
        ("ce_time", time.isoformat()),
        ("ce_subject", message.subject),
    ]
    if (sequence := _sequence(message)) is not None:
        attributes.append(("ce_sequence", str(sequence)))
    if traceparent is not None:
        attributes.append(("ce_traceparent", traceparent))
    headers = (*((name, value.encode()) for name, value in attributes), ("content-type", CONTENT_TYPE))
    return Record(BY_MESSAGE[type(message)], message.key.encode(), content.encode(), headers)


def decode(topic: Topic, value: bytes | None, headers: Iterable[tuple[str, bytes]]) -> tuple[Envelope, Message]:
    """The envelope and the message of a record of `topic`.

    Raises:
        Undecodable: with reason `not-a-cloud-event`, `unknown-type`, `empty`, `too-large`, `not-json` or `schema`.
    """
    if value is None:
        raise Undecodable("empty", "the record has no value")
    if len(value) > topic.max_message_bytes:
        raise Undecodable("too-large", f"{len(value)} bytes; {topic.name} takes {topic.max_message_bytes}")
    envelope = _envelope(headers)
    model = BY_TYPE.get(envelope.type)
    if model not in topic.messages:
        expected = ", ".join(message.TYPE for message in topic.messages)
        raise Undecodable("unknown-type", f"type {envelope.type!r} does not travel on {topic.name} ({expected})")
    try:
        return envelope, model.model_validate_json(value)
    except ValidationError as error:
        raise _undecodable(error) from error


def _undecodable(error: ValidationError) -> Undecodable:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    reason = "not-json" if first["type"] == "json_invalid" else "schema"
    where = "/".join(str(part) for part in first["loc"])
    return Undecodable(reason, f"{where}: {first['msg']}" if where else first["msg"])


def _envelope(headers: Iterable[tuple[str, bytes]]) -> Envelope:
    try:
        given = {name: value.decode() for name, value in headers if name.startswith("ce_") and value is not None}
        envelope = Envelope(
            id=given["ce_id"],
            source=given["ce_source"],
            type=given["ce_type"],
            time=datetime.fromisoformat(given["ce_time"]),
            subject=given.get("ce_subject", ""),
            sequence=int(given["ce_sequence"]) if "ce_sequence" in given else None,
            traceparent=given.get("ce_traceparent"),
        )
    except KeyError as error:
        raise Undecodable("not-a-cloud-event", f"header {error} is missing") from error
    except ValueError as error:
        raise Undecodable("not-a-cloud-event", f"a ce_ header cannot be read: {error}") from error
    if given.get("ce_specversion") != "1.0":
        raise Undecodable("not-a-cloud-event", "header ce_specversion is missing or not 1.0")
    return envelope
