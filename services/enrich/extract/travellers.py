"""Who travels: the subject or owner of a visit, those who go along, and those whom one goes with."""

from collections.abc import Sequence

from services.enrich.extract.attendance import beside, listed, numbers
from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.doers import is_governed
from services.enrich.extract.mentions import Mention
from services.enrich.extract.objects import chain
from services.enrich.extract.parties import led_party
from services.enrich.extract.scene import Clause, Scene
from services.enrich.extract.sides import find_sides
from services.enrich.extract.standing import is_cancelled
from services.enrich.extract.staying import is_nominal
from services.enrich.text.lexicon import Match

_REACH = 18
"""How far before a visit the one who hosts or accompanies the visitor may stand."""
_POSSESSED = 3
"""How far before a noun `his` may stand: `his first official visit to`."""
_BESIDE = 3
_KINDS = ("person", "office")


def owners_of(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[Mention, ...]:
    """`the visit of X to Y`, `la visite de X`: who stands right after the noun."""
    doc, words = scene.doc, scene.pack.words
    noun = is_nominal(scene, trigger)
    whose = next((m for m in clause.mentions if 0 < trigger.first - m.last <= _POSSESSED and m.kind in _KINDS), None)
    if noun and whose is not None and doc.folded(whose.last) in ("'s", "'"):
        return (whose,)
    after = [m for m in clause.mentions if m.first >= trigger.last and m.kind in _KINDS]
    linked = doc.folded(trigger.last - 1) in words["genitive|link_by"]
    if (linked or trigger.value.rule == "visit-carried") and after and _begins(scene, after[0]) == trigger.last:
        return (after[0],)  # `the visit of X to`, `the trip will take X to`
    if not noun or not after or after[0].first - trigger.last > 1:
        return ()
    return (after[0],) if doc.folded(trigger.last) in words["genitive|link_by"] else ()


def _begins(scene: Scene, mention: Mention) -> int:
    """Where a mention begins with its article."""
    return mention.first - (scene.doc.folded(mention.first - 1) in scene.pack.words["determiners"])


def made_by(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[int, tuple[Mention, ...]] | None:
    """`the visit that X was to make to`, `la visite que devait effectuer à Y X`: where its verb ends, and who makes it.

    Who makes it stands before the verb, or else after where it leads.
    """
    words = scene.pack.words
    if not is_nominal(scene, trigger) or scene.doc.folded(trigger.last) not in words["visit_that"]:
        return None
    verbs = range(trigger.last, min(clause.last, trigger.last + 2 * _REACH))
    verb = next((i for i in verbs if scene.doc.folded(i) in words["visit_making"]), None)
    if verb is None:
        return None
    before = [m for m in clause.mentions if trigger.last <= m.first and m.last <= verb and m.kind in (*_KINDS, "he")]
    after = [m for m in clause.mentions if m.first > verb and m.kind in _KINDS]
    makers = _listed(scene, before) if before else chain(scene, after)
    return verb + 1, tuple(makers)


def owner_after(scene: Scene, clause: Clause, trigger: Match[Cue], at: int) -> tuple[Mention, ...]:
    """`la visite au Ghana de X`, `a visit to Ghana by X`: who stands after the last destination, which ends at `at`."""
    linked = scene.doc.folded(at) in scene.pack.words["genitive|link_by"]
    after = [m for m in clause.mentions if 0 <= m.first - at <= 1 and m.kind in _KINDS]
    return tuple(after[:1]) if linked and is_nominal(scene, trigger) else ()


def enabled(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[Mention, ...]:
    """`Une visite de deux jours à Riga a permis à X de`: whom the visit let do something made it."""
    if not is_nominal(scene, trigger):
        return ()
    lets = next(scene.doc.find(scene.pack.phrases["visit_enabling"], trigger.last, clause.last), None)
    return tuple(m for m in clause.mentions if lets and 0 <= m.first - lets.last <= 1 and m.kind in _KINDS)[:1]


def travellers(scene: Scene, clause: Clause, trigger: Match[Cue], owners: Sequence[Mention]) -> tuple[int, ...]:
    """The members who travel; empty where nobody identified does."""
    kinds = (*_KINDS, "organisation") if trigger.value.frame is Frame.DIRECT else _KINDS
    subjects = owners or _own(scene, trigger, find_sides(scene, clause, trigger).subjects)
    found = _of_kinds(scene, numbers(scene, subjects), kinds) or _subject(scene, clause, trigger)
    found = (*_taken_along(scene, clause, trigger), *(found or _possessor(scene, trigger)))
    found = found or _pronoun(scene, clause, trigger)
    noted = bool(scene.diary) and trigger.first == clause.first and trigger.value.frame is Frame.NOUN
    expected = noted or is_cancelled(scene, clause) or _takes_place(scene, clause, trigger)
    if not found and scene.cast.protagonist is not None and expected:
        found = (scene.cast.protagonist,)
    if not found and trigger.value.rule == "visit-stage":
        found = _on_the_way(scene)
    members = _of_kinds(scene, found, kinds) or _of_kinds(scene, _following(scene, clause, trigger), kinds)
    along = _of_kinds(scene, beside(scene, clause, clause.first, "travels_with"), _KINDS)
    return tuple(dict.fromkeys((*led_party(scene, clause, members), *along)))


def _on_the_way(scene: Scene) -> tuple[int, ...]:
    """Whose `next stop` it is: who makes the tour told last, else of whom the text speaks."""
    alone = next((n for n in (scene.cast.protagonist, scene.cast.focus) if n is not None), None)
    return scene.tour[0].members if scene.tour else () if alone is None else (alone,)


def gone_with(scene: Scene, clause: Clause, at: int) -> tuple[int, ...]:
    """`travelled to Riga on Monday with Minister X`: whom `with` names after the destination, before any purpose."""
    words = scene.pack.words
    for index in range(at, min(clause.last, at + _REACH)):
        folded = scene.doc.folded(index)
        if folded in words["goes_with"]:
            return _of_kinds(scene, numbers(scene, listed(scene, clause, index + 1)), _KINDS)
        if index in scene.doc.cues or folded in words["relatives|stay_purpose"] | {","}:
            return ()
    return ()


def _pronoun(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[int, ...]:
    """`c'est à Riga qu'elle est attendue`: a subject that a relative word keeps from what stands before it."""
    beside = [m for m in clause.mentions if 0 <= trigger.first - m.last <= 1 and m.kind in ("he", "person", "office")]
    return numbers(scene, beside[-1:]) if trigger.value.rule == "visit-arrival" else ()


def _takes_place(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`La visite au Chili aura lieu les 8 et 9 mai`: the visit that the release is about."""
    happens = scene.doc.has(scene.pack.phrases["visit_happens"], trigger.last, clause.last)
    return happens and is_nominal(scene, trigger)


def _following(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[int, ...]:
    """`Arriving in Riga on Monday, X said`: the subject of what follows, for words of travel that open a sentence."""
    head = scene.doc.folded(clause.first) in scene.pack.words["visit_heads"]
    heads = head and trigger.first - clause.first <= _POSSESSED and is_nominal(scene, trigger)
    if (trigger.first > clause.first and not heads) or not (heads or trigger.value.tense in ("past", "ing")):
        return ()
    after = (m for m in clause.mentions if m.first > trigger.last and not is_governed(scene.doc, scene.pack, m))
    return numbers(scene, [m for m in after if m.kind in _KINDS][:1])


def _own(scene: Scene, trigger: Match[Cue], subjects: Sequence[Mention]) -> Sequence[Mention]:
    """No subject is one whose verb a relative clause or, for `is in`, more than an adverb keeps from it."""
    if not subjects:
        return ()
    between = [scene.doc.folded(i) for i in range(subjects[-1].last, trigger.first)]
    relative = any(word in scene.pack.words["subject_relatives"] for word in between[2:])
    if trigger.value.rule == "visit-carried" or not between:
        return subjects
    near = _POSSESSED if trigger.value.tense != "bare" else 2 * _POSSESSED
    far = trigger.value.rule == "visit-stay" and len(between) > near and "," not in between
    return () if relative or far else subjects


def _of_kinds(scene: Scene, members: Sequence[int], kinds: Sequence[str]) -> tuple[int, ...]:
    """Those of the members who are surely someone of these kinds."""
    return tuple(n for n in members if scene.cast.members[n].kind in kinds and scene.cast.members[n].sure)


def _subject(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[int, ...]:
    """`X will lead a Ruritanian delegation to`: the nearest person before a noun, over states and bodies."""
    if not is_nominal(scene, trigger):
        return ()
    before = [m for m in clause.mentions if m.last <= trigger.first and m.kind in (*_KINDS, "he", "they")]
    free = [m for m in before if not is_governed(scene.doc, scene.pack, m)]
    return _of_kinds(scene, numbers(scene, _listed(scene, free)), _KINDS)


def _taken_along(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[int, ...]:
    """`will host X for a visit to`, `will accompany X on his travel to`: the subject and the object."""
    doc, first = scene.doc, max(clause.first, trigger.first - _REACH)
    verbs = [match.first for match in doc.find(scene.pack.phrases["visit_hosting"], first + 1, trigger.first)]
    if not verbs or not is_nominal(scene, trigger):
        return ()
    at = verbs[-1]
    objects = [m for m in clause.mentions if at < m.first and m.last <= trigger.first and m.kind in _KINDS]
    subjects = [m for m in clause.mentions if m.last <= at and not is_governed(doc, scene.pack, m)]
    if objects and doc.folded(objects[-1].last) == ",":
        return numbers(scene, objects)  # `received X, on an official visit to`: who receives was there already
    return numbers(scene, [*objects, *subjects[-1:]])


def _possessor(scene: Scene, trigger: Match[Cue]) -> tuple[int, ...]:
    """`his own visit to`, `mon dixième déplacement en`."""
    if trigger.value.frame is not Frame.NOUN and scene.doc.folded(trigger.first) not in scene.pack.words["visit_nouns"]:
        return ()
    words, cast = scene.pack.words, scene.cast
    before = {scene.doc.folded(i) for i in range(max(trigger.first - _POSSESSED, 0), trigger.first)}
    number = cast.protagonist if before & words["possessive_mine"] else cast.focus
    return (number,) if number is not None and before & (words["possessive|possessive_mine"]) else ()


def escort(scene: Scene, clause: Clause, trigger: Match[Cue]) -> None:
    """`He was accompanied by A and B`, `A will accompany the Minister`: more travellers of the journey under way."""
    after = chain(scene, [m for m in clause.mentions if m.first >= trigger.last])
    before = [m for m in clause.mentions if m.last <= trigger.first and not is_governed(scene.doc, scene.pack, m)]
    if not scene.tour or not after or after[0].first > trigger.last + _BESIDE:
        return
    subjects, objects = numbers(scene, before[-1:]), numbers(scene, [m for m in after if m.kind in _KINDS])
    known = set(scene.tour[0].members)
    passive = trigger.value.rule == "escorted"
    if passive and (not subjects or known & set(subjects)):
        newcomers = objects
    elif not passive and known & set(objects):
        newcomers = numbers(scene, [m for m in _listed(scene, before) if m.kind in _KINDS])
    else:
        return
    for draft in scene.tour:
        draft.join(newcomers, trigger.value.rule)


def _listed(scene: Scene, mentions: Sequence[Mention]) -> list[Mention]:
    """The last of the mentions with those listed before it."""
    for first in range(len(mentions)):
        if len(chain(scene, mentions[first:])) == len(mentions) - first:
            return list(mentions[first:])
    return []
