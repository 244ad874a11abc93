"""What each event was about: the topics of the sentences that tell of it, from its own to the next event's."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack
from services.enrich.extract.namesakes import name_words
from services.enrich.extract.scene import Draft, Scene
from services.enrich.extract.topics import PLAIN, ConceptMention, Said, event_topics
from services.enrich.text.sentences import Sentence

_LONGEST = 12
"""How many sentences after its telling may still be about an event."""
_HEAD = 12
"""A sentence's subject stands within so many tokens of its start."""
_FIRST_YEAR = 1900


def addressed(doc: Document, pack: Pack, said: Sequence[Said]) -> list[Said]:
    """What a text says, with the states that it names only where it looks far back as named in passing."""
    past = [sentence for sentence in doc.sentences if doc.has(pack.phrases["long_ago"], sentence.first, sentence.last)]
    starts = [sentence.start for sentence in past]

    def is_past(mention: ConceptMention) -> bool:
        number = bisect_right(starts, mention.start) - 1
        return ":" in mention.concept and number >= 0 and mention.start < past[number].end

    return [(words, replace(m, weight=min(m.weight, PLAIN)) if is_past(m) else m) for words, m in said]


class Telling:
    """A text with its events and all that it says, to be asked for the topics of each event."""

    def __init__(self, scene: Scene, drafts: Sequence[Draft], said: Sequence[Said]) -> None:
        self._scene, self._doc, self._said = scene, scene.doc, said
        self._starts = [mention.start for _, mention in said]
        self._told = sorted({draft.sentence.first for draft in drafts})
        self._siblings: dict[int, list[Draft]] = {}
        for draft in drafts:
            self._siblings.setdefault(draft.sentence.first, []).append(draft)

    def topics_of(self, draft: Draft, owners: Sequence[str | None]) -> tuple[str, ...]:
        """The topics of a draft; `owners` are the affiliations of its participants."""
        said: list[Said] = []
        for sentence in self._span(draft):
            first = bisect_left(self._starts, sentence.start)
            said += self._said[first : bisect_left(self._starts, sentence.end)]
        return event_topics(said, participant_affiliations=frozenset(owners))

    def _span(self, draft: Draft) -> Iterator[Sentence]:
        """The event's own sentence, then those that go on about it."""
        yield draft.sentence
        sentences = self._doc.sentences[: self._doc.background_from]
        number = bisect_right(sentences, draft.sentence)
        following = bisect_right(self._told, draft.sentence.first)
        ends = self._told[following] if following < len(self._told) else len(self._doc.tokens)
        own, others = self._apart(draft)
        parties = self._last_names(set(draft.members))
        goes_on = True
        for before, sentence in zip(sentences[number - 1 :], sentences[number : number + _LONGEST], strict=False):
            if sentence.first >= ends:
                return
            told = self._tells_of_talks(sentence) or self._names_one_of(sentence, parties)
            goes_on = told or (goes_on and not self._new_paragraph(before, sentence))
            if goes_on and not self._is_history(sentence, told=told) and not self._is_of(sentence, others, own):
                yield sentence

    def _apart(self, draft: Draft) -> tuple[frozenset[str], frozenset[str]]:
        """The last names of the partners of this event alone, and those of the others that its sentence tells."""
        siblings = self._siblings[draft.sentence.first]
        others = {n for other in siblings for n in other.members} - set(draft.members)
        shared = {n for other in siblings if other is not draft for n in other.members}
        return self._last_names(set(draft.members) - shared), self._last_names(others)

    def _last_names(self, members: set[int]) -> frozenset[str]:
        names = (name_words(self._scene.cast.members[number].name) for number in members)
        return frozenset(words[-1] for words in names if words)

    def _is_of(self, sentence: Sentence, others: frozenset[str], own: frozenset[str]) -> bool:
        """Whether a sentence names partners of the other talks and none of these."""
        words = {token.folded for token in self._doc.tokens[sentence.first : sentence.last]}
        return bool(words & others) and not words & own

    def _names_one_of(self, sentence: Sentence, parties: frozenset[str]) -> bool:
        """Whether a participant stands at the head of a sentence."""
        head = self._doc.tokens[sentence.first : min(sentence.last, sentence.first + _HEAD)]
        return any(token.folded in parties for token in head)

    def _new_paragraph(self, before: Sentence, sentence: Sentence) -> bool:
        return "\n\n" in self._doc.text[before.end : sentence.start]

    def _tells_of_talks(self, sentence: Sentence) -> bool:
        """Words for talking anywhere, or a pronoun at its head."""
        phrases, head = self._scene.pack.phrases, min(sentence.last, sentence.first + _HEAD)
        return (
            self._doc.has(phrases["discussing"], sentence.first, sentence.last)
            or self._doc.has(phrases["they"], sentence.first, head)
            or any(self._is_pronoun(index) for index in range(sentence.first, head))
        )

    def _is_pronoun(self, index: int) -> bool:
        """`he`, `elle`; an elided form may as well be an article."""
        word = self._doc.folded(index)
        return word in self._scene.pack.words["he"] and not word.endswith("'")

    def _is_history(self, sentence: Sentence, *, told: bool) -> bool:
        """`has cooperated since 2005`: an earlier year in a sentence that does not tell of the talks."""
        anchor = self._scene.anchor
        if told or anchor is None:
            return False
        words = (token.text for token in self._doc.tokens[sentence.first : sentence.last])
        years = (int(word) for word in words if len(word) == len("2005") and word.isdecimal())
        return any(_FIRST_YEAR <= year < anchor.year for year in years) or self._doc.has(
            self._scene.pack.phrases["history"], sentence.first, sentence.last
        )
