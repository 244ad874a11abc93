"""Gatherings told by what was done there: words to a body that sits, and public acts.

`briefed the Security Council`, `testified before the Trade Committee of the Senate`, `laid a wreath`, `was sworn in`.
"""

from services.enrich.extract.asides import only_asides
from services.enrich.extract.assemblies import body_at, seat
from services.enrich.extract.attendance import beside, numbers, subject_of
from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.gatherings import VAGUE, draft_gathering
from services.enrich.extract.mentions import PERSONS
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.sides import find_sides
from services.enrich.extract.standing import is_background, is_unreal, tense_of
from services.enrich.extract.when import sentence_dates
from services.enrich.text.lexicon import Match

_TO = 18
"""How many tokens after its verb `to the Council` may stand."""
_DIRECT = 7
"""How many tokens after its verb a body that is its object begins at the latest: a day may stand between."""
_THING = 10
"""How many tokens after its verb the thing of an act may stand."""
_SIGNERS = 2
_HEAD = 3
_KNOWN = 20
"""Of so many events told before, one may be told on."""


def draft_deeds(scene: Scene, clause: Clause) -> list[Draft]:
    """The first gathering that a verb of speech to a body, or of a public act, tells."""
    if clause.first in scene.doc.quoted:
        return []
    for verb in scene.doc.find(scene.pack.deeds.verbs, clause.first, clause.last):
        if _is_related(scene, verb):
            continue
        drafts = _BY_RULE.get(verb.value.rule, _act)(scene, clause, verb)
        if drafts:
            return drafts
    return []


def tells_act(scene: Scene, clause: Clause) -> bool:
    """Whether a public act is told: who is `in the presence of` is there, and not at the talks told before."""
    verbs = scene.doc.find(scene.pack.deeds.verbs, clause.first, clause.last)
    return any(verb.value.rule not in _BY_RULE and _with_thing(scene, clause, verb) for verb in verbs)


def _is_related(scene: Scene, verb: Match[Cue]) -> bool:
    """`the new Prime Minister, who was sworn in on 2 May`: said of somebody in passing."""
    return any(scene.doc.folded(i) in scene.pack.words["subject_relatives"] for i in (verb.first - 2, verb.first - 1))


def _heard(scene: Scene, clause: Clause, verb: Match[Cue]) -> list[Draft]:
    """Who speaks to a body, and the body."""
    body = _audience(scene, clause, verb)
    if body is None:
        return []
    speakers = _doers(scene, clause, verb)
    sat = seat(scene, clause, *body) if speakers else None
    told = next((draft for draft in reversed(scene.gatherings[-_KNOWN:]) if sat in draft.members), None)
    if told is not None:
        told.join(speakers, "heard")
    elif sat is not None and _is_dated(scene, clause, fresh=True):
        return _drafts(scene, clause, verb, (*speakers, sat))
    return []


def _sat(scene: Scene, clause: Clause, verb: Match[Cue]) -> list[Draft]:
    """`attends the Trade Council`, `chaired on Monday the Budget Committee`: the session of a body bears its name."""
    body = _audience(scene, clause, verb)
    speakers = _doers(scene, clause, verb) if body and _is_dated(scene, clause, fresh=True) else ()
    drafts = _drafts(scene, clause, verb, speakers) if speakers else []
    for draft in drafts:
        draft.occasion = scene.doc.span(*body) if body else None
    return drafts


def _audience(scene: Scene, clause: Clause, verb: Match[Cue]) -> tuple[int, int] | None:
    """The body right after the verb where this takes one, or after `to`, `before` near it."""
    near = range(verb.last, min(clause.last, verb.last + _DIRECT)) if verb.value.frame is Frame.DIRECT else ()
    direct = (body_at(scene, clause, i) for i in near if i == verb.last or only_asides(scene, verb.last, i))
    if body := next((body for body in direct if body), None):
        return body
    links, last = scene.pack.words["heard_links"], _stop(scene, verb.last, min(clause.last, verb.last + _TO))
    linked = (body_at(scene, clause, i + 1) for i in range(verb.last, last) if scene.doc.folded(i) in links)
    return next((body for body in linked if body), None)


def _doers(scene: Scene, clause: Clause, verb: Match[Cue]) -> tuple[int, ...]:
    """The subject, or at the head of an entry (`Brussels: briefs the Council`) whom the text speaks of."""
    named = find_sides(scene, clause, verb).subjects
    found = numbers(scene, named) if named or verb.first - clause.first > _HEAD else subject_of(scene, ())
    return tuple(n for n in found if scene.cast.members[n].kind in ("person", "office"))


def _act(scene: Scene, clause: Clause, verb: Match[Cue]) -> list[Draft]:
    """Who did a public act, with or for whom; one within a journey told before is a stop, unless others take part."""
    act = _with_thing(scene, clause, verb)
    doers = _doers(scene, clause, act) if act and _is_dated(scene, clause) else ()
    if act is None or not doers:
        return []
    others = _others(scene, clause, act)
    if verb.value.rule == "honour" and not others:
        return []
    if verb.value.rule == "sign" and (len({*doers, *others}) < _SIGNERS or _is_of_talks(scene, clause, doers)):
        return []
    return [] if _is_part(scene, clause, {*doers, *others}) else _drafts(scene, clause, act, (*doers, *others))


def _is_of_talks(scene: Scene, clause: Clause, signers: tuple[int, ...]) -> bool:
    """Whether what is signed comes out of talks or a journey that the text tells of."""
    cues = (scene.doc.cues[i].value.family for i in range(clause.first, clause.last) if i in scene.doc.cues)
    told = (*scene.tour, *scene.talks[-_KNOWN:])
    return "talks" in cues or any(not {*signers}.isdisjoint(event.members) for event in told)


def _is_part(scene: Scene, clause: Clause, members: set[int]) -> bool:
    """Whether a journey told here or before has all of them: then an act is a stop of it."""
    cues = (scene.doc.cues[i].value for i in range(clause.first, clause.last) if i in scene.doc.cues)
    visits = any(cue.family == "visit" and cue.rule == "visit-verb" for cue in cues)
    return members <= {n for visit in scene.tour for n in visit.members} or (visits and len(members) == 1)


def _with_thing(scene: Scene, clause: Clause, verb: Match[Cue]) -> Match[Cue] | None:
    """The verb up to the thing that makes it a public act; some need none."""
    things = scene.pack.deeds.things[verb.value.rule]
    if not things.beginnings:
        return verb
    thing = next(scene.doc.find(things, verb.last, min(clause.last, verb.last + _THING)), None)
    if thing is None or _stop(scene, verb.last, thing.first) < thing.first:
        return None
    return verb._replace(last=thing.last)


def _stop(scene: Scene, first: int, last: int) -> int:
    """Where words begin that the verb before them has nothing to do with."""
    return next((i for i in range(first, last) if scene.doc.folded(i) in scene.pack.words["deed_stops"]), last)


def _is_dated(scene: Scene, clause: Clause, *, fresh: bool = False) -> bool:
    """Whether a sentence says on which day, or a heading above it; `fresh` where the paragraph will do."""
    headed = scene.heading is not None or (fresh and scene.fresh)
    return headed or any(day.form not in VAGUE for day in sentence_dates(scene, clause.sentence))


def _others(scene: Scene, clause: Clause, act: Match[Cue]) -> tuple[int, ...]:
    """Whom an act was done with, for or before: its object, and those who stood beside it."""
    partners = find_sides(scene, clause, act).partners
    persons = [m for m in partners if m.kind in PERSONS]
    return (*numbers(scene, persons), *beside(scene, clause, act.last))


def _drafts(scene: Scene, clause: Clause, verb: Match[Cue], members: tuple[int, ...]) -> list[Draft]:
    if is_unreal(scene, clause, verb) or is_background(scene, clause, verb):
        return []
    tense = tense_of(scene, clause, verb)
    drafts = draft_gathering(scene, clause, verb, None, members, tense)
    return [draft for draft in drafts if draft.days[0] is not None or draft.status == "planned"]


_BY_RULE = {"heard": _heard, "sat": _sat}
"""What is read in a way of its own; all other rules are public acts."""
