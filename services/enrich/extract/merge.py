"""One event told twice in a release (title and body, lead and detail) is one event."""

from collections.abc import Iterable

from services.enrich.extract.cast import Cast, fold_name
from services.enrich.extract.scene import Draft

_NEAR = 60
"""A repeat stands among so many events told before it; so merging stays linear in a text of any length."""


_SIDES = 2
"""Fewer identified sides than this have talks with a collective only; such talks are nobody else's."""


def merge(drafts: Iterable[Draft], cast: Cast) -> list[Draft]:
    """The drafts without repeats, in the order of their first telling; what a repeat adds is kept."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((other for other in kept[-_NEAR:] if _same(other, draft)), None)
        if twin is None:
            kept.append(draft)
        else:
            _absorb(twin, draft)
    return [draft for draft in kept if _identified(draft, cast)]


def _same(left: Draft, right: Draft) -> bool:
    if _group(left.kind) != _group(right.kind) or not _compatible(left, right):
        return False
    if "cancelled" in (left.status, right.status) and left.status != right.status:
        return False
    ours, theirs = set(left.members), set(right.members)
    if left.kind == "gathering":
        return bool(ours & theirs) and _same_occasion(left, right)
    if left.kind == "visit":
        return bool(ours & theirs) and (left.place == right.place or left.days == right.days)
    if min(len(ours), len(theirs)) < _SIDES:
        return ours == theirs and left.sentence == right.sentence
    return ours <= theirs or theirs <= ours


def _group(kind: str) -> str:
    return "talks" if kind in ("meeting", "call") else kind


def _compatible(left: Draft, right: Draft) -> bool:
    """Days that do not contradict each other: equal, one within the other, or one unknown."""
    if left.days[0] is None or right.days[0] is None:
        return True
    starts, ends = (left.days[0], right.days[0]), (left.days[1] or left.days[0], right.days[1] or right.days[0])
    return max(starts) <= min(ends)


def _same_occasion(left: Draft, right: Draft) -> bool:
    one, other = set(fold_name(left.occasion or "")), set(fold_name(right.occasion or ""))
    return one <= other or other <= one


def _absorb(twin: Draft, draft: Draft) -> None:
    twin.members = tuple(dict.fromkeys((*twin.members, *draft.members)))
    twin.place = twin.place or draft.place
    twin.days = twin.days if twin.days[0] is not None else draft.days
    twin.occasion = twin.occasion or draft.occasion
    if draft.rules.get("kind") == "visit-noun" and draft.place:
        twin.place = draft.place


def _identified(draft: Draft, cast: Cast) -> bool:
    """Someone who meets or attends."""
    return bool(draft.members) and all(number < len(cast.members) for number in draft.members)
