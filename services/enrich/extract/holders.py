"""Who holds an office that the release tells of apart from the name: `Ida Ott is worried. The High Commissioner met …`.

Asked of the whole release before its sentences are read, for whoever is named without any office and for offices that
nobody named is told to hold. An office and a name that one sentence tells of are two, so these are never joined.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from services.enrich.extract.cast import Cast
from services.enrich.extract.document import Document
from services.enrich.extract.doers import is_governed
from services.enrich.extract.members import may_serve, role_within
from services.enrich.extract.mentions import Mention
from services.enrich.extract.namesakes import name_words
from services.enrich.identity import held_office, may_hold_office
from services.enrich.identity.store import lineage
from services.enrich.text.tokens import fold

_HEADLINE = -1
"""The number of the title among the sentences."""
_LEAD = 1
"""Whom a release is about it names in the title or by this sentence."""
_SOON = 2
"""So many sentences after an office of another side its holder is named."""
_MOST = 40
"""So many offices without a holder are looked at."""


Placed = tuple[int, Document, Mention]
"""A mention with the number of its sentence."""


@dataclass(slots=True)
class _Told:
    """Where somebody is told of: the sentences, and whether free-standing at first, and as one who acts."""

    sentences: list[int] = field(default_factory=list)
    leads: bool = False
    acts: bool = False


def settle_holders(
    cast: Cast, doc: Document, mentions: Sequence[Mention], title: Document, named: Sequence[Mention]
) -> None:
    """Give those named without an office the one that the release tells of without a name."""
    _settle_apposed(cast, doc, mentions)
    if not any(member.kind == "person" and member.affiliation is None for member in cast.members):
        return
    placed = [*((_HEADLINE, title, mention) for mention in named), *_by_sentence(doc, mentions)]
    nameless = _nameless(cast, placed)
    if not nameless:
        return
    for office, sentences in list(_unheld(cast, placed))[:_MOST]:
        held = _holder(cast, office, sentences, nameless)
        if held is not None:
            _settle(cast, held, office)
            del nameless[held]


def _settle_apposed(cast: Cast, doc: Document, mentions: Sequence[Mention]) -> None:
    """`the Facilitator, the President of Ruritania, X, who`: another office of X, where no list goes on behind."""
    for office, person in pairwise(mentions):
        apart = person.first == office.last + 1 and doc.folded(office.last) == ","
        if not apart or office.kind != "office" or office.plural or person.kind != "person" or not person.role:
            continue
        number = cast.known(person)
        article = doc.folded(person.first) in cast.pack.words["definite"]
        closed = doc.folded(person.last) == "," and doc.folded(person.last + 1) in cast.pack.words["relatives"]
        if article and closed and number is not None and cast.known(office) is None:
            member = cast.members[number]
            cast.update(number, replace(member, also=(*member.also, (office.role or "", office.affiliation))))


def _by_sentence(doc: Document, mentions: Sequence[Mention]) -> Iterator[Placed]:
    firsts = [sentence.first for sentence in doc.sentences]
    return ((bisect_right(firsts, mention.first) - 1, doc, mention) for mention in mentions)


def _nameless(cast: Cast, placed: Sequence[Placed]) -> dict[int, _Told]:
    """The members without a side or an office of more than one word, and where they are told of; known in full."""
    found: dict[int, _Told] = {}
    described: set[int] = set()
    for sentence, doc, mention in placed:
        number = cast.known(mention) if mention.kind == "person" else None
        if number is None or cast.members[number].affiliation or " " in (cast.members[number].role or ""):
            continue
        described.update({number} if _is_described(doc, cast, mention) else ())
        free = not is_governed(doc, cast.pack, mention)
        told = found.setdefault(number, _Told(leads=free, acts=free and (mention.named or _acts(doc, cast, mention))))
        told.sentences.append(sentence)
    return {n: told for n, told in found.items() if n not in described and len(name_words(cast.members[n].name)) > 1}


def _is_described(doc: Document, cast: Cast, mention: Mention) -> bool:
    """`the Ruritanian dissident X`, *l'opposant X*: somebody whom another word than an office tells of."""
    before = mention.first - 1
    if before < 0 or not doc.tokens[before].is_word:
        return False
    small = ("prepositions", "determiners", "and", "finite", "relatives")
    demonym = any(m.last == mention.first and m.value.category == "demonym" for m in (doc.entities.get(before),) if m)
    plain = doc.tokens[before].text.islower() and not any(doc.folded(before) in cast.pack.words[s] for s in small)
    return demonym or (
        plain and before not in doc.cues and not doc.folded(before).endswith(cast.pack.endings["adverb_endings"])
    )


def _acts(doc: Document, cast: Cast, mention: Mention) -> bool:
    """Whether a verb follows, be it behind an aside: `X said`, `X, for his part, welcomed`."""
    following = doc.folded(mention.last)
    endings = cast.pack.endings["finite_endings"]
    return following == "," or following in cast.pack.words["finite"] or following.endswith(endings)


def _unheld(cast: Cast, placed: Sequence[Placed]) -> Iterator[tuple[Mention, list[int]]]:
    """The offices of one that nobody is told to hold, each with its sentences, the first told first."""
    found: dict[tuple[str | None, str | None], tuple[Mention, list[int]]] = {}
    for sentence, _, mention in placed:
        unnamed = mention.kind == "office" or (mention.kind == "counterpart" and mention.name is None)
        if mention.plural or not unnamed:
            continue
        key = (mention.role, mention.affiliation)
        found.setdefault(key, (mention, []))[1].append(sentence)
    return (each for each in found.values() if cast.known(each[0]) is None)


def _holder(cast: Cast, office: Mention, sentences: Sequence[int], nameless: dict[int, _Told]) -> int | None:
    if not _is_definite(cast, office):
        return None
    side = cast.home if _is_ours(cast, office.affiliation) else office.affiliation
    apart = {
        n: told
        for n, told in nameless.items()
        if set(told.sentences).isdisjoint(sentences) and _may_hold(cast.members[n].role, office.role)
    }
    if side is None or not apart:
        return None
    if office.role:
        known = [n for n in apart if held_office(cast.members[n].name, office.role, side, day=cast.day)]
        if len(known) == 1:
            return known[0]
    fitting = {
        n: told for n, told in apart.items() if may_hold_office(cast.members[n].name, office.role, side, day=cast.day)
    }
    return _protagonist(cast, office, sentences, fitting) if side == cast.home else _named_soon(fitting, sentences)


def _is_definite(cast: Cast, office: Mention) -> bool:
    """`the President`, `his counterpart`, and no line of a list of nominations."""
    first = fold(office.text.replace("'", "' ").replace("’", "' ")).split()[:1]
    return office.kind == "counterpart" or not cast.pack.words["definite"].isdisjoint(first)


def _is_ours(cast: Cast, owner: str | None) -> bool:
    """Whether an owner is the source's own side, or what that is a part of: an agency's United Nations."""
    return owner is None or owner == cast.home or (cast.home is not None and owner in lineage(cast.home))


def _may_hold(rank: str | None, role: str | None) -> bool:
    """Whether a `Minister X` can be the foreign minister, or a counterpart whose office nobody tells."""
    return rank is None or role is None or role_within(rank, role)


def _protagonist(cast: Cast, office: Mention, sentences: Sequence[int], apart: dict[int, _Told]) -> int | None:
    """The one whom the release is about, for an office of its publisher that it tells of at once.

    Nobody where somebody of its own side is told of by name and office: then that is whom it is about.
    """
    leader = cast.members[cast.protagonist] if cast.protagonist is not None else None
    if (leader and leader.role and leader.affiliation == cast.home) or sentences[0] > _SOON:
        return None
    nameless = {n: told for n, told in apart.items() if cast.members[n].role is None}
    leading = [n for n, told in nameless.items() if told.leads and told.sentences[0] <= _LEAD]
    may = leading and may_serve(replace(cast.members[leading[0]], role=office.role), cast.home or "", cast.pack)
    return leading[0] if len(leading) == 1 and may else None


def _named_soon(apart: dict[int, _Told], sentences: Sequence[int]) -> int | None:
    """The one first named right after the office, or the only one whom the title names."""
    after = range(sentences[0], sentences[0] + _SOON + 1)
    soon = [n for n, told in apart.items() if told.acts and told.sentences[0] in after]
    titled = [n for n, told in apart.items() if told.sentences[0] == _HEADLINE and _later(told, sentences[0])]
    for chosen in (soon, titled):
        if len(chosen) == 1:
            return chosen[0]
    return None


def _later(told: _Told, sentence: int) -> bool:
    """Whether the text tells of somebody only after a sentence: whoever leads it is another than who is met."""
    return all(each > sentence for each in told.sentences if each != _HEADLINE)


def _settle(cast: Cast, number: int, office: Mention) -> None:
    member = cast.members[number]
    role = office.role or member.role
    cast.update(number, replace(member, role=role, affiliation=office.affiliation or cast.home, sure=True))
    leader = cast.members[cast.protagonist] if cast.protagonist is not None else None
    if cast.home == cast.members[number].affiliation and (leader is None or leader.affiliation != cast.home):
        cast.protagonist = number
