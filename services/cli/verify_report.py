"""Computes everything again and compares: what `readout verify` runs, and what the fault tests run after each fault."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from services.cli.instances import all_instances
from services.cli.verify_reading import Found, Raw, Reading, Say
from services.cli.verify_record import CLIENT_ID, Reader
from services.cli.verify_tables import Difference, Tables, differences, expected
from services.contracts.messages import MeetingsExtracted, TopicsExtracted
from services.enrich.derive import Extract, derive
from services.runtime.settings import KafkaSettings


@dataclass(frozen=True, slots=True)
class Extractor:
    """An extractor and its version."""

    extract: Extract
    version: str


@dataclass(frozen=True, slots=True)
class Groups:
    """The consumer groups of the two services."""

    enrich: str = "readout.enrich"
    index: str = "readout.index"


@dataclass(frozen=True, slots=True)
class Report:
    """How many rows each place should have, and what differs."""

    rows: Mapping[str, int]
    differences: Sequence[Difference]
    moving: int
    """Releases that were told of meanwhile: nothing is said of them."""
    refused: int
    """Releases whose last complete set the index gave up: nothing is said of them."""
    extractors: Collection[str]
    """Versions that made what stands in the derived topics."""


async def verified(  # noqa: PLR0913 - where everything is, and how long it may take
    kafka: KafkaSettings,
    groups: Groups,
    *,
    queries_url: str,
    extractor: Extractor | None,
    within: float,
    say: Say,
) -> Report:
    """The report; `queries_url` is the index's only instance where the broker does not know the members of a group.

    Without an extractor the complete sets are taken as they stand in the derived topics.

    Raises:
        CannotStartError: the broker does not answer, or a topic is missing.
        NotCaughtUpError: the services did not reach the end of the record in time.
    """
    async with (
        all_instances(kafka, groups.index, queries_url, client_id=CLIENT_ID) as instances,
        Reader(kafka, group_id=groups.enrich) as reader,
    ):
        found = await Reading(reader, instances, say=say).read(within=within)
    say("computing")
    return compare(found, extractor)


def compare(found: Found, extractor: Extractor | None) -> Report:
    """What differs between what was read and what should be there."""
    wanted = _wanted(found, extractor)
    apart = found.moving | found.refused
    return Report(
        rows={place: len(rows) for place, rows in wanted.items()},
        differences=tuple(differences(wanted, found.tables, apart=apart)),
        moving=len(found.moving),
        refused=len(found.refused),
        extractors=sorted({said.extractor for said in found.meetings.values()}),
    )


def _wanted(found: Found, extractor: Extractor | None) -> Tables:
    if extractor is None:
        return expected(found.meetings, found.topics)
    sets = [_derived(message, offset, extractor) for offset, message in found.raw.values()]
    return expected({one.key: one for one, _ in sets}, {one.key: one for _, one in sets})


def _derived(message: Raw, offset: int, extractor: Extractor) -> tuple[MeetingsExtracted, TopicsExtracted]:
    return derive(message, sequence=offset, extract=extractor.extract, extractor=extractor.version)
