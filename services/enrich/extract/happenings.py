"""Gatherings that no verb tells of: where a sentence plays, or what takes place by itself.

`at a round table in Riga, X said`, `The summit will open tomorrow`, `S'est ouverte lundi la conférence`.
"""

from services.enrich.extract.attendance import beside, numbers
from services.enrich.extract.cues import Cue
from services.enrich.extract.doers import is_governed
from services.enrich.extract.gatherings import draft_gathering, without_name
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.occasions import is_known, occasion_name, occasions_in
from services.enrich.extract.retold import told_gathering
from services.enrich.extract.scene import Clause, Draft, Occasion, Scene
from services.enrich.extract.sides import find_sides
from services.enrich.extract.standing import is_background, is_cancelled, is_unreal, tense_of
from services.enrich.extract.when import sentence_dates
from services.enrich.extract.where import place_in
from services.enrich.text.lexicon import Match

_REACH = 16
"""How far into its sentence the subject may stand."""
_NEAR_START = 8
_PAIR = 2
_POSSESSIVE = ("'s", "'")
_OPENING = 6
"""So near the head of its sentence stands a gathering that opens it: `In a speech at the summit`."""


def draft_without_verb(scene: Scene, clause: Clause) -> list[Draft]:
    """The first gathering at which a sentence plays, or that happens by itself."""
    if scene.doc.folded(clause.first) in scene.pack.words["captions"]:
        return []
    for occasion in occasions_in(scene, clause):
        if is_unreal(scene, clause, occasion.noun) or is_background(scene, clause, occasion.noun):
            continue
        if drafts := draft_scene(scene, clause, occasion) or _draft_happening(scene, clause, occasion):
            return drafts
    return []


def draft_scene(scene: Scene, clause: Clause, occasion: Occasion) -> list[Draft]:
    """A gathering that is where its sentence plays: `at a round table`, `lors d'un séminaire`, `for the summit`."""
    noun = occasion.noun
    if (
        _is_act(scene, noun)
        or not _is_scene(scene, clause, occasion)
        or _is_only_hoped(scene, clause, noun)
        or _is_source(scene, clause, noun)
    ):
        return []
    clause = without_name(clause, occasion)
    sides = find_sides(scene, clause, noun)
    subject = [m for m in clause.mentions if m.last <= noun.first and not is_governed(scene.doc, scene.pack, m)][:1]
    mentions = (*sides.subjects, *sides.partners) or tuple(subject) or _behind(scene, clause, occasion)
    members = numbers(scene, [m for m in mentions if m.kind != "state"])
    others = beside(scene, clause, noun.last)
    tense = tense_of(scene, clause, noun)
    return draft_gathering(scene, clause, noun, occasion, (*members, *others), tense) if members else []


def _behind(scene: Scene, clause: Clause, occasion: Occasion) -> tuple[Mention, ...]:
    """`At the summit in Riga on Monday, X said`: the subject behind the comma of what opens a sentence."""
    if occasion.first - clause.first > _OPENING:
        return ()
    people = (m for m in clause.mentions if m.first >= occasion.last and m.kind in (*PERSONS, "he", "they"))
    first = next((m for m in people if not is_governed(scene.doc, scene.pack, m)), None)
    if first is None:
        return ()
    at = first.first - (scene.doc.folded(first.first - 1) in scene.pack.words["determiners"])
    return (first,) if scene.doc.folded(at - 1) == "," else ()


def _is_act(scene: Scene, noun: Match[Cue]) -> bool:
    """`a signing`, `le lancement`: done rather than held; a `signing ceremony` is held."""
    act = scene.pack.phrases["acts"].match_at(scene.doc.words, noun.first, noun.last)
    return act is not None and act.last == noun.last


def _draft_happening(scene: Scene, clause: Clause, occasion: Occasion) -> list[Draft]:
    """A gathering that is itself the subject: `The summit will open tomorrow`, `Le sommet se tiendra à Riga`."""
    noun = occasion.noun
    if _is_act(scene, noun):
        return []
    at = _happening(scene, noun.last, clause.last)
    inverted = _inverted(scene, clause, occasion) if at is None else None
    at = inverted if at is None else at
    if at is None or _is_related(scene, occasion, at):
        return []
    far = noun.first - clause.first > _REACH and inverted is None
    if far or scene.doc.folded(noun.first - 1) in scene.pack.words["prepositions"]:
        return []
    tense = tense_of(scene, clause, noun, behind=max(at, noun.last))
    if bodies := [m for m in _bodies(clause, noun) if m.first <= noun.first < m.last]:
        return draft_gathering(scene, clause, noun, None, numbers(scene, bodies), tense)
    name = occasion_name(scene, clause, noun) or ""
    present = [m for m in clause.mentions if m.kind in PERSONS]
    members = numbers(scene, [m for m in (*present, *_bodies(clause, noun)) if m.text not in name])
    members = members or _parties(scene, clause, occasion)
    if (told := _told(scene, clause, occasion)) is not None:
        told.join(members, "told-again")
        return []
    alone = members or _stands_alone(scene, clause, noun)
    return draft_gathering(scene, clause, noun, occasion, members, tense) if alone else []


def _told(scene: Scene, clause: Clause, occasion: Occasion) -> Draft | None:
    """The gathering told before that `the summit` takes up, or right before, that `the ceremony` was part of."""
    told = told_gathering(scene, occasion.first - 1, occasion.noun.last)
    if told is None and is_known(scene, clause, occasion.noun) and scene.last and scene.last.kind == "gathering":
        return scene.last
    return told


def _parties(scene: Scene, clause: Clause, occasion: Occasion) -> tuple[int, ...]:
    """The two whom a name tells, where nobody else is named: `the EU-Japan Summit`, `talks between A and B`."""
    within = [m for m in clause.mentions if occasion.first <= m.first and m.last <= occasion.last]
    found = numbers(scene, [m for m in within if m.kind in ("state", "organisation")])
    return found if len(found) == _PAIR else ()


def _happening(scene: Scene, first: int, last: int) -> int | None:
    """Where tokens say that something takes place, or does not after all."""
    found = next(scene.doc.find(scene.pack.phrases["happening"], first, last), None)
    done = (cue for cue in scene.doc.cues_in(first, last) if cue.value.family == "join")  # `will be opened by`
    by = next((cue for cue in done if scene.doc.folded(cue.last - 1) in scene.pack.words["link_by"]), None)
    return min((match.first for match in (found, by) if match is not None), default=None)


def _inverted(scene: Scene, clause: Clause, occasion: Occasion) -> int | None:
    """`S'est ouverte lundi la conférence`, `C'est à Riga que s'est tenue la session`: the verb before its subject."""
    words = scene.pack.words
    verb = next(scene.doc.find(scene.pack.phrases["inverting"], clause.first, occasion.first), None)
    if verb is None or scene.doc.folded(verb.first - 1) in words["subject_relatives"]:
        return None
    article = occasion.first - 1
    governed = scene.doc.folded(article - 1) in words["prepositions"]
    if governed or scene.doc.folded(article) not in words["determiners"]:
        return None
    subject = any(m.last <= verb.first and not is_governed(scene.doc, scene.pack, m) for m in clause.mentions)
    return None if subject or any(o.last <= verb.first for o in occasions_in(scene, clause)) else verb.first


def _is_related(scene: Scene, occasion: Occasion, at: int) -> bool:
    """`led the delegation to the summit, which was held in Oslo`: told of in passing; so is one after a preposition."""
    words, first = scene.pack.words, occasion.first
    first -= scene.doc.folded(first - 1) in words["determiners"] - words["scene_prepositions"]
    governed = scene.doc.folded(first - 1) in words["prepositions"]
    return governed and scene.doc.says(words["relatives"], occasion.last, at)


def _bodies(clause: Clause, noun: Match[Cue]) -> list[Mention]:
    return [m for m in clause.mentions if m.kind == "organisation" and m.first <= noun.first]


def _stands_alone(scene: Scene, clause: Clause, noun: Match[Cue]) -> bool:
    """The subject of its sentence, with a day or place: then it is told though nobody is named."""
    relative = scene.doc.says(scene.pack.words["relatives"], noun.first, clause.last)
    relative = relative and not is_cancelled(scene, clause)  # `the summit, which was to open on Monday, is put off`
    dated = bool(sentence_dates(scene, clause.sentence)) or place_in(scene, clause)[0] is not None
    return dated and not relative and noun.first - clause.first <= _NEAR_START


def _is_source(scene: Scene, clause: Clause, noun: Match[Cue]) -> bool:
    """`he said at the press conference`: where a quotation comes from is no event."""
    press = scene.pack.phrases["press"].match_at(scene.doc.words, noun.first, noun.last)
    return press is not None and scene.doc.has(scene.pack.phrases["saying"], clause.first, clause.last)


def _is_only_hoped(scene: Scene, clause: Clause, noun: Match[Cue]) -> bool:
    """`looks forward to seeing her at the summit`; `j'en avais parlé lors du sommet` is of another day."""
    doc, phrases = scene.doc, scene.pack.phrases
    earlier = doc.has(phrases["pluperfect"], clause.first, noun.first)
    today = doc.has(phrases["earlier_today"], clause.first, clause.last)
    return doc.has(phrases["unreal"], clause.first, noun.first) or (earlier and not today)


def _is_scene(scene: Scene, clause: Clause, occasion: Occasion) -> bool:
    """It has a name or complement of its own, and a preposition of place or purpose before it."""
    words, first = scene.pack.words, _past_possessive(scene, clause, occasion.first)
    first -= scene.doc.folded(first - 1) in words["determiners"] - words["scene_prepositions"]
    led = first > clause.first and scene.doc.folded(first - 1) in words["scene_prepositions"]
    passed = first - 2 >= clause.first and scene.doc.folded(first - 2) in words["scene_prepositions"]
    named = len((occasion_name(scene, clause, occasion.noun) or "").split()) > 1
    return named and (led or (passed and scene.doc.folded(first - 1) in words["of"]))


def _past_possessive(scene: Scene, clause: Clause, first: int) -> int:
    """`Monday's summit`, `next week's forum`: what a day owns begins with the day."""
    at = first - 1
    if at <= clause.first or scene.doc.folded(at) not in _POSSESSIVE:
        return first
    start = scene.doc.tokens[at - 1].start
    days = (day for day in sentence_dates(scene, clause.sentence) if day.start <= start < day.end)
    day = next(days, None)
    if day is None:
        return first
    return next(i for i in range(at - 1, -1, -1) if scene.doc.tokens[i].start <= day.start)
