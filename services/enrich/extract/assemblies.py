"""Bodies that sit, by their names: an open class around a word such as `Council`, written in capitals."""

from services.enrich.extract.mentions import PERSONS
from services.enrich.extract.namesakes import fold_name
from services.enrich.extract.scene import Clause, Scene
from services.enrich.extract.when import dates_at

_HEAD = 7
"""How many capitals may stand before the word for the body: `African Union Peace and Security Council`."""
_LONGEST = 24
"""A body has a name of so many tokens at most."""


def is_sitting_body(scene: Scene, index: int) -> bool:
    """`Council`, written as a name."""
    return scene.doc.folded(index) in scene.pack.words["sitting_bodies"] and scene.doc.tokens[index].is_capitalised


def body_at(scene: Scene, clause: Clause, at: int) -> tuple[int, int] | None:
    """The name of the body that begins at token `at` or after its article; a person's office in it makes it none."""
    words, last = scene.pack.words, clause.last
    while at < last and scene.doc.folded(at) in words["determiners"]:
        at += 1
    head = next((i for i in range(at, min(last, at + _HEAD)) if is_sitting_body(scene, i)), None)
    if head is None or not all(_leads(scene, i) for i in range(at, head)):
        return None
    end = name_end(scene, head, last)
    held = any(m.first < end and m.last > at and _is_held(m.kind, named=m.named) for m in clause.mentions)
    return None if held else (at, end)


def _is_held(kind: str, *, named: bool) -> bool:
    return kind in PERSONS and (named or kind != "person")


def _leads(scene: Scene, index: int) -> bool:
    token = scene.doc.tokens[index]
    return token.is_capitalised or token.text[0].isdigit() or token.text in "-'’" or token.folded in _joints(scene)


def _joints(scene: Scene) -> frozenset[str]:
    return scene.pack.words["and"] | {"'s"}


def name_end(scene: Scene, head: int, limit: int) -> int:
    """Where the name around the word for a body ends, without small words at its end."""
    last = head + 1
    while last < min(limit, head + _LONGEST) and is_of_name(scene, last) and not _is_day(scene, last):
        last += 1
    small = scene.pack.words["genitive|determiners|and|place_links"]
    while last > head + 1 and scene.doc.folded(last - 1) in small:
        last -= 1
    return last


def _is_day(scene: Scene, index: int) -> bool:
    at = scene.doc.tokens[index].start
    return any(day.start <= at < day.end for day in dates_at(scene, at))


def is_of_name(scene: Scene, index: int) -> bool:
    """Capitals and the small words between them, and one common word after a genitive: `Conseil de sécurité`."""
    token, words = scene.doc.tokens[index], scene.pack.words
    before = scene.doc.folded(index - 1)
    linked = before in words["genitive"] or (
        before in words["determiners"] and scene.doc.folded(index - 2) in words["genitive"]
    )
    if token.is_word and linked and index not in scene.doc.cues:
        return True
    small = words["genitive|determiners|and|place_links"]
    if not scene.doc.tokens[index - 1].is_capitalised and token.folded.endswith(tuple(words["body_endings"])):
        return token.is_word  # `affaires étrangères`
    return token.is_capitalised or token.folded in small or token.folded in words["following_adjectives"]


def seat(scene: Scene, clause: Clause, first: int, last: int) -> int:
    """The member that is the body of that name: a known one, one told of before by a longer name, else a new one."""
    heads = [i for i in range(first, last) if is_sitting_body(scene, i)]
    head = heads[0] if heads else last - 1
    known = [m for m in clause.mentions if m.kind == "organisation" and m.first <= head < m.last]
    named = (n for m in known for n in scene.cast.resolve(m))
    word = scene.doc.folded(head)  # a board is not the organisation that it governs
    number = next((n for n in named if word in fold_name(scene.cast.members[n].name)), None)
    if number is not None:
        return number
    told = _in_full(scene, first) if last == head + 1 == first + 1 else None
    return told if told is not None else scene.cast.seated(scene.doc.span(first, last), kind="organisation")


def _in_full(scene: Scene, at: int) -> int | None:
    """`the Council` of the `Council of the Sea`, or of the body of that kind that the release names first."""
    word = scene.doc.folded(at)
    alike = (n for n, m in enumerate(scene.cast.members) if m.kind == "organisation" and word in fold_name(m.name))
    known = next(alike, None)
    if known is not None:
        return known
    named = (m for m in scene.mentions if m.kind == "organisation" and m.name and word in fold_name(m.name))
    mention = next(named, None)
    return next(iter(scene.cast.resolve(mention)), None) if mention else None
