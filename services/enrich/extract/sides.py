"""Which mentions of a sentence are the sides of an event, seen from its trigger."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.document import Document
from services.enrich.extract.lang import Pack
from services.enrich.extract.mentions import Mention
from services.enrich.extract.scene import Clause, Scene
from services.enrich.text.lexicon import Match

_LONGEST_LINK = 7
"""How many tokens may stand between two items of a list."""
_LONGEST_RELATIVE = 24
"""How many tokens a relative clause between two items may take."""
_LONGEST_GAP = 8
"""How many tokens of day and place may stand between a verb and its object."""
_LONGEST_STOP = 12
"""How many tokens of place and day may stand between two stops of one series."""
_REACH = 22
"""How many tokens from its trigger the first partner may stand."""


@dataclass(frozen=True, slots=True)
class Sides:
    """`subjects` do it, `partners` are those it is done with; `apart` tells that each partner was met separately."""

    subjects: tuple[Mention, ...]
    partners: tuple[Mention, ...]
    apart: bool = False
    mutual: bool = False
    """`a meeting between A and B`: the partners are all there are."""
    frame: Frame = Frame.DIRECT


def find_sides(scene: Scene, clause: Clause, trigger: Match[Cue]) -> Sides:
    """The sides of a trigger among the mentions of its clause; what is another trigger's object is no subject."""
    doc, pack = scene.doc, scene.pack
    sides = _find_sides(doc, pack, clause, trigger, scene.taken)
    scene.taken.update(mention.first for mention in sides.partners)
    return sides


def _find_sides(doc: Document, pack: Pack, clause: Clause, trigger: Match[Cue], taken: Collection[int]) -> Sides:
    standing = [m for m in clause.mentions if clause.first <= m.first and m.last <= trigger.first]
    standing = _said_of(doc, pack, clause, standing, trigger)
    if relative := _relative(doc, pack, standing, trigger):
        before = [relative]
    else:
        before = [m for m in standing if m.first not in taken]
    after = [m for m in clause.mentions if trigger.last <= m.first < clause.last]
    frame = _frame(doc, pack, trigger)
    if antecedent := _antecedent(doc, pack, standing, trigger):
        nearer = [m for m in standing if m.first >= antecedent.last and m.kind != "state"]
        return Sides(tuple(nearer[-1:]), (antecedent,), frame=Frame.WITH)
    if frame is Frame.FRONTED:
        return _fronted(doc, pack, before, after, trigger)
    owners = _owners(doc, pack, before, after, trigger) if frame is Frame.NOUN else ()
    partners, apart = _partners(doc, pack, [m for m in after if m not in owners], trigger, frame)
    if clitic := _clitic(doc, pack, trigger):
        partners = (clitic, *partners) if frame is Frame.DIRECT else partners
    if not partners and frame is Frame.NOUN:
        inner = _before_trigger(doc, pack, before)
        return Sides(inner.subjects, inner.partners, inner.apart, frame=frame)
    subjects = (relative,) if relative else _subjects(doc, pack, before)
    mutual = bool(partners) and doc.folded(partners[0].first - 1) in pack.words["mutual"]
    return Sides(() if mutual else owners or subjects, partners, apart and not mutual, mutual, frame)


def _said_of(doc: Document, pack: Pack, clause: Clause, standing: list[Mention], trigger: Match[Cue]) -> list[Mention]:
    """`X announced that Y will host`: what a person says of another is the other's to do."""
    that = next(
        (i for i in range(trigger.first - 1, clause.first, -1) if doc.folded(i) in pack.words["complementizers"]), -1
    )
    inner = [m for m in standing if m.first > that and (m.kind != "state" or trigger.value.family != "talks")]
    first = standing[0].first if standing else 0
    said = first < that and doc.folded(that - 1) not in {",", *pack.words["determiners"]}
    return inner if said and inner else standing


def _relative(doc: Document, pack: Pack, before: Sequence[Mention], trigger: Match[Cue]) -> Mention | None:
    """`…, the President, who received her`: the noun before a relative pronoun is the subject, whatever governs it."""
    if not before:
        return None
    between = [doc.folded(i) for i in range(before[-1].last, trigger.first)]
    heads = [word for word in between[:2] if word != ","]
    return before[-1] if heads and heads[0] in pack.words["subject_relatives"] and len(between) <= 8 else None


def _antecedent(doc: Document, pack: Pack, before: Sequence[Mention], trigger: Match[Cue]) -> Mention | None:
    """`X, whom she met`; `X, with whom he spoke`; `X, avec qui elle s'est entretenue`: the partner comes first."""
    for index in range(trigger.first - 1, max(trigger.first - _LONGEST_LINK, -1), -1):
        match = pack.phrases["object_relatives"].match_at(doc.tokens, index, trigger.first)
        if match is None:
            continue
        people = [m for m in before if m.kind in ("person", "office", "counterpart") and m.last <= index]
        return people[-1] if people and index - people[-1].last <= 2 else None
    return None


def _clitic(doc: Document, pack: Pack, trigger: Match[Cue]) -> Mention | None:
    """The object that stands before a French verb: `l'a appelé`, `qui l'a reçue`."""
    for index in range(trigger.first - 1, max(trigger.first - 4, -1), -1):
        if doc.folded(index) in pack.words["object_clitics"] and doc.folded(index + 1) in pack.words["auxiliaries"]:
            return Mention(index, index + 1, "other", text=doc.span(index, index + 1))
    return None


def _fronted(
    doc: Document, pack: Pack, before: Sequence[Mention], after: Sequence[Mention], trigger: Match[Cue]
) -> Sides:
    """`With X, she discussed the border`; `she discussed the border with X`, where X is a person."""
    sides = _before_trigger(doc, pack, before)
    people = [m for m in after if m.kind in ("person", "office", "counterpart")]
    if sides.partners or not people:
        return sides
    partners, apart = _partners(doc, pack, people, trigger, Frame.WITH)
    return Sides(_subjects(doc, pack, before), partners, apart, frame=Frame.WITH) if partners else sides


def _before_trigger(doc: Document, pack: Pack, before: Sequence[Mention]) -> Sides:
    """`ont eu avec X un échange`: the partner stands before the trigger."""
    partners: list[Mention] = []
    rest: list[Mention] = []
    for mention in before:
        linked = _linked(doc, pack, mention, Frame.FRONTED)
        if linked or (partners and not rest and _joined(doc, pack, partners[-1], mention)):
            partners.append(mention)
        elif not is_governed(doc, pack, mention):
            rest = [mention] if not rest or not _joined(doc, pack, rest[-1], mention) else [*rest, mention]
    return Sides(tuple(rest), tuple(partners), frame=Frame.FRONTED)


def _frame(doc: Document, pack: Pack, trigger: Match[Cue]) -> Frame:
    """A form that is both verb and noun is a noun after an article (`la rencontre`)."""
    if trigger.value.tense in ("present", "ing") and doc.folded(trigger.first - 1) in pack.words["determiners"]:
        return Frame.NOUN
    return trigger.value.frame


def _subjects(doc: Document, pack: Pack, before: Sequence[Mention]) -> tuple[Mention, ...]:
    """The nearest mention on the left that no preposition governs, with those joined to it."""
    if any(mention.kind != "state" for mention in before):
        before = [mention for mention in before if mention.kind != "state"]
    for index in range(len(before) - 1, -1, -1):
        if not is_governed(doc, pack, before[index]):
            start = index
            while start > 0 and _joined(doc, pack, before[start - 1], before[start]):
                if is_governed(doc, pack, before[start - 1]) and _apart(doc, before[start - 1], before[start]):
                    break
                start -= 1
            if not is_governed(doc, pack, before[start]):
                return tuple(before[start : index + 1])
    return ()


def _apart(doc: Document, left: Mention, right: Mention) -> bool:
    """`At the invitation of President A, President B …`: a comma alone after what a preposition governs."""
    return right.first == left.last + 1 and doc.folded(left.last) == ","


def is_governed(doc: Document, pack: Pack, mention: Mention) -> bool:
    """Whether a preposition or a bracket stands before a mention, so that it is no subject."""
    if doc.folded(mention.first - 1) == "(":
        return True
    return doc.folded(mention.first - 1) in pack.words["prepositions"] or doc.folded(mention.first) in pack.words["of"]


def _owners(
    doc: Document, pack: Pack, before: Sequence[Mention], after: Sequence[Mention], trigger: Match[Cue]
) -> tuple[Mention, ...]:
    """`X's meeting with`, `l'entretien de X avec`."""
    if before and before[-1].last + (doc.folded(before[-1].last) in ("'s", "'")) == trigger.first:
        return (before[-1],) if doc.folded(before[-1].last) in ("'s", "'") else ()
    if after and pack.phrases["genitive"].match_at(doc.tokens, trigger.last) and after[0].first - trigger.last <= 1:
        return (after[0],)
    return ()


def _partners(
    doc: Document, pack: Pack, after: Sequence[Mention], trigger: Match[Cue], frame: Frame
) -> tuple[tuple[Mention, ...], bool]:
    chosen: list[Mention] = []
    apart = False
    for mention in after:
        if chosen:
            pronoun = mention.kind in ("they", "he")
            if pronoun or not (_joined(doc, pack, chosen[-1], mention) or _resumed(doc, pack, chosen[-1], mention)):
                if _in_relative(doc, pack, chosen[-1], mention):
                    continue
                break
            apart = apart or (frame is not Frame.BY and _linked(doc, pack, mention, frame))
            chosen.append(mention)
        elif mention.first - trigger.last > _REACH:
            break
        elif _is_object(doc, pack, trigger.last, mention, frame):
            chosen.append(mention)
    return tuple(chosen), apart


def _in_relative(doc: Document, pack: Pack, left: Mention, right: Mention) -> bool:
    """Whether what follows a mention is a relative clause about it: `with X, whom she had met in Oslo, and with Y`."""
    opens = doc.folded(left.last) == "," and doc.folded(left.last + 1) in pack.words["person_relatives"]
    return opens and right.first - left.last <= _LONGEST_RELATIVE


def _resumed(doc: Document, pack: Pack, left: Mention, right: Mention) -> bool:
    """Whether a list goes on, its preposition said again, after a relative clause about its item before."""
    linked = doc.folded(right.first - 1) in pack.words["link_with"] | pack.words["link_by"]
    joined = any(pack.phrases["and"].match_at(doc.tokens, i, right.first) for i in (right.first - 2, right.first - 3))
    return linked and joined and _in_relative(doc, pack, left, right)


_DIRECT = (Frame.DIRECT, Frame.BY, Frame.FROM)


def _is_object(doc: Document, pack: Pack, at: int, mention: Mention, frame: Frame) -> bool:
    if doc.folded(mention.last) in ("'s", "'"):
        return False  # `welcomed the President's visit`
    if _linked(doc, pack, mention, frame):
        return frame is not Frame.DIRECT or mention.first - at <= 1 or _opens_adverbial(doc, pack, at, mention)
    return frame in _DIRECT and _adjacent(doc, pack, at, mention)


def chain(doc: Document, pack: Pack, mentions: Sequence[Mention]) -> list[Mention]:
    """The first of the mentions and those listed with it."""
    chosen = list(mentions[:1])
    for mention in mentions[1:]:
        if not _joined(doc, pack, chosen[-1], mention):
            break
        chosen.append(mention)
    return chosen


def _linked(doc: Document, pack: Pack, mention: Mention, frame: Frame) -> bool:
    word = doc.folded(mention.first - 1)
    return word in pack.words[f"link_{frame.value}"]


def _adjacent(doc: Document, pack: Pack, at: int, mention: Mention) -> bool:
    """Nothing but adverbs, dates and places between a verb and its object; `welcomed new forms of` has another one."""
    between = [doc.folded(i) for i in range(at, mention.first)]
    if not between:
        return True
    if len(between) > _LONGEST_GAP or "." in between or not _opens_adverbial(doc, pack, at, mention):
        return False
    return between[-1] not in pack.words["prepositions"] or _is_led(doc, pack, at, mention)


def _is_led(doc: Document, pack: Pack, at: int, mention: Mention) -> bool:
    """`a delegation led by X`, `members of the Council`: whoever leads or sends them is met."""
    return doc.has(pack.phrases["led_by"], at, mention.first)


def _opens_adverbial(doc: Document, pack: Pack, at: int, mention: Mention) -> bool:
    """Whether the token after a verb may stand before its object: an adverb, a preposition, a number, `the new`."""
    word, words = doc.folded(at), pack.words
    if word in words["object_adverbs"] or word[0].isdigit() or word.endswith(tuple(words["adverb_endings"])):
        return True
    inner = [doc.folded(i) for i in range(at + (word in words["determiners"]), mention.first)]
    if _is_led(doc, pack, at, mention) or all(each in words["person_adjectives"] for each in inner):
        return True
    return doc.tokens[at].is_capitalised


def _next_stop(doc: Document, pack: Pack, left: Mention, right: Mention) -> bool:
    """`X in Oslo and, the day after, Y`: a series whose next item has its own day."""
    if right.first - left.last > _LONGEST_STOP:
        return False
    for index in range(left.last, right.first):
        match = pack.phrases["next_stop"].match_at(doc.tokens, index, right.first)
        if match:
            gap = (doc.folded(i) for i in range(match.last, right.first))
            return not any(i in doc.cues for i in range(left.last, index)) and all(
                word in pack.words["list_words"] | pack.words["determiners"] | pack.words["link_with"] for word in gap
            )
    return False


def _joined(doc: Document, pack: Pack, left: Mention, right: Mention) -> bool:
    """Whether two mentions belong to one list; the holders of one plural office always do."""
    if right.first < left.last:
        return True
    between = [doc.folded(i) for i in range(left.last, right.first)]
    if _next_stop(doc, pack, left, right):
        return True
    if len(between) > _LONGEST_LINK or not between:
        return False
    joined = doc.has(pack.phrases["and"], left.last, right.first)
    small = pack.words["list_words"] | pack.words["determiners"] | pack.words["separate"]
    plain = all(word in small for word in between)
    linked = between[-1] in pack.words["link_with"] | pack.words["link_by"]
    return (plain and (joined or between[0] in (",", ";"))) or (joined and linked)
