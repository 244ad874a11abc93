"""Who says `I` in a release: whom its headline gives the word to, or who signs it."""

from collections.abc import Sequence
from dataclasses import replace

from services.enrich.extract.document import Document
from services.enrich.extract.mentions import Mention
from services.enrich.extract.scene import Scene
from services.enrich.text.sentences import Sentence

_LEAD = 5
"""`Authorised by Senator`: so many words at most stand before the name of who signs."""
_REST = 6
"""The end of a line that signs holds no more than an unknown office."""
_LINK = 3
_OPENING = 4
"""A statement says whose it is in so many sentences."""


def settle_authors(scene: Scene) -> None:
    """`A, B and C issued the following statement: We …`, `We, A and B, …`: several say `we`."""
    words, phrases = scene.pack.words, scene.pack.phrases
    for sentence in scene.doc.sentences[:_OPENING]:
        itself = scene.doc.folded(sentence.first) in words["authors"] and scene.doc.folded(sentence.first + 1) == ","
        if not itself and not scene.doc.has(phrases["stating"], sentence.first, sentence.last):
            continue
        named = [m for m in scene.mentions if sentence.first <= m.first < sentence.last]
        members = [n for m in named if m.kind in ("person", "office") for n in scene.cast.resolve(m)]
        authors = tuple(dict.fromkeys(n for n in members if " " in scene.cast.members[n].name))
        if len(authors) > 1:
            scene.cast.authors = authors
            for number in authors:
                scene.cast.members[number] = replace(scene.cast.members[number], sure=True)
            return


def settle_author(scene: Scene, headline: Document, named: Sequence[Mention]) -> None:
    """A text in the first person is its author's: he is the protagonist, whoever is named first."""
    if not _speaks_of_itself(scene):
        return
    author = _given_the_word(scene, headline, named) or _signing(scene)
    members = scene.cast.resolve(author) if author else ()
    if len(members) == 1:
        scene.cast.protagonist = members[0]


def speaker_of(scene: Scene, sentence: Sentence, around: Sequence[Mention]) -> int | None:
    """Who says what a sentence quotes: `"I met Y", said X`, `« J'ai reçu Y », a déclaré X`."""
    doc = scene.doc
    if doc.quoted.isdisjoint(range(sentence.first, sentence.last)):
        return None
    people = [m for m in around if m.kind in ("person", "office") and m.first not in doc.quoted]
    for said in doc.find(scene.pack.phrases["saying"], sentence.first, sentence.last):
        beside = (m for m in people if m.last <= said.first <= m.last + 1 or said.last <= m.first <= said.last + 1)
        mention = next(beside, None) if said.first not in doc.quoted else None
        if mention is not None:
            return scene.cast.known(mention)
    return None


def _speaks_of_itself(scene: Scene) -> bool:
    """Whether `I` stands outside quotation marks."""
    own = scene.pack.words["author_words"]
    if not scene.doc.says(own, 0, len(scene.doc.words)):
        return False
    return any(word in own and index not in scene.doc.quoted for index, word in enumerate(scene.doc.words))


def _given_the_word(scene: Scene, headline: Document, named: Sequence[Mention]) -> Mention | None:
    """`Address by President X`, `Discours de Mme X`: the person linked to a word for a speech."""
    for speech in headline.find(scene.pack.phrases["headed_speeches"], 0, len(headline.tokens)):
        near = (m for m in named if m.kind == "person" and 0 < m.first - speech.last <= _LINK)
        links = scene.pack.words["speaker_links"]
        found = next((m for m in near if links & {headline.folded(i) for i in range(speech.last, m.first)}), None)
        if found is not None:
            return found
    return None


def _signing(scene: Scene) -> Mention | None:
    """The last line that is a name with an office, in it or under it: `Authorised by Senator X, Minister for Trade`."""
    lines = sorted((s for s in scene.doc.sentences if s.opens_line), key=lambda line: -line.first)
    remaining, below = iter(lines), None
    line = next(remaining, None)
    for mention in reversed(scene.mentions):
        while line is not None and line.first > mention.first:
            line = next(remaining, None)
        if line is None:
            return None
        if _is_alone(scene, line, mention) and mention.kind == "person":
            titled = below is not None and below.kind == "office" and below.first == line.last
            if mention.role or titled:
                return mention
        below = mention
    return None


def _is_alone(scene: Scene, line: Sentence, mention: Mention) -> bool:
    alone = mention.first - line.first <= _LEAD and 0 <= line.last - mention.last <= _REST
    return alone and not scene.doc.cues_in(line.first, line.last)
