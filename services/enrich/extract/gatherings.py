"""Gatherings: a named many-sided event that someone attends, hosts or addresses, or that takes place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from services.enrich.extract.attendance import addressed, beside, gathered, listed, numbers, subject_of
from services.enrich.extract.cues import Cue
from services.enrich.extract.dates import Form, Tense
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.occasions import occasion_name, occasions_in
from services.enrich.extract.retold import told_gathering
from services.enrich.extract.scene import Clause, DateRange, Draft, Occasion, Scene
from services.enrich.extract.sides import find_sides, is_governed
from services.enrich.extract.standing import is_background, is_cancelled, is_unreal, tense_of
from services.enrich.extract.tellings import How, Telling
from services.enrich.extract.when import OLD, event_days, is_old, lies_ahead, sentence_dates
from services.enrich.extract.where import place_in
from services.enrich.text.lexicon import Match

_REACH = 16
_NEAR_START = 8
_BEFORE = 5
_JOURNEY = 9
"""How many tokens after its verb the purpose of a journey may stand."""
_PURPOSE = 5
"""How many tokens after `for` its noun may stand."""
_PAIR = 2
_INVERTED = 3
"""How many tokens (`Lundi`, `À Riga`) may stand before the verb of an inverted sentence."""
_SOON = timedelta(days=2)
"""A gathering so near in time is taken to be where the release plays; one further off may be anywhere."""
_VAGUE = (Form.YEAR, Form.MONTH, Form.VAGUE)


def draft_told(scene: Scene, clause: Clause, telling: Telling) -> list[Draft]:
    """The gathering that a verb tells of, with those who did it; or those taking part in one told before."""
    trigger, occasion = telling.trigger, telling.occasion
    real = _is_done(scene, clause, trigger) or not is_unreal(scene, clause, trigger)
    if not real or is_background(scene, clause, trigger):
        return []
    whole, clause = clause, _without_name(clause, occasion)
    stretch = replace(clause, first=telling.first, last=telling.last)
    doers = _doers(scene, clause, telling)
    heard = addressed(scene, whole, trigger) if trigger.value.family == "speech" else ()
    members = [n for n in (*doers, *heard, *_others(scene, stretch, telling)) if scene.cast.members[n].sure]
    told = told_gathering(scene, occasion.first - 1, occasion.noun.last)
    if told is not None:
        told.join(members, "told-again")
        return []
    if not members or (telling.how is How.RELATIVE and not _is_dated(scene, clause, telling)):
        return []
    return draft_gathering(scene, stretch, trigger, occasion, members, tense_of(scene, clause, trigger))


def _without_name(clause: Clause, occasion: Occasion) -> Clause:
    """The clause without the mentions in the name of a gathering: `the Sea Ministers' Meeting` names no ministers."""
    outside = [m for m in clause.mentions if m.last <= occasion.first or m.first >= occasion.last]
    return replace(clause, mentions=outside)


def _is_done(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`joined the leaders to attend the summit`: the purpose of what was done was reached."""
    if trigger.value.tense != "bare" or scene.doc.folded(trigger.first - 1) not in scene.pack.words["purpose_links"]:
        return False
    before = (scene.doc.cues[i] for i in range(clause.first, trigger.first) if i in scene.doc.cues)
    return any(cue.value.tense == "past" and cue.value.family in ("attend", "visit") for cue in before)


def _is_dated(scene: Scene, clause: Clause, telling: Telling) -> bool:
    """`prepares the summit that X will host in 2024`, `the recent summit that X hosted` tell of no summit."""
    days = any(mention.form not in _VAGUE for mention in sentence_dates(scene, clause.sentence))
    return days and not is_background(scene, clause, telling.occasion.noun)


def _doers(scene: Scene, clause: Clause, telling: Telling) -> tuple[int, ...]:
    trigger, occasion = telling.trigger, telling.occasion
    if telling.how is How.SUBJECT:
        return ()
    if telling.how is How.RELATIVE:
        relative = replace(clause, first=occasion.last)
        subjects = find_sides(scene, relative, trigger).subjects
        return numbers(scene, subjects) or numbers(scene, listed(scene, clause, trigger.last))
    return _hosts(scene, clause, trigger) or subject_of(scene, find_sides(scene, clause, trigger).subjects)


def _others(scene: Scene, stretch: Clause, telling: Telling) -> Iterator[int]:
    """Those whom the stretch of a telling joins to its gathering, and those whom its verb brings together."""
    if telling.trigger.value.family == "gather":
        yield from gathered(scene, stretch, telling.trigger)
    yield from beside(scene, stretch, min(telling.trigger.last, telling.occasion.last))


def _hosts(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[int, ...]:
    """`announced that Italy will host`: a state or body just before the verb and its auxiliary."""
    if trigger.value.rule not in scene.pack.words["hosting_rules"]:
        return ()
    hosts = [m for m in clause.mentions if m.kind in ("state", "organisation") and 0 <= trigger.first - m.last <= 1]
    return numbers(scene, [m for m in hosts if not is_governed(scene.doc, scene.pack, m)])


def draft_without_verb(scene: Scene, clause: Clause) -> list[Draft]:
    """The first gathering at which a sentence plays, or that happens by itself."""
    for occasion in occasions_in(scene, clause):
        if is_unreal(scene, clause, occasion.noun) or is_background(scene, clause, occasion.noun):
            continue
        if drafts := draft_scene(scene, clause, occasion) or _draft_happening(scene, clause, occasion):
            return drafts
    return []


def draft_scene(scene: Scene, clause: Clause, occasion: Occasion) -> list[Draft]:
    """A gathering that is where its sentence plays: `at a round table`, `lors d'un séminaire`, `for the summit`."""
    noun = occasion.noun
    act = scene.pack.phrases["acts"].match_at(scene.doc.tokens, noun.first, noun.last)
    if (
        act
        or not _is_scene(scene, clause, occasion)
        or _is_only_hoped(scene, clause, noun)
        or _is_source(scene, clause, noun)
    ):
        return []
    clause = _without_name(clause, occasion)
    sides = find_sides(scene, clause, noun)
    subject = [m for m in clause.mentions if m.last <= noun.first and not is_governed(scene.doc, scene.pack, m)][:1]
    mentions = (*sides.subjects, *sides.partners) or tuple(subject)
    members = numbers(scene, [m for m in mentions if m.kind != "state"])
    tense = tense_of(scene, clause, noun)
    return draft_gathering(scene, clause, noun, occasion, members, tense) if members else []


def draft_purpose(scene: Scene, clause: Clause, trigger: Match[Cue]) -> list[Draft]:
    """The gathering that a journey is for: `was in Khartoum today for the signing ceremony`."""
    occasion = _purpose(scene, clause, trigger)
    if occasion is None or is_unreal(scene, clause, trigger) or is_background(scene, clause, trigger):
        return []
    members = subject_of(scene, find_sides(scene, clause, trigger).subjects)
    others = beside(scene, clause, trigger.last)
    tense = tense_of(scene, clause, trigger)
    return draft_gathering(scene, clause, trigger, occasion, (*members, *others), tense) if members else []


def _purpose(scene: Scene, clause: Clause, trigger: Match[Cue]) -> Occasion | None:
    """The gathering right after the first `for` of a journey."""
    near = range(trigger.last, min(clause.last, trigger.last + _JOURNEY))
    at = next((i for i in near if scene.doc.folded(i) in scene.pack.words["purpose"]), None)
    found = occasions_in(scene, replace(clause, first=at)) if at is not None else iter(())
    occasion = next(found, None)
    return occasion if occasion and at is not None and occasion.noun.first - at < _PURPOSE else None


def _draft_happening(scene: Scene, clause: Clause, occasion: Occasion) -> list[Draft]:
    """A gathering that is itself the subject: `The summit will open tomorrow`, `Le sommet se tiendra à Riga`."""
    noun = occasion.noun
    if scene.pack.phrases["acts"].match_at(scene.doc.tokens, noun.first, noun.last):
        return []
    at = _happening(scene, noun.last, clause.last)
    inverted = _inverted(scene, clause, occasion) if at is None else None
    at = inverted if at is None else at
    if at is None or _is_related(scene, occasion, at):
        return []
    far = noun.first - clause.first > _REACH and inverted is None
    if far or scene.doc.folded(noun.first - 1) in scene.pack.words["prepositions"]:
        return []
    tense = tense_of(scene, clause, noun)
    if bodies := [m for m in _bodies(clause, noun) if m.first <= noun.first < m.last]:
        return draft_gathering(scene, clause, noun, None, numbers(scene, bodies), tense)
    name = occasion_name(scene, clause, noun) or ""
    present = [m for m in clause.mentions if m.kind in PERSONS]
    members = numbers(scene, [m for m in (*present, *_bodies(clause, noun)) if m.text not in name])
    members = members or _parties(scene, clause, occasion)
    told = members or _stands_alone(scene, clause, noun)
    return draft_gathering(scene, clause, noun, occasion, members, tense) if told else []


def _parties(scene: Scene, clause: Clause, occasion: Occasion) -> tuple[int, ...]:
    """The two whom a name tells, where nobody else is named: `the EU-Japan Summit`, `the commission between A and B`."""
    within = [m for m in clause.mentions if occasion.first <= m.first and m.last <= occasion.last]
    found = numbers(scene, [m for m in within if m.kind in ("state", "organisation")])
    return found if len(found) == _PAIR else ()


def _happening(scene: Scene, first: int, last: int) -> int | None:
    """Where tokens say that something takes place, or does not after all."""
    found = next(scene.doc.find(scene.pack.phrases["happening"], first, last), None)
    return None if found is None else found.first


def _inverted(scene: Scene, clause: Clause, occasion: Occasion) -> int | None:
    """`S'est ouverte lundi la conférence`, `C'est à Riga que s'est tenue la session`: the verb before its subject."""
    at = _happening(scene, clause.first, occasion.first)
    cleft = scene.pack.phrases["cleft"].match_at(scene.doc.tokens, clause.first, clause.last)
    opens = at is not None and (cleft is not None or at - clause.first <= _INVERTED)
    if at is None or not opens or scene.doc.folded(occasion.first - 1) not in scene.pack.words["determiners"]:
        return None
    subject = any(m.last <= at and not is_governed(scene.doc, scene.pack, m) for m in clause.mentions)
    return None if subject or any(o.last <= at for o in occasions_in(scene, clause)) else at


def _is_related(scene: Scene, occasion: Occasion, at: int) -> bool:
    """`led the delegation to the summit, which was held in Oslo`: told of in passing; so is one after a preposition."""
    words, first = scene.pack.words, occasion.first
    first -= scene.doc.folded(first - 1) in words["determiners"] - words["scene_prepositions"]
    governed = scene.doc.folded(first - 1) in words["prepositions"]
    return governed and any(scene.doc.folded(i) in words["relatives"] for i in range(occasion.last, at))


def _bodies(clause: Clause, noun: Match[Cue]) -> list[Mention]:
    return [m for m in clause.mentions if m.kind == "organisation" and m.first <= noun.first]


def _stands_alone(scene: Scene, clause: Clause, noun: Match[Cue]) -> bool:
    """The subject of its sentence, with a day or place: then it is told though nobody is named."""
    relative = any(scene.doc.folded(i) in scene.pack.words["relatives"] for i in range(noun.first, clause.last))
    relative = relative and not is_cancelled(scene, clause)  # `the summit, which was to open on Monday, is put off`
    dated = bool(sentence_dates(scene, clause.sentence)) or place_in(scene, clause)[0] is not None
    return dated and not relative and noun.first - clause.first <= _NEAR_START


def _is_source(scene: Scene, clause: Clause, noun: Match[Cue]) -> bool:
    """`he said at the press conference`: where a quotation comes from is no event."""
    press = scene.pack.phrases["press"].match_at(scene.doc.tokens, noun.first, noun.last)
    return press is not None and scene.doc.has(scene.pack.phrases["saying"], clause.first, clause.last)


def _is_only_hoped(scene: Scene, clause: Clause, noun: Match[Cue]) -> bool:
    """`looks forward to seeing her at the summit`; `j'en avais parlé lors du sommet` is of another day."""
    doc, phrases = scene.doc, scene.pack.phrases
    earlier = doc.has(phrases["pluperfect"], clause.first, noun.first)
    today = doc.has(phrases["earlier_today"], clause.first, clause.last)
    return doc.has(phrases["unreal"], clause.first, noun.first) or (earlier and not today)


def _is_scene(scene: Scene, clause: Clause, occasion: Occasion) -> bool:
    """It has a name or complement of its own, and a preposition of place or purpose before it."""
    words, first = scene.pack.words, occasion.first
    first -= scene.doc.folded(first - 1) in words["determiners"] - words["scene_prepositions"]
    led = first > clause.first and scene.doc.folded(first - 1) in words["scene_prepositions"]
    passed = first - 2 >= clause.first and scene.doc.folded(first - 2) in words["scene_prepositions"]
    named = len((occasion_name(scene, clause, occasion.noun) or "").split()) > 1
    return named and (led or (passed and scene.doc.folded(first - 1) in words["of"]))


def draft_gathering(  # noqa: PLR0913, PLR0917 - the parts of one gathering
    scene: Scene,
    clause: Clause,
    trigger: Match[Cue],
    occasion: Occasion | None,
    members: Sequence[int],
    tense: Tense,
) -> list[Draft]:
    """The gathering of `members` that a trigger tells in a stretch of its sentence; none where it lies too far back."""
    members = [n for n in members if scene.cast.members[n].sure]
    noun = occasion.noun if occasion else trigger
    days, rule = event_days(scene, clause.sentence, scene.doc.tokens[noun.first].start, tense)
    if rule == OLD or is_old(days, scene.anchor):
        return []
    if len(members) == 1:
        scene.cast.focus = members[0]
    elif trigger.value.family == "gather":
        scene.cast.group, scene.cast.settled = tuple(dict.fromkeys(members)), True
    place, place_rule = _place(scene, clause)
    if place is not None and (place_rule != "country" or scene.place is None):
        scene.move_to(place, ahead=lies_ahead(days, scene.anchor) or tense is Tense.FUTURE)
    scene.stay = days
    days = _open_ended(scene, clause, occasion, days)
    ahead = lies_ahead(days, scene.anchor) or tense is Tense.FUTURE
    status = "cancelled" if is_cancelled(scene, clause) else "planned" if ahead else "held"
    rules = {"kind": "attended", "participants": trigger.value.rule, "start": rule, "place": place_rule}
    name = occasion_name(scene, clause, occasion.noun) if occasion else None
    soon = days[0] is not None and scene.anchor is not None and days[0] - scene.anchor <= _SOON
    moved = scene.place != scene.held_place  # `will fly to Riga, where she will address the forum`
    where = place or (scene.here(ahead=ahead) if status == "held" or soon or moved else None)
    draft = Draft("gathering", status, days, where, name, tuple(dict.fromkeys(members)), clause.sentence, rules)
    scene.gatherings.append(draft)
    return [draft]


def _place(scene: Scene, stretch: Clause) -> tuple[str | None, str]:
    """The place named in the stretch of a telling, else in what the sentence says before it."""
    found = place_in(scene, stretch)
    if found[0] is not None or stretch.first == stretch.sentence.first:
        return found
    return place_in(scene, replace(stretch, first=stretch.sentence.first, last=stretch.first))


def _open_ended(scene: Scene, clause: Clause, occasion: Occasion | None, days: DateRange) -> DateRange:
    """`addressed the opening of the summit`, `whose session begins on 26 January`: it does not end that day."""
    if occasion is None or days[0] is None or days[0] != days[1]:
        return days
    near = max(clause.first, occasion.first - _BEFORE), min(clause.last, occasion.noun.last + _NEAR_START)
    return (days[0], None) if scene.doc.has(scene.pack.phrases["starting"], *near) else days
