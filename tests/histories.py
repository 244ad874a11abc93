"""Random histories of releases: first reports, corrections, withdrawals, repeats, revisions that arrive late."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from services.contracts.ids import with_ids
from services.contracts.messages import EventFacts, MeetingsExtracted
from services.contracts.vocabulary import Kind, Outcome, Status
from tests.builders import a_meeting, a_participant, a_reference

FIRST_DAY = date(2024, 1, 1)


def a_random_event(random: Random, *, people: Sequence[str], days: int) -> EventFacts:
    start = FIRST_DAY + timedelta(days=random.randrange(days)) if random.random() < 0.9 else None
    names = random.sample(people, k=random.choice((2, 2, 2, 3)))
    return a_meeting(
        kind=random.choice(tuple(Kind)),
        status=random.choice(tuple(Status)),
        start=start,
        end=start and start + timedelta(days=random.choice((0, 0, 0, 2))),
        place_id=random.choice((None, "city:1", "city:2")),
        occasion=random.choice((None, "73rd session", "73e session")),
        topics=("enlargement",) if random.random() < 0.5 else (),
        participants=tuple(a_participant(f"person:{name}", name=name.title()) for name in names),
    )


def a_random_set(
    random: Random, release_id: str, *, sequence: int, people: Sequence[str], days: int = 30, events: int = 3
) -> MeetingsExtracted:
    withdrawn = random.random() < 0.1
    facts = [] if withdrawn else [a_random_event(random, people=people, days=days) for _ in range(events)]
    reference = a_reference(
        release_id=release_id,
        revision=f"{sequence:016x}",
        sequence=sequence,
        published_at=FIRST_DAY + timedelta(days=random.randrange(days)),
        language=random.choice(("en", "fr")),
    )
    outcome = Outcome.WITHDRAWN if withdrawn else Outcome.EXTRACTED
    return MeetingsExtracted(release=reference, extractor="1", outcome=outcome, events=with_ids(release_id, facts))


def a_history(
    seed: int, *, releases: int, people: int = 50, days: int = 365, corrected: float = 0.3, source: str = "example.org"
) -> Iterator[MeetingsExtracted]:
    """`releases` first reports with corrections among them, in the order of the record."""
    random = Random(seed)
    names = [f"p{number:04d}" for number in range(people)]
    known: list[str] = []
    sequence = 0
    while len(known) < releases:
        sequence += 1
        if known and random.random() < corrected:
            release_id = random.choice(known)
        else:
            release_id = f"{source}:{seed}-{len(known):06d}"
            known.append(release_id)
        yield a_random_set(random, release_id, sequence=sequence, people=names, days=days)
