"""After a fault: everything is there, once, in order."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aiokafka import ConsumerRecord

from services.cli.verify_record import Reader
from services.cli.verify_report import Extractor, Report, verified
from services.cli.verify_tables import Fault
from services.contracts.messages import (
    MeetingsExtracted,
    Message,
    ParticipationReported,
    ParticipationRetracted,
    RecordDeadLettered,
    ReleasePublished,
    TopicsExtracted,
)
from services.contracts.topics import (
    DEAD_LETTERS,
    PARTICIPANTS_EVENTS,
    RELEASES_MEETINGS,
    RELEASES_RAW,
    RELEASES_TOPICS,
)
from services.enrich.extract import EXTRACTOR_VERSION, extract
from tests.faults.load import Told
from tests.faults.pipeline import Pipeline
from tests.integration.index.harness import differences

EXTRACTOR = Extractor(extract, EXTRACTOR_VERSION)
Read = list[tuple[ConsumerRecord, Message | None]]
Position = tuple[str, int, int]


@dataclass(frozen=True)
class Audit:
    """Counts of what was found; `faults` must be empty."""

    counts: Mapping[str, int]
    faults: Mapping[str, Any]


async def audit(pipeline: Pipeline, told: Told, *, within: float = 400) -> Audit:
    """Verify, and what verify does not look at: each message once, in order, nothing acknowledged missing."""
    report = await verified(
        pipeline.kafka,
        pipeline.groups,
        queries_url="",
        extractor=EXTRACTOR,
        within=within,
        say=lambda _what: None,
    )
    async with Reader(pipeline.kafka, group_id=pipeline.groups.enrich) as reader:
        read = {topic.name: [one async for one in reader.messages(topic)] for topic in _TOPICS}
    counts = {**_of_report(report), "raw records": len(read[RELEASES_RAW.name]), "acknowledged": told.acknowledged}
    counts |= {
        "rows": sum(report.rows.values()),
        "poison": told.poison,
        "participations": len(read[PARTICIPANTS_EVENTS.name]),
    }
    faults = {
        "rows": [str(one) for one in report.differences[:20]],
        "acknowledged and missing": missing(told, read[RELEASES_RAW.name]),
        "derived not once": not_once(
            read[RELEASES_RAW.name], [*read[RELEASES_MEETINGS.name], *read[RELEASES_TOPICS.name]]
        ),
        "participations not once": participations_not_once(read),
        "out of order": [key for topic in _DERIVED for key in out_of_order(read[topic.name])],
        "dead letters": wrong_letters(read),
    }
    return Audit(counts, {name: found for name, found in faults.items() if found})


_DERIVED = (RELEASES_MEETINGS, RELEASES_TOPICS, PARTICIPANTS_EVENTS)
_TOPICS = (RELEASES_RAW, *_DERIVED, DEAD_LETTERS)


def _of_report(report: Report) -> dict[str, int]:
    found = Counter(one.fault for one in report.differences)
    return {fault.value: found[fault] for fault in Fault}


def missing(told: Told, raw: Read) -> list[str]:
    """Releases of which the record lacks what was acknowledged, or has it in another order."""
    history: dict[str, list[str | None]] = {}
    for _, message in raw:
        if message is not None:
            said = message.revision if isinstance(message, ReleasePublished) else None
            history.setdefault(message.key, []).append(said)
    return [key for key, said in told.revisions.items() if not _is_within(said, history.get(key, []))]


def _is_within(said: list[str | None], history: list[str | None]) -> bool:
    """Whether `said` is in `history`, in order: unknown pushes may stand between, and the last word is the same."""
    remaining = iter(history)
    return all(one in remaining for one in said) and said[-1:] == history[-1:]


def not_once(raw: Read, derived: Read) -> list[str]:
    """Sets that are missing, doubled or of nothing, for a reader of committed records."""
    usable = {(message.key, record.offset) for record, message in raw if message is not None}
    wanted = Counter((kind.TYPE, *which) for kind in (MeetingsExtracted, TopicsExtracted) for which in usable)
    found = Counter(
        (message.TYPE, message.key, message.release.sequence)
        for _, message in derived
        if isinstance(message, MeetingsExtracted | TopicsExtracted)
    )
    return [f"{which}: {found[which]} times" for which in wanted.keys() | found.keys() if found[which] != wanted[which]]


def participations_not_once(read: Mapping[str, Read]) -> list[str]:
    """Participations that are missing, doubled or of nothing, for a reader of committed records."""
    told = [message for _, message in read[RELEASES_MEETINGS.name] if isinstance(message, MeetingsExtracted)]
    wanted = differences(told)
    found = Counter(message.model_dump_json() for _, message in read[PARTICIPANTS_EVENTS.name] if message is not None)
    return [f"{which}: {found[which]} times" for which in wanted.keys() | found.keys() if found[which] != wanted[which]]


def out_of_order(derived: Read) -> list[str]:
    """Keys where an older message stands behind a newer one."""
    last: dict[str, int] = {}
    wrong = []
    for _, message in derived:
        if isinstance(message, MeetingsExtracted | TopicsExtracted | ParticipationReported | ParticipationRetracted):
            if message.release.sequence < last.get(message.key, -1):
                wrong.append(message.key)
            last[message.key] = message.release.sequence
    return wrong


def wrong_letters(read: Mapping[str, Read]) -> list[str]:
    """Poison without its dead letter, and dead letters of what is no poison; of raw and meetings exactly one each."""
    letters = Counter(
        (message.topic, message.partition, message.offset)
        for _, message in read[DEAD_LETTERS.name]
        if isinstance(message, RecordDeadLettered)
    )
    poison = set(_unreadable(read[topic.name] for topic in (RELEASES_RAW, *_DERIVED)))
    doubled = {
        at for at, count in letters.items() if count > 1 and at[0] in (RELEASES_RAW.name, RELEASES_MEETINGS.name)
    }
    return [
        *(f"no letter of {at}" for at in poison - letters.keys()),
        *(f"a letter of {at}" for at in letters.keys() - poison),
        *(f"{letters[at]} letters of {at}" for at in doubled),
    ]


def _unreadable(reads: Iterable[Read]) -> Iterable[Position]:
    return ((one.topic, one.partition, one.offset) for read in reads for one, message in read if message is None)
