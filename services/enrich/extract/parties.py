"""Who a delegation is, where the text says so: `a delegation led by X and including Y`, then `the delegation`."""

from collections.abc import Sequence
from dataclasses import replace

from services.enrich.extract.attendance import numbers, roll
from services.enrich.extract.mentions import Mention
from services.enrich.extract.scene import Clause, Scene

_BESIDE = 3
"""How many tokens after `led by` the first of the party may stand."""
_LED = 5
"""How many tokens after `will lead` the delegation may stand."""


def note_party(scene: Scene, clause: Clause) -> None:
    """Remember whom a sentence counts to a delegation, a mission or a team; those of a sentence before, too."""
    doc, pack = scene.doc, scene.pack
    if pack.words["party_nouns"].isdisjoint(doc.words[clause.first : clause.last]):
        return
    said = doc.find(pack.phrases["party_of"], clause.first, clause.last)
    listed = [m for match in said for m in roll(scene, clause, match.last, within=_BESIDE) if _is_one(scene, m)]
    led = _leader(scene, clause)
    known = led or numbers(scene, listed)
    for number in known:
        scene.cast.members[number] = replace(scene.cast.members[number], sure=True)
    if led:
        scene.cast.party, scene.cast.led = led, True
    elif known and not scene.cast.led:
        shared = set(known) & set(scene.cast.party)
        scene.cast.party = tuple(dict.fromkeys((*(scene.cast.party if shared else ()), *known)))


def _leader(scene: Scene, clause: Clause) -> tuple[int, ...]:
    """`X will lead a delegation to Y`: the talks of the delegation are the leader's, whoever goes along."""
    words = scene.pack.words
    leads = (i for i in range(clause.first, clause.last) if scene.doc.folded(i) in words["party_leads"])
    at = next((i for i in leads if any(scene.doc.folded(j) in words["party_nouns"] for j in _ahead(clause, i))), None)
    before = [m for m in clause.mentions if at is not None and m.last <= at and m.kind == "person" and m.named]
    return numbers(scene, before[:1])


def _ahead(clause: Clause, index: int) -> range:
    return range(index + 1, min(clause.last, index + _LED))


def _is_one(scene: Scene, mention: Mention) -> bool:
    """Someone by name; what stands in brackets is where a member comes from."""
    return " " in (mention.name or "") and mention.kind == "person" and scene.doc.folded(mention.first - 1) != "("


def led_party(scene: Scene, clause: Clause, members: Sequence[int]) -> tuple[int, ...]:
    """`A Sea Bank team led by X`: the persons rather than the body, where the clause names them."""
    bodies = members and all(scene.cast.members[n].kind == "organisation" for n in members)
    named = bodies and scene.doc.has(scene.pack.phrases["party_of"], clause.first, clause.last)
    return scene.cast.party if named and scene.cast.party else tuple(members)
