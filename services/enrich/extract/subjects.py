"""What each event was about: the topics of the text between its telling and the next event's."""

from collections.abc import Sequence

from services.enrich.extract.document import Document
from services.enrich.extract.scene import Draft
from services.enrich.extract.topics import event_topics

_LONGEST = 12
"""How many sentences after its telling may still be about an event."""


def topics_of(draft: Draft, drafts: Sequence[Draft], doc: Document, owners: Sequence[str | None]) -> tuple[str, ...]:
    """The topics of a draft; `owners` are the affiliations of its participants."""
    first = next(i for i, sentence in enumerate(doc.sentences) if sentence.first == draft.sentence.first)
    later = [d.sentence.first for d in drafts if d.sentence.first > draft.sentence.first]
    ends = min(later, default=len(doc.tokens) + 1)
    following = [s for s in doc.sentences[first : first + _LONGEST] if s.first < ends]
    spans = [doc.text[s.start : s.end] for s in following]
    return event_topics(spans, language=doc.language, participant_affiliations=frozenset(owners))
