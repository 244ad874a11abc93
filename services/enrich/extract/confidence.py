"""How sure an event is: what each weak sign in its telling leaves of the best.

The factors follow the shares of events with that sign which are events of the annotated releases too; a clear telling
(`X met Y today in Z`) is right in more than nine cases of ten.
"""

from collections.abc import Iterator, Sequence

from services.enrich.extract.members import Member
from services.enrich.extract.scene import Draft

_BEST = 0.95
_UNIDENTIFIED = 0.4
"""A gathering of nobody whom the release names."""
_BODIES_ONLY = 0.7
"""States and bodies alone are more often spoken of than they meet."""
_OFFICE = 0.7
"""Somebody without a name: whom an office means is read from what was told before."""
_ONE_WORD = 0.9
"""`Novo` may be a place, `Mensah` whoever bears the name."""
_UNPLACED = 0.95
"""A person of whom the release tells neither office nor side."""
_KINDS = {"attended": 0.85}
"""The rules that find an event in which many take part, and which is often only spoken of."""
_FRAMES = {"gathering-noun": 0.75, "gather": 0.7, "received": 0.6}
_DAYS = {"several-days": 0.85, "none": 0.95}
_VAGUE = 0.7
"""Only a week or month is told."""


def confidence_of(draft: Draft, members: Sequence[Member]) -> float:
    """Between 0 and 1, in hundredths; `members` are the participants of the draft."""
    sure = _BEST
    for factor in (*_of_rules(draft), *_of_members(draft, members)):
        sure *= factor
    return round(sure, 2)


def _of_rules(draft: Draft) -> Iterator[float]:
    yield _KINDS.get(draft.rules.get("kind", ""), 1.0)
    yield _FRAMES.get(draft.rules.get("participants", ""), 1.0)
    days = draft.rules.get("start", "")
    yield _VAGUE if days.startswith("date-vague") else _DAYS.get(days, 1.0)


def _of_members(draft: Draft, members: Sequence[Member]) -> Iterator[float]:
    if not members:
        yield _UNIDENTIFIED
    elif all(member.kind in ("state", "organisation") for member in members):
        yield _BODIES_ONLY
    persons = [member for member in members if member.kind == "person"]
    if draft.kind != "visit" and any(len(member.name.split()) == 1 for member in persons):
        yield _ONE_WORD
    if any(member.role is None and member.affiliation is None for member in persons):
        yield _UNPLACED
    if any(member.kind == "office" for member in members):
        yield _OFFICE
