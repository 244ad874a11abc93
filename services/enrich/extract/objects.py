"""The other side of an event: the objects of a trigger, with all that is listed with them, by who was met together."""

from collections.abc import Collection, Iterator, Sequence

from services.enrich.extract.asides import is_infinitive, only_asides, past_aside, past_date, past_sequel
from services.enrich.extract.cues import Frame
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.scene import Scene

Groups = tuple[tuple[Mention, ...], ...]
"""Partners, those together that were met together."""

_REACH = 26
"""How many tokens from its trigger the first partner may stand."""
_LONGEST_PARTY = 12
"""How many tokens `a delegation of elders from the north led by` may take."""
_DESCRIBING = 5
"""How many tokens that describe somebody may stand before the mention."""
_LONGEST_LINK = 14
"""How many tokens may stand between two items of a list."""
_LONGEST_ASIDE = 26
"""... where a preposition is said again after them."""
_FEW = 5
"""How many adverbs and commas may stand between a preposition and whom it governs."""
_DIRECT = (Frame.DIRECT, Frame.BY, Frame.FROM, Frame.TO)
"""Frames whose other side may stand without the preposition, next to the trigger."""


def partner_groups(scene: Scene, after: Sequence[Mention], at: int, frame: Frame) -> Groups:
    """The partners among the mentions after a trigger that ends at token `at`.

    A preposition that is said again (`with A and with B`) parts them all.
    """
    groups: list[list[Mention]] = []
    again, owner, mutual = False, None, scene.pack.words["mutual"]
    for mention in after:
        if not groups:
            if mention.first - at > _REACH:
                break
            leads = mention.kind == "they" and scene.doc.folded(mention.last) == ":"
            if (owner and mention.first <= owner.last + 2) or (not leads and _is_object(scene, at, mention, frame)):
                groups.append([mention])
            opens = leads or scene.doc.folded(mention.last) == "'s"
            owner = mention if opens and linked(scene, mention, frame, at) else None
            continue
        second = len(groups) == len(groups[0]) == 1 and scene.doc.folded(groups[0][0].first - 1) in mutual
        listed = second or _lists(scene, groups[-1][-1], mention)
        joint = _joint(scene, groups[-1][-1], mention) if listed else None
        if joint is None:
            if _is_aside(scene, groups[-1][-1], mention):
                continue
            break
        behind = groups[-1][-1].last
        apart = frame is not Frame.BY and mention.first >= behind
        again = again or (apart and _links_again(scene, behind, _party(scene, mention, behind)))
        if joint == "then":
            groups.append([mention])
        else:
            groups[-1].append(mention)
    return tuple((m,) for group in groups for m in group) if again else tuple(map(tuple, groups))


def _lists(scene: Scene, left: Mention, right: Mention) -> bool:
    """Whether a list of objects may go on: `met A, B said` and `met A, and B said` begin another clause."""
    return right.kind not in ("they", "he") and not (scene.doc.folded(left.last) == "," and acts(scene, right))


def chain(scene: Scene, mentions: Sequence[Mention]) -> list[Mention]:
    """The first of the mentions and those listed with it."""
    chosen = list(mentions[:1])
    for mention in mentions[1:]:
        if _joint(scene, chosen[-1], mention) is None:
            break
        chosen.append(mention)
    return chosen


def joined(scene: Scene, left: Mention, right: Mention) -> bool:
    """Whether two mentions belong to one list."""
    return _joint(scene, left, right) is not None


def linked(scene: Scene, mention: Mention, frame: Frame, floor: int) -> bool:
    """Whether the preposition of a frame governs a mention, or the party that it leads: `with a group led by X`."""
    links = scene.pack.words[f"link_{frame.value}"]
    first = _party(scene, mention, floor)
    if scene.doc.folded(_before_adverbs(scene, first)) in links or _is_fused(scene, first, links):
        return True
    described = _described_from(scene, mention, first, floor)
    return described < first and scene.doc.folded(described - 1) in links


def _described_from(scene: Scene, mention: Mention, first: int, floor: int) -> int:
    """Where the words begin that describe somebody: `the city's Mayor X`, `Serbian parliament Speaker X`."""
    doc, words, at = scene.doc, scene.pack.words, first
    if mention.kind not in PERSONS or (mention.kind == "person" and not mention.named):
        return first
    while at > max(floor, first - _DESCRIBING) and _is_descriptive(scene, at - 1, owner=doc.folded(at) == "'s"):
        at -= 1
    return at - (doc.folded(at - 1) in words["determiners"])


def _is_descriptive(scene: Scene, index: int, *, owner: bool) -> bool:
    """`'s` and the word that owns, names and demonyms, adjectives of persons; not the end of another clause."""
    doc, words = scene.doc, scene.pack.words
    word = doc.folded(index)
    if not doc.tokens[index].is_word and word != "'s":
        return False
    named = doc.tokens[index].is_capitalised and (word not in words["common"] or doc.tokens[index].text.isupper())
    slots = ("person_adjectives", "official_adjectives", "office_bodies")
    return owner or word == "'s" or named or any(word in words[slot] for slot in slots)


def _before_adverbs(scene: Scene, first: int) -> int:
    """What stands before a mention but for adverbs, set apart by commas or not: `avec, entre autres, X`."""
    adverbs, at = scene.pack.words["object_adverbs"], first - 1
    while at > first - _FEW and (scene.doc.folded(at) == "," or scene.doc.folded(at) in adverbs):
        at -= 1
    return at


def _is_fused(scene: Scene, first: int, links: Collection[str]) -> bool:
    """`au président`, `du ministre`: a preposition that is also the article of what it governs."""
    word = scene.doc.folded(first)
    return word in links and word in scene.pack.words["determiners"]


def _is_object(scene: Scene, at: int, mention: Mention, frame: Frame) -> bool:
    doc = scene.doc
    if doc.folded(mention.last) in ("'s", "'"):
        return False  # `welcomed the President's visit`
    if linked(scene, mention, frame, at):
        first = _party(scene, mention, at) - 1
        return only_asides(scene, at, first) if frame is Frame.DIRECT else not _has_purpose(scene, at, first)
    return frame in _DIRECT and _stands_beside(scene, at, mention)


def _has_purpose(scene: Scene, first: int, last: int) -> bool:
    """`spoke to explain the partnership with X`: what follows an infinitive of purpose belongs to it."""
    finite = scene.pack.words["finite"]
    return any(is_infinitive(scene, i) and scene.doc.folded(i - 1) not in finite for i in range(first, last))


def _stands_beside(scene: Scene, at: int, mention: Mention) -> bool:
    """Nothing but adverbials between a verb and its object; `welcomed new forms of` has another one."""
    first = _party(scene, mention, at)
    if first > at and _described_from(scene, mention, first, at) == at:
        return True
    index = at
    while index < first and (following := past_aside(scene, index, first)) > index:
        index = following
    if index < first and not _describes(scene, index, first):
        return False
    words = scene.pack.words
    fused = scene.doc.folded(first) in words["of"] and first == mention.first and first > at
    return not fused and (first == at or scene.doc.folded(first - 1) not in words["prepositions"])


def _describes(scene: Scene, first: int, last: int) -> bool:
    """What stands before a person and belongs to it: `the new`, a name unknown to us, `four leaders:`."""
    doc, words = scene.doc, scene.pack.words
    inner = [doc.folded(i) for i in range(first + (doc.folded(first) in words["determiners"]), last)]
    if all(word in words["person_adjectives"] for word in inner):
        return True
    return doc.tokens[first].is_capitalised and last - first < _LONGEST_LINK and "." not in inner


def _party(scene: Scene, mention: Mention, floor: int) -> int:
    """Where the noun phrase of a mention begins: `a delegation from the north, led by X` begins long before X."""
    lowest = max(floor, mention.first - _LONGEST_PARTY)
    leads = scene.doc.find(scene.pack.phrases["led_by"], lowest, mention.first)
    first = max((match.first for match in leads if mention.first - match.last < 2), default=None)
    if first is None:
        return mention.first
    stops = scene.pack.words["link_with|and"]
    while first > lowest and scene.doc.folded(first - 1) not in stops and not _parts(scene, first - 1):
        first -= 1
    return first


def _parts(scene: Scene, index: int) -> bool:
    """A comma parts two phrases, unless it stands before a participle: `a delegation, led by X`."""
    doc = scene.doc
    return doc.folded(index) == "," and doc.folded(index + 1) not in scene.pack.words["party_participles"]


def _joint(scene: Scene, left: Mention, right: Mention) -> str | None:
    """How a list goes on: `and`, or `then` where another talk begins; None where it does not.

    The holders of one plural office are one list.
    """
    if right.first < left.last:
        return "and"
    first = _party(scene, right, left.last)
    again = _links_again(scene, left.last, first)
    if not 0 < first - left.last <= (_LONGEST_ASIDE if again else _LONGEST_LINK):
        return None
    steps = list(_steps(scene, left.last, first))
    after = steps[steps.index("link") :] if "link" in steps else []
    if None in steps or not after:
        return _resumed(scene, left, first, steps) if again else None
    if _is_series(steps, after):
        return None if acts(scene, right) else "then"
    framed = steps[0] == steps[-1] == "link" and right.kind in PERSONS
    if "aside" in steps and not framed:
        return _resumed(scene, left, first, steps) if again else None
    return "and"


def _is_series(steps: Sequence[str | None], after: Sequence[str | None]) -> bool:
    """`A in Oslo and, the day after, B`; `A and, in a second call, B`: what stands between commas parts them."""
    framed = after[:2] == ["link", "link"] and after[-1] == "link"
    return "series" in steps if "aside" not in after else framed


def _resumed(scene: Scene, left: Mention, first: int, steps: Sequence[str | None]) -> str | None:
    """`with X, whom she had met, and with Y`; `with X on trade, then with Y`: joined right before the preposition."""
    joints = (scene.pack.phrases["and"].match_at(scene.doc.words, i, first) for i in range(first - 1, first - 5, -1))
    spoken = any(cue.value.family == "talks" for cue in scene.doc.cues_in(left.last, first))
    if not any(joints) or (spoken and not _opens_relative(scene, left)):
        return None
    return "then" if "series" in steps else "and"


def _links_again(scene: Scene, first: int, last: int) -> bool:
    words = scene.pack.words
    links = words["link_with|link_by|link_to"]
    return last > first and scene.doc.folded(last - 1) in links


def _steps(scene: Scene, first: int, last: int) -> Iterator[str | None]:
    """What stands between two items, piece by piece: `link`, `series`, `small` or None for anything else."""
    words, phrases = scene.pack.words, scene.pack.phrases
    small = words["list_words|determiners|separate"]
    last -= _links_again(scene, first, last)
    index = first
    while index < last:
        joint = phrases["and"].match_at(scene.doc.words, index, last)
        series = past_sequel(scene, index, last)
        dated = past_date(scene, index)
        if max(series, dated) > index:
            yield from ("series", "link") if series > index else ("series",)
            index = max(series, dated)
        elif joint or scene.doc.folded(index) in {",", ";"}:
            yield "link"
            index = joint.last if joint else index + 1
        elif scene.doc.folded(index) in small:
            yield "small"
            index += 1
        else:
            following = past_aside(scene, index, last)
            yield "aside" if following > index else None
            index = max(following, index + 1)


def acts(scene: Scene, mention: Mention) -> bool:
    """Whether a mention is the subject of what follows: `met A on Monday, and B said`."""
    doc, words = scene.doc, scene.pack.words
    following = doc.folded(mention.last)
    if len(following) < 2 and doc.span(mention.last, mention.last + 1) != following:
        return False  # `à`, which is no `a`
    return following in words["finite"] or following.endswith(scene.pack.endings["finite_endings"])


def _is_aside(scene: Scene, left: Mention, mention: Mention) -> bool:
    """What a list is not broken by: whom a relative clause or another preposition brings in."""
    if _opens_relative(scene, left):
        return mention.first - left.last <= _LONGEST_ASIDE
    body = mention.kind in ("state", "organisation")
    return body and mention.first - left.last <= _LONGEST_ASIDE


def _opens_relative(scene: Scene, mention: Mention) -> bool:
    """Whether a relative clause follows a person: `X, whom she had met in Oslo`."""
    doc = scene.doc
    return doc.folded(mention.last) == "," and doc.folded(mention.last + 1) in scene.pack.words["person_relatives"]
