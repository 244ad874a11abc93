"""What may stand between a verb and its object, or two items of a list, and belongs to neither: day, place, manner."""

from bisect import bisect_right

from services.enrich.extract.scene import Scene
from services.enrich.extract.when import dates_at

_MARKS = frozenset({",", "(", ")", "–", "—"})
_LONGEST_NAME = 6
"""How many tokens a prepositional phrase may have after its preposition and article."""


def only_asides(scene: Scene, first: int, last: int) -> bool:
    """Whether `tokens[first:last]` are nothing but days, places, adverbs and other phrases with a preposition."""
    index = first
    while index < last:
        following = past_aside(scene, index, last)
        if following == index:
            return False
        index = following
    return True


def past_aside(scene: Scene, index: int, last: int) -> int:
    """Where the adverbial at `index` ends, by `last`; `index` itself where none begins there."""
    doc = scene.doc
    adverb = scene.pack.phrases["object_adverbs"].match_at(doc.words, index, last)
    end = max(past_date(scene, index), past_sequel(scene, index, last), adverb.last if adverb else index)
    if end > index:
        return min(end, last)
    if doc.folded(index) in _MARKS or _is_manner(scene, index):
        return index + 1
    governs = doc.folded(index) in scene.pack.words["prepositions"]
    if governs and not is_infinitive(scene, index) and not _is_gerund(scene, index + 1):
        return _past_phrase(scene, index + 1, last)
    return index


def past_date(scene: Scene, index: int) -> int:
    """Where the date that token `index` is part of ends; `index` where it is part of none."""
    tokens = scene.doc.tokens
    at = tokens[index].start
    for mention in dates_at(scene, at):
        if mention.start <= at < mention.end:
            return index + bisect_right(range(index, len(tokens)), mention.end - 1, key=lambda i: tokens[i].start)
    return index


def past_sequel(scene: Scene, index: int, last: int) -> int:
    """Past words that go on in time: `later that day`, `puis, le lendemain`."""
    words, phrases = scene.doc.words, scene.pack.phrases
    match = phrases["next_stop"].match_at(words, index, last) or phrases["sequel"].match_at(words, index, last)
    return match.last if match else index


def is_infinitive(scene: Scene, index: int) -> bool:
    """`to discuss`, `pour évoquer`: a small word that is no name and no article after `to`/`pour`."""
    doc, words = scene.doc, scene.pack.words
    if doc.folded(index) not in words["purpose_links"]:
        return False
    following = doc.folded(index + 1)
    if not following.isalpha() or following in words["determiners"]:
        return False
    if doc.tokens[index + 1].is_capitalised or index + 1 in doc.entities:
        return False
    return following.endswith(scene.pack.endings["infinitive_endings"] or "")


def _is_gerund(scene: Scene, index: int) -> bool:
    """`after visiting`, `en accompagnant`: a verb whose object is another one."""
    return scene.doc.folded(index).endswith(scene.pack.endings["gerund_endings"])


def _is_manner(scene: Scene, index: int) -> bool:
    token = scene.doc.tokens[index]
    return not token.is_capitalised and token.folded.endswith(scene.pack.endings["adverb_endings"])


def _past_phrase(scene: Scene, index: int, last: int) -> int:
    """Past what a preposition governs: up to the next article, preposition, comma or day."""
    doc, words = scene.doc, scene.pack.words
    index += doc.folded(index) in words["determiners"]
    stops = words["determiners|prepositions|relatives"]
    for at in range(index, min(last, index + _LONGEST_NAME)):
        if doc.folded(at) in stops or doc.folded(at) in _MARKS or past_date(scene, at) > at:
            return at
    return min(last, index + _LONGEST_NAME)
