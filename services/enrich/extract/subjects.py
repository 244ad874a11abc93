"""What each event was about: the topics of the text between its telling and the next event's."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from services.enrich.extract.document import Document
from services.enrich.extract.scene import Draft
from services.enrich.extract.topics import Said, event_topics

_LONGEST = 12
"""How many sentences after its telling may still be about an event."""


class Telling:
    """A text with its events and all that it says, to be asked for the topics of each event."""

    def __init__(self, doc: Document, drafts: Sequence[Draft], said: Sequence[Said]) -> None:
        self._sentences, self._said = doc.sentences, said
        self._starts = [mention.start for _, mention in said]
        self._told = sorted({draft.sentence.first for draft in drafts})

    def topics_of(self, draft: Draft, owners: Sequence[str | None]) -> tuple[str, ...]:
        """The topics of a draft; `owners` are the affiliations of its participants."""
        number = bisect_left(self._sentences, draft.sentence)
        following = bisect_right(self._told, draft.sentence.first)
        ends = self._told[following] if following < len(self._told) else self._sentences[-1].last
        span = [s for s in self._sentences[number : number + _LONGEST] if s.first < ends]
        first = bisect_left(self._starts, span[0].start)
        last = bisect_left(self._starts, span[-1].end)
        return event_topics(self._said[first:last], participant_affiliations=frozenset(owners))
