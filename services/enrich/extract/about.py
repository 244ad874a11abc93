"""Which sentences are about an event: its own, those that go on from it, and those that come back to it."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from services.enrich.extract.scene import Draft, Scene
from services.enrich.text.sentences import Sentence

_LONGEST = 12
"""How many sentences after its telling may still be about an event."""
_HEAD = 12
"""A sentence's subject stands within so many tokens of its start."""
_CLOSE = 1
"""So many paragraphs further on a sentence may be about one of several talks without a word for talking."""
_PLACES = 2
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
        self._is_sole = len(talks) == 1
        tellings = [sentence.first for draft in talks for sentence in (draft.sentence, *draft.retold)]
        self._tellings = Counter(tellings)
        self._turns = sorted(self._tellings)
        self._places = {draft.place for draft in talks if draft.place}
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
        own, turn, paragraphs = self._partners(draft), self._next_turn(draft, start), 0
        goes_on, with_it, listed = True, True, False
        number = bisect_right(self._sentences, start)
        for before, sentence in pairwise(self._sentences[number - 1 : number + _LONGEST]):
            told_by_another, paragraphs = (
                sentence.first in self._told,
                paragraphs + self._new_paragraph(before, sentence),
            )
            back = with_it or (sentence.first < turn and self._has("these_talks", sentence))
            with_it = not told_by_another and self._stays_with(sentence, draft, own, with_it=back)
            if not with_it:
                goes_on = False
                continue
            told = self._tells_of(sentence, draft)
            listed = self._is_listed(before, sentence, listed or (goes_on and self._ends_in(before, ":")))
            goes_on = told or listed or (goes_on and not self._new_paragraph(before, sentence))
            close = goes_on and self._is_close(sentence, draft, start, paragraphs)
            if close and not self._is_history(sentence, told=told):
                yield sentence

    def _is_close(self, sentence: Sentence, draft: Draft, start: Sentence, paragraphs: int) -> bool:
        """Where several talks are told, what nobody discusses is about one only close by, and in no one's own words."""
        if self._is_sole or self._has("all_talks", sentence):
            return True
        if sentence.first in self._doc.quoted and start.first not in self._doc.quoted:
            return self._is_recalled(sentence, draft, near=paragraphs == 0)
        head = range(sentence.first, min(sentence.last, sentence.first + _HEAD))
        if not self._has("discussing", sentence):
            return paragraphs <= _CLOSE and not any(map(self._is_pronoun, head))
        return paragraphs == 0 or self._tellings[start.first] > 1 or not self._is_of_others(sentence, draft)

    def _is_recalled(self, sentence: Sentence, draft: Draft, *, near: bool) -> bool:
        """`We spoke about trade`, `President Klee agreed`: someone's own words tell what the talks were about."""
        spoken = self._has("discussing", sentence) and (near or self._has("they", sentence))
        return spoken or not self._names(sentence.first, sentence.last).isdisjoint(draft.members)

    def _is_of_others(self, sentence: Sentence, draft: Draft) -> bool:
        """Whether a sentence names people, but nobody whom they met: `The Minister told the press`."""
        named = self._names(sentence.first, sentence.last)
        met = set(draft.members) - {self._scene.cast.protagonist}
        both = self._has("these_talks", sentence) or self._has("they", sentence)
        return bool(named) and not named & met and not both

    def _is_elsewhere(self, sentence: Sentence, draft: Draft) -> bool:
        """`In Tirana they spoke about trade` is of the talks there."""
        if len(self._places) < _PLACES:
            return False
        head = range(sentence.first, min(sentence.last, sentence.first + _HEAD))
        named = {self._doc.entities[index].value.place for index in head if index in self._doc.entities}
        return bool(named & self._places) and draft.place not in named

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
        if self._is_elsewhere(sentence, draft):
            return False
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
        return self._is_spoken(sentence) or bool(self._names(sentence.first, head) & set(draft.members))

    def _is_spoken(self, sentence: Sentence) -> bool:
        """Words for talking anywhere, or a pronoun at its head."""
        if ("spoken", sentence.first) not in self._said:
            head = min(sentence.last, sentence.first + _HEAD)
            self._said["spoken", sentence.first] = (
                self._is_discussed(sentence)
                or self._doc.has(self._scene.pack.phrases["they"], sentence.first, head)
                or any(self._is_pronoun(index) for index in range(sentence.first, head))
            )
        return self._said["spoken", sentence.first]

    def _is_discussed(self, sentence: Sentence) -> bool:
        return self._has("discussing", sentence) or self._has("all_talks", sentence)

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
