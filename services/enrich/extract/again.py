"""Whom a pronoun, a set or an epithet means among those told before: `her guest`, `the two ministers`, `they`."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from services.enrich.extract.members import is_titled
from services.enrich.extract.mentions import Mention
from services.enrich.identity import country_name
from services.enrich.identity.store import country_ids
from services.enrich.text.tokens import fold

if TYPE_CHECKING:  # the cast asks here whom it means
    from collections.abc import Collection, Iterator, Sequence

    from services.enrich.extract.cast import Cast

_PAIR = 2
_NEAR = 30
"""A set may mean those of so many mentions before it."""


def other(cast: Cast, besides: Collection[int], mention: Mention | None = None) -> tuple[int, ...]:
    """The last person spoken of who is not the focus: `l'` in `la ministre l'a appelé`, `her guest`.

    Where the focus is not the subject, it is the focus: `elle a vu le président, qui l'a reçue`.
    A guest or host is of another side than the subject, `the Bhutanese side` of the one named.
    """
    if mention is not None and (mention.affiliation or mention.role):
        return _of_side(cast, mention, besides)
    if besides and cast.focus is not None and cast.focus not in besides:
        return (cast.focus,)
    sides = {cast.members[n].affiliation for n in besides}
    if None not in sides and cast.before is not None and cast.members[cast.before].affiliation not in sides:
        return (cast.before,)
    others = [n for n in cast.recent if n not in {cast.focus, *besides} and cast.is_someone(n)]
    foreign = [n for n in others if cast.members[n].affiliation not in sides]
    return (max(foreign or others, key=cast.recent.__getitem__),) if others else ()


def _of_side(cast: Cast, mention: Mention, besides: Collection[int]) -> tuple[int, ...]:
    """Whom `the Bhutanese side`, `the visiting minister` means: the last spoken of; else that side itself."""
    owner, role = mention.affiliation, mention.role
    known = [n for n in cast.recent if cast.is_someone(n) and n not in besides]
    theirs = [n for n in known if not owner or cast.members[n].affiliation == owner]
    fitting = [n for n in theirs if not role or is_titled(cast.members[n], role, cast.pack)]
    if fitting:
        return (max(fitting, key=cast.recent.__getitem__),)
    if owner is None or owner not in country_ids() or role is not None:
        return ()
    name = country_name(owner, cast.pack.language)
    return (cast.body(Mention(mention.first, mention.last, "state", name, affiliation=owner)),)


def _set(cast: Cast, mention: Mention, besides: Collection[int]) -> tuple[int, ...]:
    """Whom `the two ministers` means: those who acted together last, else those spoken of last, of that office.

    Where too few hold it, it is anybody: a secretary may be told of as a minister.
    """
    known = [n for n in cast.recent if cast.is_someone(n) and n not in cast.group]
    known.sort(key=cast.recent.__getitem__)
    leading = [cast.protagonist] if cast.protagonist is not None else []
    spoken = (*cast.group, *leading, *reversed(known), *_named_before(cast, mention.first))
    near = [n for n in dict.fromkeys(spoken) if n not in besides]
    size = mention.count or _PAIR
    fitting = [n for n in near if mention.role and is_titled(cast.members[n], mention.role, cast.pack)]
    chosen = _of_sides(cast, fitting, size)
    if len(chosen) < size:
        chosen = cast.group if len(cast.group) == size and not besides else _of_sides(cast, near, size)
    return () if besides and len(chosen) < size else tuple(chosen)


def _named_before(cast: Cast, first: int) -> Iterator[int]:
    """Those named before a token, the last first, whether or not they did anything."""
    at = bisect_left(cast.mentions, first, key=lambda mention: mention.first)
    named = (m for m in reversed(cast.mentions[max(at - _NEAR, 0) : at]) if m.kind == "person")
    return (number for mention in named if (number := cast.known(mention)) is not None)


def _of_sides(cast: Cast, near: Sequence[int], size: int) -> Sequence[int]:
    """The first of these, each of another side where there are as many sides."""
    owners = {cast.members[n].affiliation: n for n in reversed(near)}
    apart = sorted(owners.values(), key=near.index)
    return apart[:size] if len(apart) >= size and None not in owners else near[:size]


def several(cast: Cast, mention: Mention, besides: Collection[int]) -> tuple[int, ...]:
    """`they`, `the delegation`, `the two ministers`: as objects never the subjects."""
    said = fold(mention.text).split()
    ours = cast.pack.words["authors"].issuperset(said)
    if cast.authors and ours:
        return cast.authors
    if ours and cast.speaker is not None and cast.speaker not in cast.group:
        return (cast.speaker,)
    if not cast.pack.words["party_nouns"].isdisjoint(said) and (cast.party or not _is_side(cast, said)):
        return cast.side if _is_side(cast, said) and set(cast.party) <= set(cast.side) else cast.party
    if cast.side and _is_side(cast, said):
        return cast.side
    dual = any(word in cast.pack.words["pair_words"] for word in said)
    size = mention.count or (_PAIR if dual else 0)
    short = len(cast.group) < _PAIR or not set(cast.group).isdisjoint(besides)
    if mention.role or (size and short) or (mention.count and len(cast.group) > size):
        return _set(cast, mention, besides)
    return tuple(number for number in cast.group if number not in besides)


def _is_side(cast: Cast, said: Sequence[str]) -> bool:
    return any(word in cast.pack.words["side_words"] for word in said)
