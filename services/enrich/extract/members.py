"""Someone of a cast, and when two offices are one."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from services.enrich.extract.lang import Pack
from services.enrich.extract.mentions import Mention
from services.enrich.extract.namesakes import name_words
from services.enrich.identity import affiliation_in_office, office_kinds
from services.enrich.text.tokens import fold, folded_words, tokenize

Office = tuple[str, str | None]
"""A role and its owner."""

_LONGEST_COMPLETION = 4
_OFFICES = re.compile(r" (?:and|et) |, ")
"""What stands between two offices of one."""
_MOST_OFFICES = 6
"""So many offices of one are kept."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast, as the release names it in full. `kind`: `person`, `office`, `organisation` or `state`."""

    kind: str
    name: str
    role: str | None = None
    affiliation: str | None = None
    sure: bool = True
    """Whether anything but capital letters shows that this is someone."""
    also: tuple[Office, ...] = ()
    """What else they are called: `Chairperson of the Union`, `King`."""

    @property
    def is_bare(self) -> bool:
        """Whether nothing says whose office this is."""
        return self.role is not None and self.affiliation is None

    @property
    def offices(self) -> tuple[Office, ...]:
        """Every office told of someone, each with its owner; one told without is of the side of the first."""
        further = ((role, owner or self.affiliation) for role, owner in self.also)
        return (*((self.role, self.affiliation) for _ in [0] if self.role), *further)


def placed(member: Member, day: date | None) -> Member:
    """The named holder of a bare office with the side for which someone of the name is known to have held it then."""
    if member.kind != "person" or member.role is None or member.affiliation is not None:
        return member
    affiliation = affiliation_in_office(member.name, member.role, day=day)
    return replace(member, affiliation=affiliation) if affiliation else member


def may_serve(member: Member, home: str, pack: Pack) -> bool:
    """Whether a bare office can be one of the source's own: states have ministers, organisations have envoys."""
    role = fold(member.role or "")
    if home.startswith("org:"):
        return role not in pack.national and role.split(" ")[0] not in pack.words["state_heads"]
    return not any(f"{role} ".startswith(f"{title} ") for title in pack.international)


def words_of(member: Member | None) -> frozenset[str]:
    """The words of a member's offices; none where there is none."""
    if member is None:
        return frozenset()
    return frozenset().union(*(stems(role) for role, _ in member.offices))


def enriched(member: Member, mention: Mention) -> Member:
    """A member with what one more mention tells: a longer name, a fuller office, whose it is; itself if nothing."""
    longer = len(name_words(mention.name or "")) > len(name_words(member.name))
    completes = longer and (mention.named or _completes(mention.name or "", member.name))
    name = mention.name if completes and mention.name else member.name
    role, affiliation = _fuller(member.role, mention.role), member.affiliation or mention.affiliation
    sure, also = member.sure or mention.named, also_held(member.also, role, mention)
    known = member.name, member.role, member.affiliation, member.sure, member.also
    if (name, role, affiliation, sure, also) == known:
        return member
    return Member(member.kind, name, role, affiliation, sure, also)


def also_held(before: tuple[Office, ...], role: str | None, mention: Mention) -> tuple[Office, ...]:
    """The further offices of someone, with those that one more mention tells beside `role`."""
    told = [(mention.role, mention.affiliation)] if mention.role and mention.role != role else []
    if not told and not mention.also:
        return before
    return tuple(dict.fromkeys((*before, *told, *mention.also)))[:_MOST_OFFICES]


def _completes(name: str, surname: str) -> bool:
    """Whether a name of two to four words ends in those that a person was known by so far."""
    words, known = name_words(name), name_words(surname)
    more = len(words) - len(known)
    one = len(known) == 1 and 0 < more < _LONGEST_COMPLETION
    return (one or (more == 1 and len(words) <= _LONGEST_COMPLETION)) and words[-len(known) :] == known


def _fuller(role: str | None, other: str | None) -> str | None:
    """The role that says more: `Secretary of State` beside `Secretary`; the first one where neither holds the other."""
    if role is None or other is None:
        return role or other
    return other if stems(role) < stems(other) else role


@lru_cache(maxsize=1 << 14)
def stems(role: str) -> frozenset[str]:
    """The words of an office without genders."""
    return frozenset(word.removesuffix("e") for word in folded_words(role) if len(word) > 2)


def role_within(short: str, long: str) -> bool:
    """Whether the longer office may be meant by the shorter one."""
    return stems(short) <= stems(long)


def one_office(role: str | None, other: str | None) -> bool:
    """Whether one of two offices may be meant by the other."""
    return bool(role and other) and (role_within(role or "", other or "") or role_within(other or "", role or ""))


def owner_name(mention: Mention, pack: Pack) -> str:
    """`United Nations` of `representative of the United Nations`."""
    name = (mention.name or "").removeprefix(mention.role or "").strip()
    tokens = tokenize(name)
    small = pack.words["of|determiners"]
    first = next((token.start for token in tokens if token.folded not in small), 0)
    return name[first:]


def without_article(mention: Mention, pack: Pack) -> str:
    """The name or words of a mention, without `the` before them."""
    text = mention.name or mention.text
    first = tokenize(text)[:1]
    if first and first[0].folded in pack.words["determiners"]:
        return text[first[0].end :].lstrip()
    return text


def holds(member: Member, role: str, owner: str | None, *, home: str | None, pack: Pack) -> bool:
    """Whether somebody can be meant by an office of `owner`, or by a bare one, in a source of `home`."""
    if member.kind not in ("person", "office"):
        return False
    return any(_is_held(held, role, owner, home=home, pack=pack) for held in member.offices)


def _is_held(held: Office, role: str, owner: str | None, *, home: str | None, pack: Pack) -> bool:
    title, theirs = held
    if owner and theirs and owner != theirs:
        return False
    if owner is None and fold(role) in pack.words["own_offices"] and theirs not in {None, home}:
        return False
    if fold(role) in pack.words["generic_roles"] and owner is not None and owner == theirs:
        return True
    fuller = theirs is not None and theirs == home
    return role_within(role, title) or (fuller and role_within(title, role))


def kinds_held(role: str, owner: str | None, pack: Pack) -> frozenset[str]:
    """The kinds of an office, whatever its title: `head-of-state` of `King`, `Head of State`; a former one is apart."""
    first, _, rest = fold(role).partition(" ")
    past = first in pack.words["former"]
    return frozenset(f"former-{kind}" if past else kind for kind in office_kinds(rest if past else role, owner))


def is_titled(member: Member, title: str, pack: Pack) -> bool:
    """Whether somebody holds an office that a plain title may mean: a foreign minister is one of `the ministers`."""
    return any(
        role_within(title, role) or not kinds_held(title, owner, pack).isdisjoint(kinds_held(role, owner, pack))
        for role, owner in member.offices
    )


def is_level(member: Member, role: str, pack: Pack) -> bool:
    """Whether an office of somebody that a shorter one may mean is of its rank: `Vice-President` is not `President`."""
    said = words_in(role)
    fuller = [part for title, _ in member.offices for part in _OFFICES.split(title) if role_within(role, part)]
    return not fuller or any(words_in(part) & pack.words["rank_words"] <= said for part in fuller)


@lru_cache(maxsize=1 << 14)
def words_in(role: str) -> frozenset[str]:
    """The folded words of an office, those joined by hyphens too."""
    return frozenset(fold(role).replace("-", " ").split())


def is_of_kind(member: Member, title: str, owners: Collection[str | None] | None, pack: Pack) -> bool:
    """Whether somebody holds what a title is another word for, for one of these owners, or for any."""
    return any(
        not kinds_held(title, side, pack).isdisjoint(kinds_held(role, side, pack))
        for role, side in member.offices
        if owners is None or side in owners
    )
