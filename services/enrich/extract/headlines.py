"""Whom a headline names, also one in capitals, where a name and what follows it look alike."""

from collections.abc import Collection
from dataclasses import replace

from services.enrich.extract.document import Document
from services.enrich.extract.finding import find_mentions
from services.enrich.extract.lang import Pack
from services.enrich.extract.mentions import Mention
from services.enrich.text.tokens import Token, tokenize

_NAME = 3


def ends_in_name(doc: Document, pack: Pack, mention: Mention) -> bool:
    """In capitals a name may run on: `LA MINISTRE ANN BORG À RIGA` ends in none."""
    small = pack.words["places_in|prepositions|determiners"]
    last = range(max(mention.first + 1, mention.last - _NAME), mention.last)
    return mention.named and not any(doc.folded(index) in small for index in last)


def stands_first(headline: Document, mention: Mention) -> bool:
    """`Ann Borg rencontre`: a full name that begins a title, before a word in small letters."""
    full = mention.kind == "person" and " " in (mention.name or "") and mention.first == 0
    return full and mention.last < len(headline.tokens) and headline.tokens[mention.last].text.islower()


def headline_mentions(headline: Document, doc: Document, pack: Pack) -> list[Mention]:
    """The title's mentions; where a title has capitals throughout, a name ends before a common word of the body."""
    said = {token.text for token in doc.tokens}
    found = find_mentions(headline, pack)
    shortened = (replace(m, name=_proper(m.name, said, pack)) if m.kind == "person" and m.name else m for m in found)
    return [m for m in shortened if m.name != ""]


def _proper(name: str, said: Collection[str], pack: Pack) -> str:
    """`Ann Borg` of `Ann Borg Calls`."""
    tokens = tokenize(name)
    last = next((i for i, token in enumerate(tokens) if _is_common(token, said, pack)), len(tokens))
    return name[: tokens[last - 1].end] if last else ""


def _is_common(token: Token, said: Collection[str], pack: Pack) -> bool:
    if token.joined or token.folded in pack.words["particles"]:
        return False
    lowered = token.text.lower()
    return token.folded in pack.words["headline_words"] or (
        len(token.text) > 3 and lowered.islower() and lowered in said
    )
