"""Which mentions of a sentence are the sides of an event, seen from its trigger."""

from collections.abc import Collection, Sequence

from services.enrich.extract.beside import sides_beside
from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.document import Document
from services.enrich.extract.doers import Sides, is_governed, postposed, subjects_of
from services.enrich.extract.lang import Pack
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.objects import Groups, chain, joined, linked, partner_groups
from services.enrich.extract.passing import told_in_passing
from services.enrich.extract.scene import Clause, Scene
from services.enrich.text.lexicon import Match

_FRONT = 6
"""How many tokens before its noun the preposition of `in their first talks` may stand."""
_GIVEN = (Frame.TO, Frame.FOR)
"""How the other side of a noun with an owner stands: `X's call on Y`, `l'audience de X à Y`."""
_GRANTED = {Frame.WITH: (*_GIVEN, Frame.FROM), Frame.NOUN: (Frame.TO,), Frame.FROM: (Frame.WITH,)}
"""... of an audience or a call, by the frame of what tells it: `Audience à X`."""
_ADJECTIVES = 5
"""So near before a noun stands its article."""
_NEAR = 7
"""How many tokens before its verb a relative pronoun may stand."""


def find_sides(scene: Scene, clause: Clause, trigger: Match[Cue]) -> Sides:
    """The sides of a trigger among the mentions of its clause; what is another trigger's object is no subject."""
    beside = trigger.value.frame is Frame.BESIDE
    sides = sides_beside(scene, clause, trigger) if beside else _find_sides(scene, clause, trigger, scene.taken)
    scene.taken.update(mention.first for mention in sides.partners)
    return sides


def _find_sides(scene: Scene, clause: Clause, trigger: Match[Cue], taken: Collection[int]) -> Sides:
    doc, pack = scene.doc, scene.pack
    standing = [m for m in clause.mentions if clause.first <= m.first and m.last <= trigger.first]
    standing = _said_of(doc, pack, clause, standing, trigger)
    relative = _relative(doc, pack, standing, trigger)
    before = [relative] if relative else [m for m in standing if m.first not in taken]
    after = [m for m in clause.mentions if trigger.last <= m.first < clause.last]
    frame = _frame(doc, pack, trigger)
    antecedent = _antecedent(doc, pack, standing, trigger) or _whom(scene, standing, after, trigger)
    if antecedent:
        nearer = [m for m in standing if m.first >= antecedent.last and m.kind != "state"]
        return Sides(tuple(nearer[-1:]), ((antecedent,),), frame=Frame.WITH)
    if frame is Frame.FRONTED:
        return _fronted(scene, before, after, trigger)
    owners = _owners(doc, pack, before, after, trigger) if frame is Frame.NOUN else ()
    groups = _others(scene, [m for m in after if m not in owners], trigger, frame, owned=bool(owners))
    if frame is Frame.DIRECT and (clitic := _clitic(doc, pack, trigger)):
        groups = ((clitic,), *groups)
    if not groups and frame is Frame.NOUN:
        return told_in_passing(scene, before, after, trigger) or _before_trigger(scene, before, frame)
    subjects = (relative,) if relative else subjects_of(scene, before)
    if not subjects or _points_ahead(scene, subjects):
        subjects = postposed(scene, after, groups, trigger) or subjects or _leaders(scene, before)
    if not subjects and frame is Frame.NOUN:
        subjects = _scheduled(scene, clause)
    mutual = bool(groups) and doc.folded(groups[0][0].first - 1) in pack.words["mutual"]
    if mutual:
        groups = (tuple(m for group in groups for m in group),)
    return Sides(() if mutual else owners or subjects, groups, mutual, frame)


def _others(scene: Scene, after: Sequence[Mention], trigger: Match[Cue], frame: Frame, *, owned: bool) -> Groups:
    """Whom a trigger governs; a noun with an owner, an audience or a meal may be another's: `X's call on Y`.

    One may have a farewell call from X or with X.
    """
    people = [m for m in after if m.kind in PERSONS]
    granted = scene.doc.folded(trigger.last - 1) in scene.pack.words["granted"]
    if frame is Frame.NOUN:  # a noun alone says so by its preposition
        granted = granted and bool(people) and linked(scene, people[0], Frame.TO, trigger.last)
    frames = _GIVEN if owned else _GRANTED.get(frame, ()) if granted or frame is Frame.FROM else ()
    given = (partner_groups(scene, people, trigger.last, other) for other in frames)
    return partner_groups(scene, after, trigger.last, frame) or next(filter(None, given), ())


def _leaders(scene: Scene, before: Sequence[Mention]) -> tuple[Mention, ...]:
    """`The delegations, led by A and B, met`: who leads the sides."""
    words, folded = scene.pack.words, scene.doc.folded
    led = (
        number
        for number, mention in enumerate(before)
        if folded(mention.first - 2) in words["party_participles"] and folded(mention.first - 1) in words["link_by"]
    )
    first = next(led, None)
    return () if first is None else tuple(chain(scene, before[first:]))


def _points_ahead(scene: Scene, subjects: Sequence[Mention]) -> bool:
    """`As he received X, S said`: a pronoun for somebody named only behind the comma."""
    opens = scene.doc.folded(subjects[0].first - 1) in scene.pack.words["relatives"]
    return opens and subjects[0].kind == "he" and scene.cast.focus is None


def _scheduled(scene: Scene, clause: Clause) -> tuple[Mention, ...]:
    """`On X's agenda: talks with Y`, `Au programme de X : un entretien avec Y`: whose diary it is."""
    doc, words = scene.doc, scene.pack.words
    for mention in clause.mentions:
        owned = doc.folded(mention.last) in ("'s", "'") and doc.folded(mention.last + 1) in words["agendas"]
        behind = range(mention.first - 2, mention.first)
        owning = any(
            doc.folded(i) in words["agendas"] and scene.pack.phrases["genitive"].match_at(doc.words, i + 1)
            for i in behind
        )
        if (owned or owning) and mention.kind in PERSONS:
            return (mention,)
    return ()


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
    relatives = [*doc.find(pack.phrases["object_relatives"], trigger.first - _NEAR + 1, trigger.first)]
    at = relatives[-1].first if relatives else 0
    people = [m for m in before if m.kind in PERSONS and m.last <= at]
    return people[-1] if people and at - people[-1].last <= 2 else None


def _whom(scene: Scene, before: Sequence[Mention], after: Sequence[Mention], trigger: Match[Cue]) -> Mention | None:
    """`X, qu'elle a rencontré`: the object of a relative clause stands before its comma."""
    doc = scene.doc
    if trigger.value.frame is not Frame.DIRECT or partner_groups(scene, after, trigger.last, Frame.DIRECT):
        return None
    for mention in before[-2:]:
        comma, pronoun = doc.folded(mention.last), doc.folded(mention.last + 1)
        near = mention.kind in PERSONS and trigger.first - mention.last <= _NEAR
        if near and comma == "," and pronoun in scene.pack.words["direct_relatives"]:
            return mention
    return None


def _clitic(doc: Document, pack: Pack, trigger: Match[Cue]) -> Mention | None:
    """The object that stands before a French verb: `l'a appelé`, `qui l'a reçue`."""
    for index in range(trigger.first - 1, max(trigger.first - 4, -1), -1):
        word = doc.folded(index)
        if word in pack.words["object_clitics"] and doc.folded(index + 1) in pack.words["auxiliaries"]:
            own = "they" if pack.phrases["they"].match_at(doc.words, index, index + 1) else "he"
            kind = own if word in pack.words["first_person"] else "other"
            return Mention(index, index + 1, kind, text=doc.span(index, index + 1))
    return None


def _fronted(scene: Scene, before: Sequence[Mention], after: Sequence[Mention], trigger: Match[Cue]) -> Sides:
    """`With X, she discussed the border`; `she discussed the border with X`, where X is a person."""
    if trigger.value.rule in scene.pack.words["joint_rules"]:
        return Sides(subjects_of(scene, before), (), frame=Frame.FRONTED)
    sides = _before_trigger(scene, before, Frame.FRONTED)
    people = [m for m in after if m.kind in PERSONS or scene.doc.folded(m.last) == ":"]
    groups = sides.groups or partner_groups(scene, people, trigger.last, Frame.WITH)
    if sides.groups:
        return sides
    subjects = subjects_of(scene, before)
    if not groups and not subjects and people and linked(scene, people[0], Frame.BY, trigger.last):
        subjects = tuple(chain(scene, people))  # `The border was discussed by A and B`
    return Sides(subjects, groups, frame=Frame.WITH if groups else Frame.FRONTED)


def _before_trigger(scene: Scene, before: Sequence[Mention], frame: Frame) -> Sides:
    """`ont eu avec X un échange`: the partner stands before the trigger."""
    partners: list[Mention] = []
    rest: list[Mention] = []
    for mention in before:
        if linked(scene, mention, Frame.FRONTED, 0) or (partners and not rest and joined(scene, partners[-1], mention)):
            partners.append(mention)
        elif not is_governed(scene.doc, scene.pack, mention):
            rest = [mention] if not rest or not joined(scene, rest[-1], mention) else [*rest, mention]
    return Sides(tuple(rest), (tuple(partners),) if partners else (), frame=frame)


def _frame(doc: Document, pack: Pack, trigger: Match[Cue]) -> Frame:
    """A form that is both verb and noun is a noun after an article (`la rencontre`), a verb before one."""
    either = trigger.value.frame is Frame.NOUN and doc.span(*trigger[:2]).lower() in pack.words["noun_or_verb"]
    if either and _governs(doc, pack, trigger):
        return Frame.DIRECT
    if trigger.value.tense == "present" and doc.folded(trigger.first - 1) in pack.words["determiners"]:
        return Frame.NOUN
    if trigger.value.tense == "ing" and _has_article(doc, pack, trigger.first):
        return Frame.NOUN
    return trigger.value.frame


def _has_article(doc: Document, pack: Pack, first: int) -> bool:
    """Whether an article or an owner stands before a noun, at most adjectives between: `a three-way meeting`."""
    for index in range(first - 1, max(first - _ADJECTIVES, -1), -1):
        word = doc.folded(index)
        if word in pack.words["determiners"] or word in pack.words["indefinite"] or word in ("'s", "'"):
            return True
        plain = doc.tokens[index].text.islower() or word == "-"
        if not plain or word in pack.words["prepositions"] or word in pack.words["and"] or word in pack.words["finite"]:
            return False
    return False


def _governs(doc: Document, pack: Pack, trigger: Match[Cue]) -> bool:
    """Whether an object or a day follows, as after a verb: `la ministre rencontre demain le roi`."""
    words, following = pack.words, doc.folded(trigger.last)
    if doc.folded(trigger.first - 1) in words["determiners"] or trigger.last >= len(doc.tokens):
        return False
    opens = following in words["determiners"] - words["genitive"] or following in words["object_adverbs"]
    return opens or doc.tokens[trigger.last].is_capitalised


def _owners(
    doc: Document, pack: Pack, before: Sequence[Mention], after: Sequence[Mention], trigger: Match[Cue]
) -> tuple[Mention, ...]:
    """`X's meeting with`, `l'entretien de X avec`."""
    if before and before[-1].last + (doc.folded(before[-1].last) in ("'s", "'")) == trigger.first:
        return (before[-1],) if doc.folded(before[-1].last) in ("'s", "'") else ()
    if after and pack.phrases["genitive"].match_at(doc.words, trigger.last) and after[0].first - trigger.last <= 1:
        return (after[0],)
    if after and _is_agent(doc, pack, trigger.last, after[0]):
        return (after[0],)
    return ()


def _is_agent(doc: Document, pack: Pack, at: int, mention: Mention) -> bool:
    """`a courtesy call by X on Y`, `l'audience accordée par X à Y`."""
    near = mention.first - at <= _FRONT
    return near and (
        doc.folded(mention.first - 1) in pack.words["link_by"] or doc.folded(mention.first) in pack.words["link_by"]
    )
