"""From a release to the record of it, with its ids. Pure; the size is checked here, before anything is sent."""

import re
from dataclasses import dataclass
from datetime import datetime

from services.contracts import codec, ids
from services.contracts.messages import Message, Original, Release, ReleasePublished, ReleaseWithdrawn
from services.runtime.problems import Problem

SERVICE = "ingest"
RELEASE_ID_PATTERN = r"^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?:[0-9a-f]{16}$"
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_RELEASE_ID = re.compile(RELEASE_ID_PATTERN)


@dataclass(frozen=True, slots=True)
class Context:
    """What is the same for everything in one request."""

    time: datetime
    max_record_bytes: int
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record ready to be sent, and the ids that its sender is told."""

    record: codec.Record
    release_id: str
    event_id: str
    revision: str | None = None

    @property
    def source(self) -> str:
        """Whose release it is."""
        return ids.source_of(self.release_id)


def traceparent_of(header: str | None) -> str | None:
    """The header where it is well-formed; what is not is as good as absent (W3C Trace Context)."""
    return header if header is not None and _TRACEPARENT.fullmatch(header) else None


def published(release: Release, original: Original | None, context: Context) -> Prepared:
    """The record that says a release was published.

    Raises:
        Problem: 413 when the record is larger than the topic should take.
    """
    release_id, revision = ids.release_id(release), ids.revision(release)
    message = ReleasePublished(release_id=release_id, revision=revision, release=release, original=original)
    return _prepared(message, release_id, revision, context)


def withdrawn(release_id: str, reason: str | None, context: Context) -> Prepared:
    """The record that says a release was taken back.

    Raises:
        Problem: 404 when no release can have that id.
    """
    if not _RELEASE_ID.fullmatch(release_id):
        raise Problem(404, "no release can have this id: it is not a source, a colon and 16 hexadecimal digits")
    return _prepared(ReleaseWithdrawn(release_id=release_id, reason=reason), release_id, None, context)


def _prepared(message: Message, release_id: str, revision: str | None, context: Context) -> Prepared:
    record = codec.encode(message, service=SERVICE, time=context.time, traceparent=context.traceparent)
    if record.size > context.max_record_bytes:
        raise Problem(413, f"encoded it has {record.size} bytes, over the limit of {context.max_record_bytes}")
    event_id = dict(record.headers)["ce_id"].decode()
    return Prepared(record=record, release_id=release_id, revision=revision, event_id=event_id)
