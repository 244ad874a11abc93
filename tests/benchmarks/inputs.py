"""Fixed inputs: releases from the annotated corpus, and derived records cut from one real one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from confluent_kafka import Producer

from services.contracts import codec, ids
from services.contracts.codec import Record
from services.contracts.messages import (
    MeetingsExtracted,
    Message,
    Participant,
    ParticipationReported,
    Release,
    ReleasePublished,
    ReleaseReference,
)
from services.contracts.topics import Topic
from services.contracts.vocabulary import Outcome, ParticipantType
from services.runtime import kafka as clients
from services.runtime.settings import KafkaSettings
from tests.builders import a_meeting

CORPUS = Path("tests/quality/corpus")
PEOPLE = 20_000
NOW = datetime(2024, 5, 14, 12, tzinfo=UTC)
_FIELDS = ("source", "title", "body", "language", "published_at")


@cache
def corpus() -> tuple[Release, ...]:
    """Every release of the corpus, in order."""
    lines = [line for name in ("en", "fr") for line in (CORPUS / f"{name}.jsonl").read_text("utf-8").splitlines()]
    found = [{name: value for name, value in json.loads(line).items() if name in _FIELDS} for line in lines]
    return tuple(Release.model_validate_json(json.dumps(each)) for each in found)


def releases(count: int, *, first: int = 0) -> Iterator[Release]:
    """The corpus over and over, each time as other releases."""
    texts = corpus()
    for number in range(first, first + count):
        yield texts[number % len(texts)].model_copy(update={"external_id": f"bench-{number}"})


def published(count: int, *, first: int = 0) -> Iterator[Record]:
    """`releases` as raw records."""
    for release in releases(count, first=first):
        message = ReleasePublished(release_id=ids.release_id(release), revision=ids.revision(release), release=release)
        yield codec.encode(message, service="ingest", time=NOW)


@dataclass(frozen=True, slots=True)
class Template:
    """A record's bytes with places to be filled in: many different records at little cost."""

    record: Record

    @classmethod
    def of(cls, message: Message) -> "Template":
        return cls(codec.encode(message, service="bench", time=NOW))

    def fill(self, **places: str) -> Record:
        key, value = self.record.key, self.record.value
        for name, text in places.items():
            marker = f"__{name}__".encode()
            key, value = key.replace(marker, text.encode()), value.replace(marker, text.encode())
        return Record(self.record.topic, key, value, self.record.headers)


def _side(marker: str) -> Participant:
    return Participant(
        participant_id=f"person:__{marker}__",
        name=f"Ada __{marker}__",
        type=ParticipantType.PERSON,
        role="minister for foreign affairs",
        affiliation="country:XA",
    )


def _meeting_of(*, release_id: str) -> MeetingsExtracted:
    facts = a_meeting(participants=(_side("one"), _side("other")), place="Vienna", topics=("diplomacy", "trade"))
    (event,) = ids.with_ids(release_id, [facts])
    event = event.model_copy(update={"event_id": "__event__"})
    reference = ReleaseReference(
        release_id=release_id, revision="0" * 16, sequence=1, source="example.org", title="A meeting", language="en",
        published_at=date(2024, 5, 14),
    )  # fmt: skip
    return MeetingsExtracted(release=reference, extractor="1", outcome=Outcome.EXTRACTED, events=(event,))


def _places(number: int) -> dict[str, str]:
    """People meet others at a distance that grows, on days over thirty years."""
    one, other = number % PEOPLE, (number * 7 + number // PEOPLE + 1) % PEOPLE
    day = date(1995, 1, 1) + timedelta(days=number * 13 % 10_957)
    return {"one": f"p{one:05d}", "other": f"q{other:05d}", "event": f"example.org:{number:08d}:0", "day": str(day)}


def participations(count: int, *, first: int = 0) -> Iterator[Record]:
    """Different participations of `PEOPLE` participants."""
    said = _meeting_of(release_id="example.org:__event__")
    message = ParticipationReported(participant=_side("one"), event=said.events[0], release=said.release)
    template = Template.of(message)
    day = template.record.value.replace(b"2024-05-13", b"__day__")
    template = Template(Record(template.record.topic, template.record.key, day, template.record.headers))
    return (template.fill(**_places(number)) for number in range(first, first + count))


def sets(count: int, *, first: int = 0) -> Iterator[Record]:
    """As many releases, each with one meeting of two."""
    template = Template.of(_meeting_of(release_id="example.org:r__event__"))
    return (template.fill(**_places(number)) for number in range(first, first + count))


def partition_of(topic: Topic, key: bytes) -> int:
    """Where a record of this key goes."""
    return _partition_of(topic.name, topic.partitioned_by(key), topic.partitions)


@cache
def _partition_of(topic: str, key: bytes, partitions: int) -> int:
    del topic
    return clients.partitioner(lambda whole: whole)(key, range(partitions), range(partitions))


def fill(kafka: KafkaSettings, records: Iterator[Record]) -> int:
    """Put records on their topics as fast as it goes; how many there were."""
    producer, count = Producer({"bootstrap.servers": kafka.bootstrap_servers, "linger.ms": 20}), 0
    for record in records:
        count += 1
        while True:
            try:
                producer.produce(
                    record.topic.name,
                    record.value,
                    record.key,
                    partition=partition_of(record.topic, record.key),
                    headers=list(record.headers),
                )
            except BufferError:
                producer.poll(0.05)
            else:
                break
        producer.poll(0)
    producer.flush()
    return count
