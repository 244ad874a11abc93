"""Someone of a cast, and when two offices are one."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from services.enrich.extract.lang import Pack
from services.enrich.extract.mentions import Mention
from services.enrich.extract.namesakes import name_words
from services.enrich.identity import affiliation_in_office
from services.enrich.text.tokens import fold, folded_words, tokenize

_LONGEST_COMPLETION = 4


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast, as the release names it in full. `kind`: `person`, `office`, `organisation` or `state`."""

    kind: str
    name: str
    role: str | None = None
    affiliation: str | None = None
    sure: bool = True
    """Whether anything but capital letters shows that this is someone."""

    @property
    def is_bare(self) -> bool:
        """Whether nothing says whose office this is."""
        return self.role is not None and self.affiliation is None


def placed(member: Member, day: date | None) -> Member:
    """The named holder of a bare office with the side for which someone of the name is known to have held it then."""
    if member.kind != "person" or member.role is None or member.affiliation is not None:
        return member
    return replace(member, affiliation=affiliation_in_office(member.name, member.role, day=day))


def may_serve(member: Member, home: str, pack: Pack) -> bool:
    """Whether a bare office can be one of the source's own: states have ministers, organisations have envoys."""
    role = fold(member.role or "")
    if home.startswith("org:"):
        return role not in pack.national and role.split(" ")[0] not in pack.words["state_heads"]
    return not any(f"{role} ".startswith(f"{title} ") for title in pack.international)


def words_of(member: Member | None) -> frozenset[str]:
    """The words of a member's office; none where there is none."""
    return stems(member.role) if member and member.role else frozenset()


def enriched(member: Member, mention: Mention) -> Member:
    """A member with what one more mention tells: a longer name, a fuller office, whose it is; itself if nothing."""
    longer = len(name_words(mention.name or "")) > len(name_words(member.name))
    completes = longer and (mention.named or _completes(mention.name or "", member.name))
    name = mention.name if completes and mention.name else member.name
    role, affiliation = _fuller(member.role, mention.role), member.affiliation or mention.affiliation
    sure = member.sure or mention.named
    if (name, role, affiliation, sure) == (member.name, member.role, member.affiliation, member.sure):
        return member
    return Member(member.kind, name, role, affiliation, sure)


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
    theirs = member.affiliation
    if member.kind not in ("person", "office") or not member.role or (owner and theirs and owner != theirs):
        return False
    if owner is None and fold(role) in pack.words["own_offices"] and theirs not in {None, home}:
        return False
    if fold(role) in pack.words["generic_roles"] and owner is not None and owner == theirs:
        return True
    fuller = theirs is not None and theirs == home
    return role_within(role, member.role) or (fuller and role_within(member.role, role))
