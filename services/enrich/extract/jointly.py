"""What two did with each other, whatever it was: `a signé un accord à Riga avec X`, `a dressé lundi, avec X, le bilan`.

Nobody says so with a verb or noun of talks. A day or a city must say that it happened, and what stands before the
preposition that it is no noun's (`relations with X`).
"""

from services.enrich.extract.asides import past_date
from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.standing import verb_ahead
from services.enrich.extract.talks import draft_talks
from services.enrich.extract.when import sentence_dates
from services.enrich.extract.where import place_in
from services.enrich.text.lexicon import Match

_VERB = 7
"""How many tokens before the preposition its verb may end."""


def draft_jointly(scene: Scene, clause: Clause) -> list[Draft]:
    """The talks of a sentence that tells of none, where somebody does something with somebody."""
    links = scene.pack.words["jointly_links"]
    if links.isdisjoint(scene.doc.words[clause.first : clause.last]) or _is_idle(scene, clause):
        return []
    partner = next((m for m in clause.mentions if _is_beside(scene, clause, m)), None)
    if partner is None or not _is_set(scene, clause):
        return []
    at = partner.first - 1
    tense = "future" if verb_ahead(scene, clause.first, at) else "present"
    return draft_talks(scene, clause, Match(at - 1, at, Cue("talks", "jointly", Frame.WITH, "meeting", tense)))


def _is_beside(scene: Scene, clause: Clause, mention: Mention) -> bool:
    """Whether a verb of the clause, and no noun, governs somebody by `with`."""
    doc, at = scene.doc, mention.first - 1
    someone = mention.kind in PERSONS and (mention.kind != "person" or mention.named)
    if not someone or doc.folded(at) not in scene.pack.words["jointly_links"] or at in doc.quoted:
        return False
    return at == clause.first or _is_free(scene, clause, at - 1)


def _is_free(scene: Scene, clause: Clause, index: int) -> bool:
    """Whether a comma, a day, a place or a verb stands at a token."""
    token = scene.doc.tokens[index]
    if token.text == "," or token.is_capitalised or past_date(scene, index) > index:
        return True
    auxiliaries = scene.pack.words["auxiliaries"] | scene.pack.words["finite"]
    near = scene.doc.words[max(index - _VERB, clause.first) : index]
    acted = token.text.endswith(tuple(scene.pack.words["jointly_participles"])) and not auxiliaries.isdisjoint(near)
    return acted or verb_ahead(scene, index, index + 1)


def _is_idle(scene: Scene, clause: Clause) -> bool:
    """Whether words for talks tell it, a speaker muses, or other words say that nothing was done together."""
    told = any(cue.value.family == "talks" for cue in scene.doc.cues_in(clause.first, clause.last))
    spoken = not scene.pack.words["first_person"].isdisjoint(scene.doc.words[clause.first : clause.last])
    return told or spoken or scene.doc.has(scene.pack.phrases["jointly_idle"], clause.first, clause.last)


def _is_set(scene: Scene, clause: Clause) -> bool:
    """Whether a day or a city of its own sets what a sentence tells, or the words for a margin."""
    days = (mention for mention in sentence_dates(scene, clause.sentence))
    return any(day.unit == "day" for day in days) or place_in(scene, clause)[1] in ("city", "seat")
