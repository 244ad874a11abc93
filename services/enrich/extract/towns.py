"""Names of places that no list has, and words that stand for one."""

from services.enrich.extract.scene import Clause, Scene

_LONGEST = 5
"""A name that no list has is of so many words at most."""
_NEAR = 3
"""A capital is named within so many tokens after its noun."""


def is_town(scene: Scene, first: int, last: int) -> bool:
    """`will travel to Bodh Gaya tomorrow`: a name after a word of motion that is nobody's, and no house's or body's."""
    doc, words = scene.doc, scene.pack.words
    if doc.folded(first - 1) not in words["town_links"]:
        return False
    kept = words["things|common|airports"]
    inside = range(first, last)
    if any(doc.folded(i) in kept or i in doc.entities or i in doc.cues for i in inside):
        return False
    free = not doc.has(scene.pack.phrases["seats"], first, last) and not scene.pack.offices.match_at(doc.words, first)
    after = doc.tokens[last] if last < len(doc.tokens) else None
    return free and (after is None or not after.is_capitalised)


def base_name(scene: Scene, clause: Clause, index: int) -> str | None:
    """Capitalised words that end with a word for a place: `Minot Air Force Base`, `Camp` and `Island` likewise."""
    end = index
    while end < min(clause.last, index + _LONGEST) and scene.doc.tokens[end].is_capitalised:
        end += 1
        if end - index > 1 and scene.doc.folded(end - 1) in scene.pack.words["stop_nouns"]:
            return scene.doc.span(index, end)
    return None


def names_city(scene: Scene, at: int) -> bool:
    """`the Latvian capital, Riga`."""
    near = (scene.doc.entities.get(i) for i in range(at, at + _NEAR))
    return any(match is not None and match.value.category == "city" for match in near)


def town_name(scene: Scene, clause: Clause, index: int) -> str | None:
    """`travel to Bodh Gaya`: what looks like a person's name after a word of motion, and is nobody known."""
    mention = next((m for m in clause.mentions if m.first == index), None)
    if mention is None or mention.kind != "person" or mention.named or scene.doc.folded(index - 1) not in _links(scene):
        return None
    known = scene.cast.known(mention)
    sure = known is not None and scene.cast.members[known].sure
    return None if sure else scene.doc.span(mention.first, mention.last)


def _links(scene: Scene) -> frozenset[str]:
    return scene.pack.words["town_links"]
