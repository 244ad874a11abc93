"""From one raw record the records that enrich sends for it. Pure, and runs in the child process."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.contracts import codec
from services.contracts.codec import Record, Undecodable
from services.contracts.messages import ReleasePublished, ReleaseWithdrawn
from services.contracts.topics import RELEASES_RAW
from services.enrich.derive import Extract, derive
from services.runtime.errors import Poison
from services.runtime.product import Product

SERVICE = "enrich"
BATCH_OVERHEAD = 512
"""Bytes that the broker counts against a topic's limit beside the record itself, rounded up."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """What of a raw record the transformation depends on."""

    offset: int
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def transform(record: RawRecord, *, extract: Extract, extractor: str) -> Product:
    """The derived records of `record`, with its time and trace; the same record gives the same bytes.

    Raises:
        Poison: it cannot be read, or what is derived is larger than its topic takes.
    """
    try:
        envelope, message = codec.decode(RELEASES_RAW, record.value, record.headers)
    except Undecodable as error:
        raise Poison(error.reason, str(error)) from error
    if not isinstance(message, ReleasePublished | ReleaseWithdrawn):
        raise TypeError(f"{type(message).__name__} is not for {SERVICE}")
    sets = derive(message, sequence=record.offset, extract=extract, extractor=extractor)
    records = tuple(
        codec.encode(one, service=SERVICE, time=envelope.time, traceparent=envelope.traceparent) for one in sets
    )
    _refuse_oversized(records)
    return Product(records, outcome=sets[0].outcome)


def _refuse_oversized(records: Iterable[Record]) -> None:
    """A record that the broker refuses would break its idempotent producer, so it is found out before."""
    for record in records:
        if record.size + BATCH_OVERHEAD > record.topic.max_message_bytes:
            detail = f"what is derived takes {record.size} bytes; {record.topic.name} takes less"
            raise Poison("derived-too-large", detail)
