"""Who is who inside one release: names, bare offices, pronouns and counterparts resolved to its cast."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.enrich.extract.again import other, several
from services.enrich.extract.lang import Pack
from services.enrich.extract.members import (
    Member,
    also_held,
    enriched,
    holds,
    is_level,
    is_of_kind,
    kinds_held,
    one_office,
    owner_name,
    placed,
    role_within,
    stems,
    without_article,
    words_of,
)
from services.enrich.extract.mentions import Mention
from services.enrich.extract.namesakes import NameIndex, name_words
from services.enrich.identity.model import SourceProfile
from services.enrich.identity.store import organisations
from services.enrich.text.tokens import fold

_PAIR = 2
_MOST = 500
"""An office is held by one of so many members; so a text of any number of them is read in linear time."""


@dataclass(slots=True)
class Cast:
    """The members of a release by number, and whom it spoke of last."""

    pack: Pack
    profile: SourceProfile | None
    day: date | None = None
    """The day of the release."""
    members: list[Member] = field(default_factory=list)
    focus: int | None = None
    """The last one who did something: `he`, `she`."""
    before: int | None = None
    """Who that was before the sentence under way."""
    group: tuple[int, ...] = ()
    """The last ones who did something together: `they`, `the two ministers`."""
    party: tuple[int, ...] = ()
    """Those who travel or call together, as the text told them: `the delegation`, `the team`."""
    led: bool = False
    """Whether that is whoever leads the others."""
    side: tuple[int, ...] = ()
    """Those on the first side of the talks told last: `the delegation`."""
    settled: bool = False
    """Whether `group` did something together as a subject, so that `they` keeps meaning it."""
    authors: tuple[int, ...] = ()
    """Whom `we` means in a statement that several make."""
    protagonist: int | None = None
    speaker: int | None = None
    """Who says what the sentence quotes: `I` in it."""
    recent: dict[int, int] = field(default_factory=dict)
    """When a member was spoken of last, counted by `spoken_of`."""
    spoken_of: int = 0
    mentions: Sequence[Mention] = ()
    """Those of the text, in order."""
    names: NameIndex = field(default_factory=NameIndex)
    words: set[str] = field(default_factory=set)
    """All words of the members' names, as written."""
    offices: dict[str, list[int]] = field(default_factory=dict)
    """The members whose office has a word."""
    bodies: dict[tuple[str, str | None], int] = field(default_factory=dict)
    """The first member of a kind and affiliation among the states and organisations."""

    home: str | None = field(init=False)
    """The state or organisation that the source speaks for, as an affiliation."""

    def __post_init__(self) -> None:
        """Know the source's own side."""
        spoken_for = self.profile.affiliation if self.profile else None
        organisation = organisations().get(spoken_for) if spoken_for else None
        self.home = organisation.affiliation if organisation else spoken_for

    def resolve(self, mention: Mention, *, besides: Collection[int] = ()) -> tuple[int, ...]:
        """The numbers of the members that a mention stands for; empty where nobody is identified.

        A pronoun that is an object never means the subjects, which are given as `besides`.
        """
        found = self._find(mention, besides)
        for number in dict.fromkeys(found):
            self.spoken_of += 1
            self.recent[number] = self.spoken_of
        return found

    def known(self, mention: Mention) -> int | None:
        """The member that a name or an office with its owner stands for; asking changes nothing."""
        if mention.name and mention.kind in ("person", "counterpart"):
            return self._same(mention)
        if mention.kind == "counterpart":
            return self._peer(mention.affiliation)
        return self._holder(mention.role, mention.affiliation) if mention.kind == "office" and mention.role else None

    @property
    def _self(self) -> int | None:
        return self.protagonist if self.speaker is None else self.speaker

    def is_someone(self, number: int) -> bool:
        """Whether a member is a person or an office."""
        return self.members[number].kind in ("person", "office")

    def _find(self, mention: Mention, besides: Collection[int]) -> tuple[int, ...]:
        if mention.kind == "they":
            return several(self, mention, besides)
        if mention.kind == "other":
            return other(self, besides, mention)
        if mention.kind == "he":
            own = fold(mention.text) in self.pack.words["first_person"]
            number = self._self if own or self.focus is None else self.focus
            if number in besides:
                return other(self, besides)
            return () if number is None else (number,)
        if mention.name is not None and mention.kind in ("person", "counterpart"):
            number = self.named(mention)
            if mention.kind == "counterpart" and number is not None:
                self._as_peer(number)
        elif mention.kind == "counterpart":
            number = self._counterpart(mention)
        elif mention.kind == "office":
            number = self._office(mention)
        else:
            number = self.body(mention)
        return () if number is None else (number,)

    def named(self, mention: Mention) -> int | None:
        """The member with that name; a later mention may give fewer words of it, and more of the office."""
        words = name_words(mention.name or "")
        known = self._same(mention)
        if known is not None:
            before, member = self.members[known], enriched(self.members[known], mention)
            if member is not before:
                self.members[known] = member
                self.names.add(known, name_words(member.name))
                self._enter(known, member, before)
            return known
        if not words or (len(words) == 1 and not mention.named):
            return None
        owner = mention.affiliation
        also = also_held((), mention.role, mention)
        number = self._add(Member("person", mention.name or "", mention.role, owner, sure=mention.named, also=also))
        self.names.add(number, words)
        return number

    def _same(self, mention: Mention) -> int | None:
        """The member of that name; of several, the one whose office it tells (`President Zuma`, `Dr Dlamini Zuma`)."""
        alike = self.names.same(name_words(mention.name or ""))
        if len(alike) < _PAIR:
            return alike[0] if alike else None
        fitting = (number for number in alike if one_office(mention.role, self.members[number].role))
        return next(fitting, alike[0])

    def _as_peer(self, number: int) -> None:
        """A counterpart holds the office of the one whose counterpart it is."""
        member, peer = self.members[number], self.members[self.focus] if self.focus is not None else None
        if member.role is None and peer is not None and peer.role and number != self.focus:
            self.members[number] = placed(replace(member, role=peer.role), self.day)

    def seated(self, title: str, *, kind: str) -> int:
        """The member with exactly this office or body; a new one, of the source's own state, where there is none."""
        same = (n for n, m in enumerate(self.members[:_MOST]) if m.kind == kind and fold(m.name) == fold(title))
        known = next(same, None)
        role = title if kind == "office" else None
        return known if known is not None else self._add(Member(kind, title, role, self.home))

    def _counterpart(self, mention: Mention) -> int | None:
        if mention.affiliation is None:
            return None
        if (known := self._peer(mention.affiliation)) is not None:
            self._as_peer(known)
            return known
        return self._add(Member("office", without_article(mention, self.pack), None, mention.affiliation))

    def _peer(self, owner: str | None) -> int | None:
        """The counterpart of the one spoken of who serves `owner`: who holds the same office there, or none at all."""
        role = self.members[self.focus].role if self.focus is not None else None
        theirs = [n for n, m in enumerate(self.members[:_MOST]) if m.affiliation == owner and self.is_someone(n)]
        alike = [n for n in theirs if role and role_within(role, self.members[n].role or "")]
        alike = alike or [n for n in theirs if role and self._is_headed_alike(role, self.members[n].role or "")]
        alike = alike or [n for n in theirs if role and role_within(self.members[n].role or role, role)]
        alike = alike or [n for n in theirs if role and self._are_peers(self.members[self.focus or 0], self.members[n])]
        bare = [n for n in theirs if self.members[n].role is None and self.members[n].kind == "person"]
        fitting = alike or bare or ([] if role else theirs)
        return fitting[0] if fitting else None

    def _are_peers(self, member: Member, other: Member) -> bool:
        """`chef de l'État`, `président`: the same kind of office, each for an owner of its own."""
        kinds = kinds_held(member.role or "", member.affiliation, self.pack)
        return not kinds.isdisjoint(kinds_held(other.role or "", other.affiliation, self.pack))

    def _is_headed_alike(self, role: str, other: str) -> bool:
        """`président de la République`, `président`; ministers differ by their portfolios."""
        ranked = any(fold(role).startswith(rank) for rank in self.pack.words["portfolio_heads"])
        return not ranked and fold(role).split()[:1] == fold(other).split()[:1]

    def _office(self, mention: Mention) -> int | None:
        role, owner = mention.role or "", mention.affiliation
        if (holder := self._holder(role, owner)) is not None:
            return holder
        if mention.plural and owner and fold(role) in self.pack.words["stand_ins"]:
            kind = "organisation" if owner.startswith("org:") else "state"
            known = self.bodies.get((kind, owner))
            name = owner_name(mention, self.pack)
            return self._add(Member(kind, name, None, owner)) if known is None else known
        if mention.plural and owner is None:
            return None
        name = without_article(mention, self.pack)
        return self._add(Member("office", name, mention.role, owner or self.home))

    def _holder(self, role: str, owner: str | None) -> int | None:
        """Who holds an office: by the office named, else by what it is also called; the source's own people first."""
        for wanted in (role, *self.pack.aliases.get(fold(role), ())):
            near = self._near(wanted, owner)
            own = (n for n in near if owner is not None or not self._is_stranger(n, role))
            those = [n for n in own if holds(self.members[n], wanted, owner, home=self.home, pack=self.pack)]
            if holders := self._of_rank(those, wanted):
                return max(holders, key=lambda n: self._precedence(n, owner))
        return self._titled_otherwise(role, owner)

    def _titled_otherwise(self, role: str, owner: str | None) -> int | None:
        """Who holds the same office under another title: `the Head of State`, `le souverain`, `the former premier`.

        One without an owner is of the source's own side, else of whoever has been spoken of.
        """
        if not kinds_held(role, owner or self.home, self.pack):
            return None
        named = [n for n in range(min(len(self.members), _MOST)) if self.is_someone(n)]
        owners = {owner} if owner and owner != self.home else {self.home, None}
        theirs = [n for n in named if is_of_kind(self.members[n], role, owners, self.pack)]
        if not theirs and owner is None and fold(role) not in self.pack.words["own_offices"]:
            theirs = [n for n in named if n in self.recent and is_of_kind(self.members[n], role, None, self.pack)]
        return max(theirs, key=lambda n: self._precedence(n, owner), default=None)

    def _of_rank(self, holders: Sequence[int], role: str) -> Sequence[int]:
        """Those whose office is none above or below: no Vice-President is `the President`.

        A minister of any rank may be called `the Minister`, where nobody else can.
        """
        level = [n for n in holders if is_level(self.members[n], role, self.pack)]
        loose = any(fold(role).startswith(rank) for rank in self.pack.words["portfolio_heads"])
        return level or (holders if loose else ())

    def _near(self, role: str, owner: str | None) -> Sequence[int]:
        """Those who can hold an office: who has its rarest word in theirs; any where less than the office tells it."""
        generic = owner is not None and fold(role) in self.pack.words["generic_roles"]
        words = stems(role)
        if self.home is not None or generic or not words:
            return range(min(len(self.members), _MOST))
        return min((self.offices.get(stem, []) for stem in words), key=len)[:_MOST]

    def _is_stranger(self, number: int, role: str) -> bool:
        """`le Président de la République a reçu M. X, Président du Niger`: the first, unspoken of yet, is no X."""
        owner, home = self.members[number].affiliation, self.home
        if number in self.recent or owner is None or home is None or owner == home:
            return False
        return home.startswith("country:") and fold(role) in self.pack.national

    def _precedence(self, number: int, owner: str | None) -> tuple[bool, bool, int, int]:
        member = self.members[number]
        own = owner is None and self.home is not None and member.affiliation == self.home
        return own, member.kind == "person", self.recent.get(number, 0), -number

    def body(self, mention: Mention) -> int:
        """The state or organisation that a mention names."""
        known = self.bodies.get((mention.kind, mention.affiliation))
        return (
            known
            if known is not None
            else self._add(Member(mention.kind, mention.name or "", None, mention.affiliation))
        )

    def update(self, number: int, member: Member) -> None:
        """Know more of a member than before."""
        before = self.members[number]
        self.members[number] = member
        self._enter(number, member, before)

    def _enter(self, number: int, member: Member, before: Member | None = None) -> None:
        """Keep the words of a member, new or better known than `before`, to be found by."""
        self.words.update(member.name.split())
        for stem in words_of(member) - words_of(before):
            self.offices.setdefault(stem, []).append(number)

    def _add(self, member: Member) -> int:
        number = len(self.members)
        self.members.append(member)
        self._enter(number, member)
        if member.kind in ("organisation", "state"):
            self.bodies.setdefault((member.kind, member.affiliation), number)
        return number
