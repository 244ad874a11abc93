"""Any message that the models allow, for hypothesis."""

from datetime import UTC

from hypothesis import strategies as st

from services.contracts import messages as m
from services.contracts.vocabulary import Kind, Outcome, ParticipantType, Status

text = st.text(max_size=20)
maybe_text = st.none() | text
names = st.text(alphabet="abcdefghij:-.é", min_size=1, max_size=12)
moments = st.dates() | st.datetimes() | st.datetimes(timezones=st.just(UTC))
sources = st.from_regex(m.SOURCE_PATTERN, fullmatch=True)
offsets = st.integers(0, 2**63 - 1)

releases = st.builds(
    m.Release,
    source=sources,
    external_id=maybe_text,
    url=maybe_text,
    title=text,
    body=text,
    language=maybe_text,
    published_at=st.none() | moments,
    updated_at=st.none() | moments,
)
references = st.builds(
    m.ReleaseReference,
    release_id=names,
    revision=names,
    sequence=offsets,
    source=sources,
    url=maybe_text,
    title=maybe_text,
    language=maybe_text,
    published_at=st.none() | moments,
)
participants = st.builds(
    m.Participant,
    participant_id=names,
    name=text,
    type=st.sampled_from(ParticipantType),
    role=maybe_text,
    affiliation=maybe_text,
)
evidence = st.builds(m.Evidence, text=text, start=offsets, end=offsets)
events = st.builds(
    m.Event,
    event_id=names,
    kind=st.sampled_from(Kind),
    status=st.sampled_from(Status),
    start=st.none() | st.dates(),
    end=st.none() | st.dates(),
    place=maybe_text,
    place_id=maybe_text,
    occasion=maybe_text,
    participants=st.lists(participants, max_size=3).map(tuple),
    topics=st.lists(text, max_size=3).map(tuple),
    evidence=evidence,
    confidence=st.floats(0, 1),
    rules=st.dictionaries(text, text, max_size=2),
)
outcomes = st.sampled_from(Outcome)

published = st.builds(
    m.ReleasePublished,
    release_id=names,
    revision=names,
    release=releases,
    original=st.none() | st.builds(m.Original, media_type=text, content=text),
)
withdrawn = st.builds(m.ReleaseWithdrawn, release_id=names, reason=maybe_text)
meetings = st.builds(
    m.MeetingsExtracted,
    release=references,
    extractor=text,
    outcome=outcomes,
    detail=maybe_text,
    events=st.lists(events, max_size=2).map(tuple),
)
topics = st.builds(
    m.TopicsExtracted,
    release=references,
    extractor=text,
    outcome=outcomes,
    detail=maybe_text,
    topics=st.lists(text, max_size=3).map(tuple),
)
reported = st.builds(m.ParticipationReported, participant=participants, event=events, release=references)
retracted = st.builds(m.ParticipationRetracted, participant_id=names, event_id=names, release=references)
dead_letters = st.builds(
    m.RecordDeadLettered,
    reason=text,
    detail=text,
    topic=text,
    partition=st.integers(0, 100),
    offset=offsets,
    service=text,
    version=text,
    original_key=st.none() | st.binary(max_size=20),
    original_value=st.none() | st.binary(max_size=20),
    original_headers=st.lists(st.tuples(text, st.binary(max_size=8)), max_size=2).map(tuple),
)
messages: st.SearchStrategy[m.Message] = st.one_of(
    published, withdrawn, meetings, topics, reported, retracted, dead_letters
)
