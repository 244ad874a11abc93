"""Seats: `at UNESCO headquarters`, `au ministère`: a seat lies in the city of whose it is."""

from services.enrich.extract.mentions import Mention
from services.enrich.extract.scene import Clause, Scene
from services.enrich.identity import seat_of
from services.enrich.text.tokens import fold

_REACH = 6
"""How many tokens after the word for a seat its owner stands: `au siège de l'Union africaine`."""


def seat_said(scene: Scene, clause: Clause) -> str | None:
    """The city of the seat that a clause names by its owner, else by nothing: then it is the source's own."""
    for seat in scene.doc.find(scene.pack.phrases["seats"], clause.first, clause.last):
        if not _is_led(scene, clause, seat.first):
            continue
        owner = _owner(scene, clause, seat.first, seat.last)
        if owner is not None:
            return seat_of(owner, scene.doc.language)
        if scene.place is None and scene.cast.home is not None and not _is_of_other(scene, seat.last):
            return seat_of(scene.cast.home, scene.doc.language)
    return None


def _is_led(scene: Scene, clause: Clause, index: int) -> bool:
    """Whether a preposition of place stands before the seat, or before its owner: `at the ILO headquarters`."""
    words = scene.pack.words
    led = words["places_in|seat_links"]
    before = range(max(clause.first, index - _REACH), index)
    at = next((i for i in reversed(before) if scene.doc.folded(i) in led), None)
    if at is None or _is_role(scene, clause, at):
        return False
    between = {scene.doc.folded(i) for i in range(at + 1, index) if not _is_named(scene, i)}
    return between <= words["determiners"] | {"'s", "'"}


def _is_of_other(scene: Scene, at: int) -> bool:
    """`dans le bureau du directeur de l'École`: a seat of somebody else."""
    return scene.doc.folded(at) in scene.pack.words["genitive"]


def _is_role(scene: Scene, clause: Clause, index: int) -> bool:
    """`X, Director at the Ministry`: what follows a person's office belongs to it."""
    beside = next((m for m in clause.mentions if m.first < index <= m.last), None)
    return beside is not None and (index < beside.last or not (beside.kind == "office" or _ends_in_name(scene, beside)))


def _is_named(scene: Scene, index: int) -> bool:
    """Whether a token belongs to the name of a body or state."""
    entities = (scene.doc.entities.get(i) for i in range(max(index - _REACH, 0), index + 1))
    return any(match is not None and match.last > index for match in entities)


def _owner(scene: Scene, clause: Clause, index: int, last: int) -> str | None:
    """The body or state before the seat, or after it."""
    before = range(max(clause.first, index - _REACH), index)
    after = range(last, min(clause.last, last + _REACH))
    for at in (*reversed(before), *after):
        match = scene.doc.entities.get(at)
        if match is not None and match.value.affiliates and (at >= last or index - match.last <= 1):
            organisation = match.value.category in ("organisation", "organ")
            return scene.doc.span(match.first, match.last) if organisation else match.value.id
        if at >= last and match is None and scene.doc.folded(at) not in scene.pack.words["seat_of"]:
            return None
    return None


def is_post(scene: Scene, clause: Clause, index: int) -> bool:
    """`the Ambassador of Norway in Accra`, `représentant de l'OMS en Tunisie`: where one serves."""
    beside = next((m for m in clause.mentions if m.first < index <= m.last), None)
    if beside is None or index < beside.last:
        return beside is not None
    said = {fold(word) for word in (beside.role or "").split()}
    return not _ends_in_name(scene, beside) and not scene.pack.words["posted"].isdisjoint(said)


def _ends_in_name(scene: Scene, mention: Mention) -> bool:
    """`Ambassador X in Accra`: there he is met."""
    named = mention.kind == "person" and mention.name
    return bool(named) and scene.doc.folded(mention.last - 1) == fold((mention.name or "").split()[-1])
