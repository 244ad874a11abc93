"""The words that show by themselves that an event took place."""

from collections.abc import Iterable

from services.contracts.messages import Evidence
from services.enrich.extract.document import Document
from services.enrich.extract.namesakes import name_words
from services.enrich.text.sentences import Sentence


def evidence_of(doc: Document, sentence: Sentence, names: Iterable[str]) -> Evidence:
    """The sentence, or what stands before a colon where that tells the event and names all whom the sentence names."""
    end = sentence.end
    colon = next((i for i in range(sentence.first, sentence.last) if doc.tokens[i].text == ":"), None)
    if colon is not None and _tells(doc, sentence.first, colon) and not _names(doc, colon, sentence.last, names):
        end = doc.tokens[colon - 1].end
    return Evidence(text=doc.text[sentence.start : end], start=sentence.start, end=end)


def _tells(doc: Document, first: int, last: int) -> bool:
    return any(cue.value.family in ("talks", "visit", "attend") for cue in doc.cues_in(first, last))


def _names(doc: Document, first: int, last: int, names: Iterable[str]) -> bool:
    """Whether any of the names stands, by its last word, in `tokens[first:last]`."""
    telling = {words[-1] for name in names if (words := name_words(name))}
    return doc.says(telling, first, last)
