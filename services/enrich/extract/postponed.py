"""What is put off to a named day: called off, and planned anew."""

from collections.abc import Sequence
from dataclasses import replace

from services.enrich.extract.dates import DateMention, Tense
from services.enrich.extract.scene import Clause, Draft, Scene
from services.enrich.extract.when import day_of_mention, sentence_dates

_ASIDE = 5
"""How many tokens after `postponed to` its day may stand."""


def new_date(scene: Scene, clause: Clause) -> DateMention | None:
    """The day that something is put off to: `has been postponed to 27 May`, `a reporté au 27 mai son entretien`."""
    tokens = scene.doc.tokens
    for moved in scene.doc.find(scene.pack.phrases["put_off"], clause.first, clause.last):
        ahead = range(moved.last, min(clause.last - 1, moved.last + _ASIDE))
        to = next((i for i in ahead if scene.doc.folded(i) in scene.pack.words["put_off_to"]), None)
        if to is not None:
            first, last = tokens[to].end, tokens[min(to + _ASIDE, clause.last - 1)].end
            named = (mention for mention in sentence_dates(scene, clause.sentence) if first <= mention.start < last)
            return next(named, None)
    return None


def planned_anew(scene: Scene, clause: Clause, drafts: Sequence[Draft]) -> list[Draft]:
    """The events that take the place of those a clause has put off; none where it names no day for them."""
    moved = new_date(scene, clause) if drafts and drafts[0].status == "cancelled" else None
    days = day_of_mention(scene, moved, Tense.FUTURE) if moved else None
    if days is None:
        return []
    return [
        replace(draft, status="planned", days=days, again=True, rules={**draft.rules, "start": "put-off-to"})
        for draft in drafts
        if draft.status == "cancelled"
    ]
