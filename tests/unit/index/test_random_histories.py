"""Whatever arrives, in whatever order and how often: the views are the ones computed directly from what stands."""

from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.contracts.messages import MeetingsExtracted, Message, ParticipationReported
from services.contracts.vocabulary import Status
from services.index import pages, reference
from services.index.encounters import Encounter
from services.index.folds import fold
from services.index.pages import Filter
from services.index.rows import Changes, Sorted, Table
from tests.histories import a_random_set

PEOPLE = ("ada", "bo", "cy", "dee")
RELEASES = ("a.org:1", "a.org:2", "b.org:1", "c.org:1")


def bare(view: Sorted) -> dict[bytes, bytes]:
    """The rows of a view without what remembers how it came about: entries, and the revision in dated rows."""
    kept = {key: value for key, value in view.rows.items() if not key.startswith(Table.ENTRY.encode())}
    for key, value in kept.items():
        if key.startswith(Table.DATED.encode()):
            said = reference.comparable(ParticipationReported.model_validate_json(value))
            kept[key] = said.model_dump_json().encode()
    return kept


def gist(encounter: Encounter) -> tuple[str, Status, frozenset[str]]:
    return encounter.encounter_id, encounter.status, frozenset(source.event_id for source in encounter.sources)


class Views(RuleBasedStateMachine):
    """Both stages over rows in memory; deliveries may be repeated and late, within what the topics promise."""

    def __init__(self) -> None:
        super().__init__()
        self.pages, self.view = Sorted(), Sorted()
        self.told: list[MeetingsExtracted] = []
        self.sent: list[Message] = []
        self.sequence = 0

    def _deliver(self, message: MeetingsExtracted) -> None:
        changes = Changes(self.pages)
        sent = list(fold(changes, message, message.model_dump_json().encode()))
        self.pages.write(changes)
        self.sent += sent
        for said in sent:
            self._deliver_participation(said)

    def _deliver_participation(self, said: Message) -> None:
        changes = Changes(self.view)
        fold(changes, said, said.model_dump_json().encode())
        self.view.write(changes)

    @rule(release=st.sampled_from(RELEASES), seed=st.integers(0, 2**32), events=st.integers(0, 4))
    def a_release_is_read(self, release: str, seed: int, events: int) -> None:
        self.sequence += 1
        told = a_random_set(Random(seed), release, sequence=self.sequence, people=PEOPLE, days=6, events=events)
        self.told.append(told)
        self._deliver(told)

    @rule(which=st.integers(0, 10**6))
    def an_older_or_repeated_set_arrives(self, which: int) -> None:
        if self.told:
            self._deliver(self.told[which % len(self.told)])

    @rule(which=st.integers(0, 10**6))
    def an_old_participation_is_delivered_late(self, which: int) -> None:
        if self.sent:
            self._deliver_participation(self.sent[which % len(self.sent)])

    @invariant()
    def the_rows_are_the_ones_computed_directly(self) -> None:
        assert bare(self.view) == reference.view(self.told)

    @invariant()
    def the_encounters_are_the_ones_computed_directly(self) -> None:
        for name in PEOPLE:
            participant_id = f"person:{name}"
            served = pages.page(self.view, participant_id, Filter(), limit=1000).encounters
            assert list(map(gist, served)) == list(map(gist, reference.encounters(self.told, participant_id)))


TestRandomHistories = Views.TestCase
TestRandomHistories.settings = settings(max_examples=50, stateful_step_count=20, deadline=None)
