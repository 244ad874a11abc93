"""One event told twice in a release (title and body, lead and detail) is one event."""

from collections.abc import Iterable

from services.enrich.extract.cast import fold_name
from services.enrich.extract.scene import Draft

_NEAR = 60
"""A repeat stands among so many events told before it; so merging stays linear in a text of any length."""


_SIDES = 2
"""Fewer identified sides than this have talks with a collective only; such talks are nobody else's."""


def merge(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts without repeats, in the order of their first telling; what a repeat adds is kept."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((other for other in kept[-_NEAR:] if _same(other, draft)), None)
        if twin is None:
            kept.append(draft)
        else:
            _absorb(twin, draft)
    return [draft for draft in kept if _identified(draft)]


def _same(left: Draft, right: Draft) -> bool:
    if _group(left.kind) != _group(right.kind) or not (_told_once(left, right) or _compatible(left, right)):
        return False
    if "cancelled" in (left.status, right.status) and left.status != right.status:
        return False
    return _ALIKE[_group(left.kind)](left, right)


def _told_once(left: Draft, right: Draft) -> bool:
    """`yesterday and today`: one visit, whichever of the days its triggers found."""
    return left.kind == "visit" and left.sentence == right.sentence and left.place == right.place


def _one_gathering(left: Draft, right: Draft) -> bool:
    nobody = (not left.members or not right.members) and bool(left.occasion and right.occasion)
    return (nobody or not set(left.members).isdisjoint(right.members)) and _same_occasion(left, right)


def _one_visit(left: Draft, right: Draft) -> bool:
    shared = not set(left.members).isdisjoint(right.members)
    return shared and (left.place == right.place or (left.days == right.days and not _listed(left, right)))


def _one_talk(left: Draft, right: Draft) -> bool:
    ours, theirs = set(left.members), set(right.members)
    if min(len(ours), len(theirs)) < _SIDES:
        return ours == theirs and left.sentence == right.sentence
    return ours <= theirs or theirs <= ours


_ALIKE = {"talks": _one_talk, "gathering": _one_gathering, "visit": _one_visit}


def _listed(left: Draft, right: Draft) -> bool:
    """Two destinations of one list are two visits."""
    return left.sentence == right.sentence and left.rules["kind"] == right.rules["kind"]


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


def _identified(draft: Draft) -> bool:
    """Someone who meets or visits; a gathering that is itself the subject may have nobody."""
    return draft.kind == "gathering" or bool(draft.members)
