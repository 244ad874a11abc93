"""One event told twice in a release (title and body, lead and detail) is one event."""

from collections.abc import Iterable
from datetime import timedelta

from services.enrich.extract.namesakes import fold_name
from services.enrich.extract.scene import DateRange, Draft
from services.enrich.identity import place_id

_NEAR = 60
"""A repeat stands among so many events told before it; so merging stays linear in a text of any length."""


_SOON = timedelta(days=3)
"""Two stops in one country that lie no further apart belong to one visit."""
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
    if left.entry and right.entry and left.sentence != right.sentence:
        return False
    if _group(left.kind) != _group(right.kind) or not (_told_once(left, right) or _compatible(left, right)):
        return False
    if "cancelled" in (left.status, right.status) and left.status != right.status:
        return False
    if _group(left.kind) == "talks" and _comes_next(left, right):
        return False
    if left.kind == "gathering" and left.status != right.status and left.days != right.days:
        return False
    return _ALIKE[_group(left.kind)](left, right)


def _comes_next(left: Draft, right: Draft) -> bool:
    """Talks that are held are not those that a later sentence plans."""
    return (left.status, right.status) == ("held", "planned") and left.sentence != right.sentence


def _told_once(left: Draft, right: Draft) -> bool:
    """`yesterday and today`: one visit, whichever of the days its triggers found."""
    return left.kind == "visit" and left.sentence == right.sentence and left.place == right.place


def _one_gathering(left: Draft, right: Draft) -> bool:
    if not left.occasion or not right.occasion:
        return left.occasion == right.occasion and not set(left.members).isdisjoint(right.members)
    nobody = not left.members or not right.members
    shared = left.sentence == right.sentence or not set(left.members).isdisjoint(right.members)
    return (nobody or shared or _is_proper(left, right)) and _same_occasion(left, right)


def _is_proper(left: Draft, right: Draft) -> bool:
    """Whether the shorter of two names still is one (`Sea Summit`): one gathering, whoever attends."""
    shorter = min((left.occasion or "", right.occasion or ""), key=len).split()
    return len(shorter) > 1 and any(word[0].isupper() for word in shorter)


def _one_visit(left: Draft, right: Draft) -> bool:
    """Stops in one country are one visit."""
    if set(left.members).isdisjoint(right.members):
        return False
    if left.place == right.place:
        return True
    return left.land is not None and left.land == right.land


def _one_talk(left: Draft, right: Draft) -> bool:
    ours, theirs = set(left.members), set(right.members)
    if right.again and left.sentence != right.sentence and (ours != theirs or not left.again):
        return False
    if min(len(ours), len(theirs)) < _SIDES:
        return ours == theirs and left.sentence == right.sentence
    return ours <= theirs or theirs <= ours


_ALIKE = {"talks": _one_talk, "gathering": _one_gathering, "visit": _one_visit}


def _group(kind: str) -> str:
    return "talks" if kind in ("meeting", "call") else kind


def _compatible(left: Draft, right: Draft) -> bool:
    """Days that do not contradict each other: equal, one within the other, or one unknown."""
    if left.days[0] is None or right.days[0] is None:
        return True
    if left.kind == "visit":
        return _follow(left.days, right.days) or _follow(right.days, left.days)
    starts, ends = (left.days[0], right.days[0]), (left.days[1] or left.days[0], right.days[1] or right.days[0])
    return max(starts) <= min(ends)


def _follow(days: DateRange, later: DateRange) -> bool:
    """Whether one stop of a visit begins during another or soon after it."""
    if days[0] is None or later[0] is None:
        return False
    return days[0] <= later[0] <= (days[1] or days[0]) + _SOON


def _same_occasion(left: Draft, right: Draft) -> bool:
    one, other = set(fold_name(left.occasion or "")), set(fold_name(right.occasion or ""))
    return one <= other or other <= one


def _absorb(twin: Draft, draft: Draft) -> None:
    twin.members = tuple(dict.fromkeys((*twin.members, *draft.members)))
    twin.place = twin.place or (draft.place if twin.kind != "call" else None)
    twin.days = _spanned(twin, draft) if twin.kind == "visit" else _known(twin.days, draft.days)
    twin.occasion = twin.occasion or draft.occasion
    twin.retold = (*twin.retold, draft.sentence)
    if draft.kind == "visit" and draft.place:
        twin.place = _whole(twin, draft)


def _known(days: DateRange, others: DateRange) -> DateRange:
    return others if days[0] is None and others != (None, None) else days


def _spanned(twin: Draft, draft: Draft) -> DateRange:
    """From the first day of one visit's stops to the last; a retelling adds no days to a range."""
    if twin.days[0] is None or draft.days[0] is None or twin.place == draft.place:
        return _known(twin.days, draft.days)
    ends = [day for day in (twin.days[1], draft.days[1]) if day]
    return min(twin.days[0], draft.days[0]), max(ends) if len(ends) > 1 else None


def _whole(twin: Draft, draft: Draft) -> str | None:
    """`arrived in Tbilisi for a visit to Georgia`: the country; two cities stand for their country as well."""
    if twin.place == draft.place or _is_country(twin.place):
        return twin.place
    return draft.place if _is_country(draft.place) else twin.place


def _is_country(place: str | None) -> bool:
    return place is not None and (place_id(place) or "").startswith(("country:", "territory:"))


def _identified(draft: Draft) -> bool:
    """Someone who meets or visits; a gathering that is itself the subject may have nobody."""
    return draft.kind == "gathering" or bool(draft.members)
