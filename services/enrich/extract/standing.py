"""Whether an event was held, is planned or was called off, and whether it is the release's own news at all."""

from services.enrich.extract.asides import is_infinitive
from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.dates import Form, Tense
from services.enrich.extract.scene import Clause, Scene
from services.enrich.extract.when import day_of_mention, sentence_dates
from services.enrich.text.lexicon import Match

_RELATIVE = 6
"""How many tokens of a relative clause tell what it is about."""
_DENIAL = 3
"""How far before a verb what denies it may stand."""
_RECENT = 7
"""What was so many days ago is news, whatever words tell of it."""
_AUXILIARIES = 8
"""How far before its verb an auxiliary may stand."""


def tense_of(scene: Scene, clause: Clause, trigger: Match[Cue], *, behind: int | None = None) -> Tense:
    """The tense that a trigger and its auxiliaries tell; those of a noun may follow it and whom it names.

    `behind` is where those end whom a noun names: `the meeting between A and B will take place`.
    """
    if trigger.value.tense == "future":
        return Tense.FUTURE
    if trigger.value.tense == "past":
        return Tense.PAST
    if is_promised(scene, clause, trigger):
        return Tense.FUTURE
    first = max(clause.first, trigger.first - _AUXILIARIES)
    beside, bare = trigger.value.frame is Frame.BESIDE, trigger.value.tense == "bare"
    if beside or (bare and not scene.doc.has(scene.pack.phrases["managed"], first, trigger.first)):
        first = clause.first  # `will travel to … to meet`: the auxiliary stands before the first of the verbs
    if scene.doc.has(scene.pack.phrases["future"], first, trigger.first):
        return Tense.FUTURE
    noun = behind is not None or trigger.value.frame is Frame.NOUN
    to_come = noun and _is_to_come(scene, clause, trigger, first, behind or trigger.last)
    return Tense.FUTURE if to_come else Tense.UNKNOWN


def _is_to_come(scene: Scene, clause: Clause, trigger: Match[Cue], first: int, behind: int) -> bool:
    """Whether what is said of a noun is of what is to come; whoever stands next has a verb of his own."""
    following = next((m.first for m in clause.mentions if m.first >= behind > trigger.last), clause.last)
    last = min(clause.last, behind + _AUXILIARIES, following)
    verbs = (i for i in range(behind, last) if scene.doc.tokens[i].text.islower())
    ends, words = tuple(scene.pack.words["future_endings"]), scene.pack.words
    return scene.doc.has(scene.pack.phrases["future"], first, last) or any(
        scene.doc.folded(i).endswith(ends) and scene.doc.folded(i) not in words["no_futures"] for i in verbs
    )


def is_cancelled(scene: Scene, clause: Clause) -> bool:
    """Whether the clause says that the event was called off, or that who was to do it will not."""
    said = scene.doc.has(scene.pack.phrases["cancelled"], clause.first, clause.last)
    return said or any(_will_not(scene, cue) for cue in scene.doc.cues_in(clause.first, clause.last))


def _will_not(scene: Scene, verb: Match[Cue]) -> bool:
    """`will not travel to`, `ne se rendra pas à`: nobody announces what nobody expected."""
    if verb.value.tense not in ("future", "bare"):
        return False
    doc, phrases = scene.doc, scene.pack.phrases
    if verb.value.family == "visit" and doc.has(phrases["visit_missed"], verb.first - _AUXILIARIES, verb.first):
        return True
    denials = doc.find(phrases["not_before"], verb.first - _DENIAL, verb.first)
    before = any(match.last == verb.first for match in denials)
    after = not scene.pack.words["not_after"] or phrases["not_after"].match_at(doc.words, verb.last) is not None
    return before and after


def is_unreal(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """Hopes, invitations, conditions, and infinitives that nothing makes a plan or a fact."""
    beside = trigger.value.frame is Frame.BESIDE
    first = clause.first if beside else max(clause.first, trigger.first - _AUXILIARIES)
    phrases = scene.pack.phrases
    if scene.doc.folded(clause.first) in scene.pack.words["conditional"]:
        return True
    if scene.doc.has(phrases["unreal"], first, trigger.first) or _is_denied(scene, clause, trigger):
        return True
    if scene.doc.has(phrases["broadcast"], trigger.last, clause.last):
        return True
    if trigger.value.tense != "past" and (at := _promise(scene, clause, trigger)) is not None:
        return not _has_day(scene, clause, at)
    if trigger.value.tense != "bare" or is_cancelled(scene, clause):
        return False
    plan, fact = scene.pack.phrases["future"], scene.pack.phrases["managed"]
    said = any(scene.doc.has(words, clause.first, trigger.first) for words in (plan, fact))
    said = said or verb_ahead(scene, clause.first, trigger.first)
    return not (said or _has_travelled(scene, clause, trigger))


def verb_ahead(scene: Scene, first: int, last: int) -> bool:
    """Whether the ending of a verb tells the future: `il gagnera Genève pour y rencontrer X`; not `l'opéra`."""
    endings = tuple(scene.pack.words["future_endings"])
    ahead = (i for i in range(first, last) if endings and scene.doc.words[i].endswith(endings))
    free = (i for i in ahead if scene.doc.folded(i - 1) not in scene.pack.words["determiners"])
    return any(scene.doc.tokens[i].text.islower() for i in free)


def _has_travelled(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`travelled to Oslo to meet X`: who made the journey met."""
    cues = scene.doc.cues_in(clause.first, trigger.first)
    return any(cue.value.family == "visit" and cue.value.tense == "past" for cue in cues)


def is_promised(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`agreed to meet again on 4 May`: with a day a promise is a plan."""
    at = _promise(scene, clause, trigger)
    return at is not None and _has_day(scene, clause, at)


def _promise(scene: Scene, clause: Clause, trigger: Match[Cue]) -> int | None:
    """Where a clause promises or invites to what its trigger tells."""
    first = max(clause.first, trigger.first - 2 * _AUXILIARIES)
    promised = scene.doc.find(scene.pack.phrases["promised"], first, trigger.last)
    return next((match.first for match in promised), None)


def _has_day(scene: Scene, clause: Clause, at: int) -> bool:
    """Whether a clause says from token `at` on when it is to be, be it only the month."""
    start = scene.doc.tokens[at].start
    return any(
        mention.start >= start and mention.form is not Form.VAGUE for mention in sentence_dates(scene, clause.sentence)
    )


def _is_denied(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`did not meet X`, `a conversation with X was not on the agenda`; what is called off is told all the same."""
    phrases = scene.pack.phrases
    if scene.doc.has(phrases["denied_after"], trigger.last, clause.last):
        return trigger.value.frame is Frame.NOUN
    beside = trigger.value.frame is Frame.BESIDE
    first = clause.first if beside else max(clause.first, trigger.first - _DENIAL)
    return scene.doc.has(phrases["denied"], first, trigger.first) and not is_cancelled(scene, clause)


def is_background(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """Earlier events: told in the pluperfect without `earlier in the day`, or by words such as `last met`."""
    near = max(clause.first, trigger.first - _AUXILIARIES), min(clause.last, trigger.last + _AUXILIARIES)
    told = scene.doc.has(scene.pack.phrases["past_background"], *near) and not _is_recent(scene, clause)
    earlier = told or _had_been(scene, clause, trigger)
    return earlier and not is_cancelled(scene, clause)  # `previously foreseen for Monday`


def _had_been(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    beside = trigger.value.frame is Frame.BESIDE
    first = max(clause.first, trigger.first - (2 * _AUXILIARIES if beside else _DENIAL))
    if not (beside or trigger.value.tense == "past") or not _is_pluperfect(scene, first, trigger.first):
        return False
    recent = scene.doc.has(scene.pack.phrases["earlier_today"], clause.first, clause.last)
    bracketed = _is_bracketed(scene, clause, trigger)
    return bracketed or not (recent or _is_recent(scene, clause) or _is_of_these_days(scene, clause, trigger))


def _is_bracketed(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """Whether a trigger stands in brackets: `(she had met X on Tuesday)`."""
    marks = [scene.doc.folded(i) for i in range(clause.first, trigger.first) if scene.doc.folded(i) in {"(", ")"}]
    return marks[-1:] == ["("]


def _is_pluperfect(scene: Scene, first: int, last: int) -> bool:
    """`had met`; not `had X on the telephone`, `had a call`."""
    doc, determiners = scene.doc, scene.pack.words["determiners"]
    after = (match.last for match in doc.find(scene.pack.phrases["pluperfect"], first, last))
    return any(i == last or not (doc.tokens[i].is_capitalised or doc.folded(i) in determiners) for i in after)


def _is_recent(scene: Scene, clause: Clause) -> bool:
    """`had met the day before`, `la veille, s'était entretenue`: told late, but of these days."""
    dates = sentence_dates(scene, clause.sentence)
    near = (m for m in dates if m.form in (Form.RELATIVE, Form.SEQUEL) and m.unit == "day")
    return any(abs(mention.offset) <= _RECENT for mention in near)


def _is_of_these_days(scene: Scene, clause: Clause, trigger: Match[Cue]) -> bool:
    """`On Tuesday she had already met`, in a release of that week."""
    at = scene.doc.tokens[trigger.first].start
    near = min(sentence_dates(scene, clause.sentence), key=lambda mention: abs(mention.start - at), default=None)
    day = day_of_mention(scene, near, Tense.PAST) if near else None
    one = day[0] if day and day[0] == day[1] else None
    return one is not None and scene.anchor is not None and abs((scene.anchor - one).days) <= _RECENT


def subject_from(scene: Scene, clause: Clause, trigger: Match[Cue]) -> int:
    """Where a clause turns to what was talked about: `to discuss`, `pour évoquer`, `regarding`; else its end.

    Days and places from there on are those of the subject, not of the talks.
    """
    about = scene.doc.find(scene.pack.phrases["about"], trigger.last + 1, clause.last)
    last = next((match.first for match in about), clause.last)
    turns = (i for i in range(trigger.last + 1, last) if _is_purpose(scene, i) or _turns_away(scene, i))
    return next(turns, last)


def _is_purpose(scene: Scene, index: int) -> bool:
    """`to discuss`, but not `is to take place`, `due to be held`."""
    auxiliary = (scene.pack.phrases["future"].match_at(scene.doc.words, i, index + 1) for i in range(index - 2, index))
    return is_infinitive(scene, index) and not any(match and match.last > index for match in auxiliary)


def _turns_away(scene: Scene, index: int) -> bool:
    """`X, whom she had met in Oslo`, `Y, who resigned on 18 August`: a relative clause about another time."""
    doc, words = scene.doc, scene.pack.words
    if doc.folded(index) not in words["person_relatives"]:
        return False
    ahead = index + 1, index + _RELATIVE
    if doc.folded(index) not in words["subject_relatives"]:
        return doc.says(words["pluperfect"], *ahead)
    return not doc.cues_in(*ahead)
