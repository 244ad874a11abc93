"""Answers out of rows: pure reading, one seek for each distinct thing, however many reports lie behind it."""

from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import Field

from services.contracts.vocabulary import ParticipantType
from services.index import rows
from services.index.encounters import Answer
from services.index.folding import words
from services.index.rows import Rows, Table
from services.index.views import UNDATED, day_from

MOST_CANDIDATES = 500
"""Participants that a search looks at before it stops; a longer word finds fewer."""


class Spelling(Answer):
    """A name as releases write it, and from when to when they do."""

    name: str
    first: date | None
    last: date | None


class DatedRole(Answer):
    """An office as releases write it, and the days of the first and the last event where they do."""

    role: str | None
    affiliation: str | None
    first: date | None
    last: date | None


class Participant(Answer):
    """Who somebody is, in the latest spelling."""

    participant_id: str
    name: str
    type: ParticipantType
    last: date | None = Field(description="Day of the latest event.")


class Profile(Participant):
    """A participant with all spellings and all offices, latest first."""

    names: tuple[Spelling, ...]
    roles: tuple[DatedRole, ...]


class Counterpart(Answer):
    """Somebody who took part in the same events."""

    participant_id: str
    name: str
    reports: int = Field(description="Reports that name both; several may tell of one encounter.")
    first: date | None
    last: date | None


def profile(view: Rows, participant_id: str) -> Profile | None:
    """A participant's profile; None where no standing report names them."""
    found = [_DatedGroup(view, participant_id, *named) for named in _named(view, participant_id)]
    if not found:
        return None
    found.sort(key=lambda group: (group.last, group.name, group.role, group.affiliation), reverse=True)
    names = {group.name: [g for g in found if g.name == group.name] for group in found}
    offices = {
        (group.role, group.affiliation): [
            g for g in found if (g.role, g.affiliation) == (group.role, group.affiliation)
        ]
        for group in found
    }
    return Profile(
        participant_id=participant_id,
        name=found[0].name,
        type=found[0].type,
        last=day_from(found[0].last),
        names=tuple(Spelling(name=name, **_span(groups)) for name, groups in names.items()),
        roles=tuple(
            DatedRole(role=role or None, affiliation=affiliation or None, **_span(groups))
            for (role, affiliation), groups in offices.items()
            if role or affiliation
        ),
    )


class _DatedGroup:
    """All rows of one name in one office."""

    def __init__(self, view: Rows, participant_id: str, name: str, role: str, affiliation: str) -> None:
        self.name, self.role, self.affiliation = name, role, affiliation
        within = rows.prefix(Table.PROFILE, participant_id, name, role, affiliation)
        key, value = next(view.scan_back(within))
        self.last, self.type = rows.parts(key)[4], ParticipantType(value.decode())
        dated = next(view.scan(within, after=within + b"0001"), None)
        self.first = rows.parts(dated[0])[4] if dated else UNDATED


def _named(view: Rows, participant_id: str) -> Iterable[list[str]]:
    return rows.first_of_each(view, Table.PROFILE, participant_id, depth=3)


def _span(groups: Iterable[_DatedGroup]) -> dict[str, date | None]:
    groups = list(groups)
    firsts = [group.first for group in groups if group.first != UNDATED]
    return {"first": day_from(min(firsts, default=UNDATED)), "last": day_from(max(group.last for group in groups))}


def counterparts(view: Rows, participant_id: str) -> list[Counterpart]:
    """Everyone who took part in an event with the participant, latest first."""
    met: dict[str, list[tuple[str, str]]] = {}
    for key, name in view.scan(rows.prefix(Table.COUNTERPART, participant_id)):
        _, other, day, _ = rows.parts(key)
        met.setdefault(other, []).append((day, name.decode()))
    found = [
        Counterpart(
            participant_id=other,
            name=reports[-1][1],
            reports=len(reports),
            first=day_from(next((day for day, _ in reports if day != UNDATED), UNDATED)),
            last=day_from(reports[-1][0]),
        )
        for other, reports in met.items()
    ]
    return sorted(found, key=lambda c: (c.last or date.min, c.reports, c.participant_id), reverse=True)


def search(view: Rows, query: str) -> Iterator[Participant]:
    """Participants whose names, in any spelling, have a word beginning with each word of the query."""
    asked = sorted(words(query), key=len, reverse=True)
    candidates = _candidates(view, asked[0]) if asked else []
    for participant_id in candidates:
        found = profile(view, participant_id)
        if found and any(_answers(asked, words(spelling.name)) for spelling in found.names):
            yield Participant(**{name: getattr(found, name) for name in Participant.model_fields})


def _answers(asked: Iterable[str], name: tuple[str, ...]) -> bool:
    return all(any(word.startswith(begun) for word in name) for begun in asked)


def _candidates(view: Rows, begun: str) -> list[str]:
    """Participants with a word that begins so, each once."""
    found: dict[str, None] = {}
    within, after = rows.key(Table.WORD, begun), None
    while len(found) < MOST_CANDIDATES and (row := next(view.scan(within, after=after), None)) is not None:
        word, participant_id, _ = rows.parts(row[0])
        found[participant_id] = None
        after = rows.beyond(rows.prefix(Table.WORD, word, participant_id))
    return list(found)


def best_first(found: Iterable[Participant], query: str) -> list[Participant]:
    """Whole names before beginnings, then who was in the news last."""
    asked = set(words(query))
    return sorted(
        found,
        key=lambda participant: (
            asked == set(words(participant.name)),
            participant.last or date.min,
            participant.participant_id,
        ),
        reverse=True,
    )
