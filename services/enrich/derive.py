"""From one raw message the two complete sets it stands for. Pure: the same message gives the same sets."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypedDict

from services.contracts import ids
from services.contracts.messages import (
    EventFacts,
    MeetingsExtracted,
    Release,
    ReleasePublished,
    ReleaseReference,
    ReleaseWithdrawn,
    TopicsExtracted,
)
from services.contracts.vocabulary import Outcome

WITHDRAWN = "withdrawn"
"""The revision of a release that was taken back: there is no content to hash."""


class Extraction(Protocol):
    """What an extractor reads from a release."""

    @property
    def language(self) -> str | None:
        """The language it was read in; None when that is no language the extractor knows."""

    @property
    def events(self) -> Sequence[EventFacts]:
        """The events in the order of the text."""

    @property
    def topics(self) -> Sequence[str]:
        """Concept ids."""


Extract = Callable[[Release], Extraction]
"""Total, pure and deterministic: any release gives an answer."""

Sets = tuple[MeetingsExtracted, TopicsExtracted]


class _Shared(TypedDict):
    release: ReleaseReference
    extractor: str
    outcome: Outcome
    detail: str | None


def derive(message: ReleasePublished | ReleaseWithdrawn, *, sequence: int, extract: Extract, extractor: str) -> Sets:
    """The complete sets of events and of topics after `message`, which stands at offset `sequence` of the raw topic.

    `extractor` is the version of `extract`.
    """
    if isinstance(message, ReleaseWithdrawn):
        return _withdrawn(message, sequence, extractor)
    extraction = extract(message.release)
    reference = _reference(message, sequence, language=extraction.language)
    if extraction.language is None:
        return _empty(reference, extractor, Outcome.NOT_EXTRACTED, detail=_unread(message.release))
    shared = _Shared(release=reference, extractor=extractor, outcome=Outcome.EXTRACTED, detail=None)
    events = ids.with_ids(message.release_id, extraction.events)
    return MeetingsExtracted(events=events, **shared), TopicsExtracted(topics=tuple(extraction.topics), **shared)


def _empty(reference: ReleaseReference, extractor: str, outcome: Outcome, *, detail: str | None) -> Sets:
    shared = _Shared(release=reference, extractor=extractor, outcome=outcome, detail=detail)
    return MeetingsExtracted(**shared), TopicsExtracted(**shared)


def _withdrawn(message: ReleaseWithdrawn, sequence: int, extractor: str) -> Sets:
    source = ids.source_of(message.release_id)
    reference = ReleaseReference(release_id=message.release_id, revision=WITHDRAWN, sequence=sequence, source=source)
    return _empty(reference, extractor, Outcome.WITHDRAWN, detail=message.reason)


def _reference(message: ReleasePublished, sequence: int, *, language: str | None) -> ReleaseReference:
    release = message.release
    return ReleaseReference(
        release_id=message.release_id,
        revision=message.revision,
        sequence=sequence,
        source=release.source,
        url=release.url,
        title=release.title,
        language=language or release.language,
        published_at=release.published_at,
    )


def _unread(release: Release) -> str:
    if release.language is not None:
        return f"language {release.language!r} is not read"
    return "the text is in no language that is read"
