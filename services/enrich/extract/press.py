"""Words to the press that follow talks: `followed by a joint press conference`, `avant un point de presse commun`."""

from collections.abc import Iterator, Sequence

from services.enrich.extract.cues import Cue
from services.enrich.extract.occasions import occasion_name
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.text.lexicon import Match

_LEAD = 4
"""How many tokens may stand between `followed by` and the noun."""
_OPENING = 6
"""How far into its sentence the noun stands that is itself the subject."""
_REACH = 12
"""How many tokens after the noun the verb stands that says that it follows."""


def draft_press(scene: Scene, clause: Clause, found: Sequence[Draft]) -> list[Draft]:
    """The gathering at which both sides of the talks told here, or right before, speak to the press."""
    talks = next((d for d in reversed(found) if d.kind == "meeting"), None) or scene.last
    if talks is None or talks.kind != "meeting" or any(d.kind == "gathering" for d in found):
        return []
    noun = next(_nouns(scene, clause), None)
    if noun is None or noun.first in scene.doc.quoted or not _follows(scene, clause, noun):
        return []
    name = occasion_name(scene, clause, noun)
    rules = {"kind": "follows-talks", "participants": "of-the-talks", "start": "of-the-talks"}
    draft = Draft("gathering", talks.status, talks.days, talks.place, name, talks.members, clause.sentence, rules)
    draft.entry = talks.entry
    scene.gatherings.append(draft)
    return [draft]


def _nouns(scene: Scene, clause: Clause) -> Iterator[Match[Cue]]:
    """The cues that are words to the press."""
    press = scene.pack.phrases["press"]
    cues = scene.doc.cues_in(clause.first, clause.last)
    yield from (c for c in cues if press.match_at(scene.doc.words, c.first, c.last))


def _follows(scene: Scene, clause: Clause, noun: Match[Cue]) -> bool:
    """Whether a word for what comes next leads to the noun, or a verb says of it that it comes next."""
    doc, phrases = scene.doc, scene.pack.phrases
    led = doc.has(phrases["press_leads"], max(clause.first, noun.first - _LEAD), noun.first)
    last = min(clause.last, noun.last + _REACH)
    return led or (noun.first - clause.first <= _OPENING and doc.has(phrases["press_follows"], noun.last, last))
