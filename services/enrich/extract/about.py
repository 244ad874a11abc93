"""Which sentences are about an event: its own, those that go on from it, and those that come back to it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from services.enrich.extract.scene import Draft, Scene
from services.enrich.text.sentences import Sentence

_LONGEST = 12
"""How many sentences after its telling may still be about an event."""
_HEAD = 12
"""A sentence's subject stands within so many tokens of its start."""
_FIRST_YEAR = 1900
_TALKS = ("meeting", "call")
_LEAVING = ("visit-verb", "visit-motion", "visit-departure", "attend", "speech")
"""The rules of cues by which a text turns from talks to what was done next."""
_TOLD = ("past", "future")


class Course:
    """The sentences of a text with the events that they tell, to be followed from one event on."""

    def __init__(self, scene: Scene, drafts: Sequence[Draft]) -> None:
        self._scene, self._doc = scene, scene.doc
        self._sentences = self._doc.sentences[: self._doc.background_from]
        self._told = {sentence.first for draft in drafts for sentence in (draft.sentence, *draft.retold)}
        self._talks: dict[int, int] = {}
        talks = [draft for draft in drafts if draft.kind in _TALKS]
        for draft in talks:
            for number in set(draft.members):
                self._talks[number] = self._talks.get(number, 0) + 1
        self._turns = sorted({sentence.first for draft in talks for sentence in (draft.sentence, *draft.retold)})
        self._named: dict[tuple[int, int], frozenset[int]] = {}
        self._said: dict[tuple[str, int], bool] = {}

    def about(self, draft: Draft) -> list[Sentence]:
        """The sentences about an event, in order."""
        told = (draft.sentence, *draft.retold)
        found = {sentence for start in told for sentence in (start, *self._followed(draft, start))}
        return sorted(found)

    @cached_property
    def _firsts(self) -> list[int]:
        return [mention.first for mention in self._scene.mentions]

    def _followed(self, draft: Draft, start: Sentence) -> Iterator[Sentence]:
        own, turn = self._partners(draft), self._next_turn(draft, start)
        goes_on, with_it, listed = True, True, False
        number = bisect_right(self._sentences, start)
        for before, sentence in pairwise(self._sentences[number - 1 : number + _LONGEST]):
            told_by_another = sentence.first in self._told
            back = with_it or (sentence.first < turn and self._has("these_talks", sentence))
            with_it = not told_by_another and self._stays_with(sentence, draft, own, with_it=back)
            if not with_it:
                goes_on = False
                continue
            told = self._tells_of(sentence, draft)
            listed = self._is_listed(before, sentence, listed or (goes_on and self._ends_in(before, ":")))
            goes_on = told or listed or (goes_on and not self._new_paragraph(before, sentence))
            if goes_on and not self._is_history(sentence, told=told):
                yield sentence

    def _next_turn(self, draft: Draft, start: Sentence) -> int:
        """The token with which the next talks are told; until then words for talking are about these."""
        if draft.kind not in _TALKS:
            return 0
        number = bisect_right(self._turns, start.first)
        return self._turns[number] if number < len(self._turns) else len(self._doc.tokens)

    def _partners(self, draft: Draft) -> frozenset[int]:
        """The participants whom no other talks of the text have, but for the one whom it is all about."""
        alone = frozenset(number for number in draft.members if self._talks.get(number) == 1)
        return alone - {self._scene.cast.protagonist}

    def _stays_with(self, sentence: Sentence, draft: Draft, own: frozenset[int], *, with_it: bool) -> bool:
        """Whether a sentence is about the event, as the one before it was or was not."""
        named = self._names(sentence.first, sentence.last)
        if named & own or self._has("all_talks", sentence):
            return True
        others = {number for number in named if self._talks.get(number) == 1}.difference(draft.members)
        return with_it and not others and not self._leaves(sentence)

    def _names(self, first: int, last: int) -> frozenset[int]:
        """The members whom `tokens[first:last]` name, by name or office."""
        if (first, last) not in self._named:
            start, end = (bisect_left(self._firsts, place) for place in (first, last))
            known = (self._scene.cast.known(mention) for mention in self._scene.mentions[start:end])
            self._named[first, last] = frozenset(number for number in known if number is not None)
        return self._named[first, last]

    def _leaves(self, sentence: Sentence) -> bool:
        """`They then went to Goma`: something else was done next, and talked of is nothing."""
        cues = self._doc.cues_in(sentence.first, min(sentence.last, sentence.first + _HEAD))
        moves = (cue for cue in cues if cue.value.rule in _LEAVING and cue.value.tense in _TOLD)
        return any(moves) and not self._has("discussing", sentence)

    def _tells_of(self, sentence: Sentence, draft: Draft) -> bool:
        """Words for talking anywhere; a pronoun or a participant at its head."""
        head = min(sentence.last, sentence.first + _HEAD)
        return (
            self._has("discussing", sentence)
            or self._has("all_talks", sentence)
            or self._doc.has(self._scene.pack.phrases["they"], sentence.first, head)
            or any(self._is_pronoun(index) for index in range(sentence.first, head))
            or bool(self._names(sentence.first, head) & set(draft.members))
        )

    def _has(self, slot: str, sentence: Sentence) -> bool:
        """Whether a sentence has a phrase of that slot; the same sentence is asked about for several events."""
        if (slot, sentence.first) not in self._said:
            phrases = self._scene.pack.phrases[slot]
            self._said[slot, sentence.first] = self._doc.has(phrases, sentence.first, sentence.last)
        return self._said[slot, sentence.first]

    def _is_pronoun(self, index: int) -> bool:
        """`he`, `elle`; an elided form may as well be an article."""
        word = self._doc.folded(index)
        return word in self._scene.pack.words["he"] and not word.endswith("'")

    def _new_paragraph(self, before: Sentence, sentence: Sentence) -> bool:
        return "\n\n" in self._doc.text[before.end : sentence.start]

    def _is_listed(self, before: Sentence, sentence: Sentence, listed: bool) -> bool:  # noqa: FBT001 - a fact among facts
        """Whether a list under words for talking goes on: a mark or number comes first, or marks of lists before."""
        first = self._doc.tokens[sentence.first]
        marked = not first.is_word or first.text.isdecimal()
        return listed and (marked or not sentence.opens_line or self._ends_in(before, ":;,"))

    def _ends_in(self, sentence: Sentence, marks: str) -> bool:
        return self._doc.tokens[sentence.last - 1].text in marks

    def _is_history(self, sentence: Sentence, *, told: bool) -> bool:
        """`has cooperated since 2005`: an earlier year in a sentence that does not tell of the talks."""
        anchor = self._scene.anchor
        if told or anchor is None:
            return False
        words = (token.text for token in self._doc.tokens[sentence.first : sentence.last])
        years = (int(word) for word in words if len(word) == len("2005") and word.isdecimal())
        return any(_FIRST_YEAR <= year < anchor.year for year in years) or self._has("history", sentence)
