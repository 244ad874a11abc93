"""An item of a council's agenda: the headline names the council and its day, the text says who presented what."""

from collections.abc import Iterator
from itertools import pairwise

from services.enrich.extract.document import Document
from services.enrich.extract.scene import DateRange, Draft, Scene
from services.enrich.extract.when import lies_ahead
from services.enrich.text.lexicon import Match
from services.enrich.text.sentences import Sentence


def draft_sitting(scene: Scene, headline: Document, sitting: Match[str], days: DateRange) -> list[Draft]:
    """`Council of Ministers of 3 May. Fishing` over `The Minister for the Sea presented a bill`: who presented it."""
    presented: list[int] = []
    sentences: list[Sentence] = []
    for sentence in scene.doc.sentences[: scene.doc.background_from]:
        verb = _told_of(scene, sentence)
        if verb is not None:
            presented.extend(_presenters(scene, sentence, verb))
            sentences.append(sentence)
    if not presented:  # `Three orders were presented to the Council`: it sat, as its headline says
        presented = [scene.cast.seated(headline.span(sitting.first, sitting.last), kind="organisation")]
        sentences = [_naming(scene) or scene.doc.sentences[0]]
    status = "planned" if lies_ahead(days, scene.anchor) else "held"
    name = headline.span(sitting.first, sitting.last)
    rules = {"kind": "headed-sitting", "participants": "presented", "start": "headline"}
    return [Draft("gathering", status, days, None, name, tuple(dict.fromkeys(presented)), sentences[0], rules)]


def _naming(scene: Scene) -> Sentence | None:
    """The first sentence that names the council."""
    sittings = scene.pack.phrases["sittings"]
    return next((s for s in scene.doc.sentences if scene.doc.has(sittings, s.first, s.last)), None)


def _told_of(scene: Scene, sentence: Sentence) -> int | None:
    """Where the verb begins by which someone presents, or the council decides."""
    phrases = scene.pack.phrases
    for index in range(sentence.first + 1, sentence.last):
        if phrases["presented"].match_at(scene.doc.words, index, sentence.last):
            return index
        if phrases["decided"].match_at(scene.doc.words, index, sentence.last):
            return index if phrases["sittings"].match_at(scene.doc.words, sentence.first + 1, index) else None
    return None


def _presenters(scene: Scene, sentence: Sentence, verb: int) -> Iterator[int]:
    """Each holder in the subject; one begins with an article and an office: `la ministre de X et le ministre …`."""
    doc, pack = scene.doc, scene.pack
    sitting = pack.phrases["sittings"].match_at(doc.words, sentence.first + 1, verb)
    if sitting is not None:
        yield scene.cast.seated(doc.span(sitting.first, sitting.last), kind="organisation")
        return
    named = [m for m in scene.mentions if sentence.first <= m.first and m.last <= verb and m.kind == "person"]
    if named:
        yield from (number for mention in named for number in scene.cast.resolve(mention))
        return
    starts = [index for index in range(sentence.first, verb) if _begins_holder(scene, index)]
    for start, following in pairwise([*starts, verb]):
        links = {",", *pack.words["and"]}
        last = next((i for i in range(following, start, -1) if doc.folded(i - 1) not in links), following)
        yield scene.cast.seated(doc.span(start + 1, last), kind="office")


def _begins_holder(scene: Scene, index: int) -> bool:
    doc, pack = scene.doc, scene.pack
    small = pack.words["determiners"] - pack.words["genitive"]
    office = pack.offices.match_at(doc.words, index + 1)
    return doc.folded(index) in small and doc.folded(index - 1) not in pack.words["genitive"] and office is not None
