"""What each event was about: the topics of the sentences that tell of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from services.enrich.extract.about import Course
from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.scene import Draft, Scene
from services.enrich.extract.topics import PLACE, ConceptMention, Said, event_topics
from services.enrich.text.sentences import Sentence
from services.enrich.text.tokens import fold

_CHAIN = 4
"""So many events in a row may be on the same subject."""


def addressed(doc: Document, pack: Pack, said: Sequence[Said]) -> list[Said]:
    """What a text says, with the states that it names only where it looks far back as named in passing."""
    long_ago = pack.phrases["long_ago"]
    if not doc.has(long_ago, 0, len(doc.words)):
        return list(said)
    past = [sentence for sentence in doc.sentences if doc.has(long_ago, sentence.first, sentence.last)]
    starts = [sentence.start for sentence in past]

    def is_past(mention: ConceptMention) -> bool:
        number = bisect_right(starts, mention.start) - 1
        return ":" in mention.concept and number >= 0 and mention.start < past[number].end

    return [(words, m._replace(weight=min(m.weight, PLACE)) if is_past(m) else m) for words, m in said]


def outside_offices(doc: Document, mentions: Sequence[Mention], said: Sequence[Said], pack: Pack) -> list[Said]:
    """What a text says but for what stands in an office or a name: `the Special Envoy for Refugees, Ann Borg`."""
    held = [mention for mention in mentions if mention.kind in PERSONS and mention.role and not _is_sent(mention, pack)]
    starts = [doc.tokens[mention.first].start for mention in held]

    def is_held(words: ConceptMention) -> bool:
        number = bisect_right(starts, words.start) - 1
        return number >= 0 and words.end <= doc.tokens[held[number].last - 1].end

    return [(words, mention) for words, mention in said if not is_held(mention)]


def _is_sent(mention: Mention, pack: Pack) -> bool:
    """`the Special Envoy for Mali`: who is sent to speak of something speaks of it."""
    words = fold(mention.role or "").split()
    return not pack.words["mandated"].isdisjoint(words) and not pack.words["mandate_links"].isdisjoint(words)


class Telling:
    """A text with its events and all that it says, to be asked for the topics of each event."""

    def __init__(self, scene: Scene, drafts: Sequence[Draft], said: Sequence[Said], *, source: str) -> None:
        self._scene, self._said, self._source = scene, said, source
        self._course = Course(scene, drafts)
        self._starts = [mention.start for _, mention in said]
        self._repeats = scene.doc.has(scene.pack.phrases["same_subject"], 0, len(scene.doc.words))
        self._before = {id(draft): earlier for earlier, draft in pairwise(drafts)}

    def topics_of(self, draft: Draft, owners: Sequence[str | None]) -> tuple[str, ...]:
        """The topics of a draft; `owners` are the affiliations of its participants."""
        said, crowded = self._said_of(draft), draft.kind == "gathering"
        return event_topics(said, participant_affiliations=frozenset(owners), source=self._source, crowded=crowded)

    def _said_of(self, draft: Draft) -> list[Said]:
        return [said for sentence in self._sentences_of(draft) for said in self._said_in(sentence)]

    def _sentences_of(self, draft: Draft) -> Iterator[Sentence]:
        """The sentences about a draft, with those about the one before it whose subject is the same, and so on."""
        told: Draft | None = draft
        for _ in range(_CHAIN):
            if told is None:
                return
            about = self._course.about(told)
            yield from about
            told = self._before.get(id(told)) if self._repeats and any(map(self._is_on_the_same, about)) else None

    def _said_in(self, sentence: Sentence) -> Sequence[Said]:
        first = bisect_left(self._starts, sentence.start)
        return self._said[first : bisect_left(self._starts, sentence.end)]

    def _is_on_the_same(self, sentence: Sentence) -> bool:
        """`received the ambassadors on the same subject`: what the event told before was about."""
        return self._scene.doc.has(self._scene.pack.phrases["same_subject"], sentence.first, sentence.last)
