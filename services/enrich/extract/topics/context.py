"""What the words around a name or subject make of it: part of an office, a mere place, or what is spoken of."""

from collections.abc import Sequence

from services.enrich.extract.topics.language import Language
from services.enrich.text.tokens import Token

_REACH = 10
_NEAR = 4
_STOPS = frozenset(".!?")
OFFICE, PLACE, PLAIN, ADJECTIVE, RELATED, SPOKEN_OF = 0.0, 0.3, 0.5, 0.3, 0.9, 1.0
PASSING = 0.1
OWN = 0.95
"""`reforms of Georgia`: a subject is said to be that state's own."""
AGENT = 0.85
"""`Georgia promised reforms`: a state named beside a subject does something about it, or has it done."""


def in_office(tokens: Sequence[Token], first: int, last: int, language: Language) -> bool:
    """Whether `tokens[first:last]` belongs to an office: `Minister of Health`, `Trade Minister`."""
    heads = language.words["office_heads"]
    if last < len(tokens) and tokens[last].folded in heads and tokens[first].is_capitalised:
        return True
    return _follows_head(tokens, first, language)


def _follows_head(tokens: Sequence[Token], first: int, language: Language) -> bool:
    heads, links, glue = (language.words[name] for name in ("office_heads", "office_links", "glue"))
    for place in range(first - 1, max(-1, first - _REACH), -1):
        word = tokens[place].folded
        if word in language.words["mandated"] and tokens[place + 1].folded in language.words["mandate_links"]:
            return False  # `envoy for Mali`: whoever is sent to speak of it speaks of it
        if word in heads:
            after = _past_adjectives(tokens, place + 1, language)
            return after >= first or tokens[after].folded in links or tokens[after].folded in heads
        if word not in glue and not tokens[place].is_capitalised:
            return False
    return False


def _past_adjectives(tokens: Sequence[Token], place: int, language: Language) -> int:
    """Past what qualifies an office: `commissaire européen au Commerce`."""
    while place < len(tokens) and tokens[place].folded in language.words["office_adjectives"]:
        place += 1
    return place


def leads_to_head(tokens: Sequence[Token], last: int, language: Language) -> bool:
    """Whether an adjective at `tokens[last - 1]` stands before an office: `Russian Foreign Minister`."""
    heads, glue = language.words["office_heads"], language.words["glue"]
    for token in tokens[last : last + _NEAR]:
        if token.folded in heads:
            return True
        if token.folded not in glue and not token.is_capitalised:
            return False
    return False


def is_money(tokens: Sequence[Token], first: int, last: int, language: Language) -> bool:
    """Whether `tokens[first:last]` only says whose money it is: `US dollars`, `dollars américains`."""
    beside = (tokens[place].folded for place in (first - 1, last) if 0 <= place < len(tokens))
    return any(word in language.words["currency"] for word in beside)


def name_weight(tokens: Sequence[Token], first: int, last: int, language: Language) -> float:
    """How much a country or region, named by a noun, is spoken of."""
    titled = _follows_head(tokens, first, language) or leads_to_head(tokens, last, language)
    if titled or _in_personal_name(tokens, first, language):
        return OFFICE
    if _is_comforted(tokens, first, language):
        return PASSING
    return PLACE if follows(tokens, first, language, "origin") else _spoken_of(_before(tokens, first), language)


def _spoken_of(before: Sequence[str], language: Language) -> float:
    """How much the words before a name say of it: `the crisis in Mali`, `relations with Mali`, `in Mali`."""
    if any(word in language.words["about"] for word in before):
        return SPOKEN_OF
    if any(word in language.words["related"] for word in before):
        return RELATED
    return PLACE if any(word in language.words["place"] for word in before[-2:]) else PLAIN


def _is_comforted(tokens: Sequence[Token], first: int, language: Language) -> bool:
    """`solidarity of the Allies with Ghana`: what is spoken of is what befell that state."""
    if not follows(tokens, first, language, "with"):
        return False
    return any(token.folded in language.words["sympathy"] for token in tokens[max(0, first - _REACH) : first])


def _before(tokens: Sequence[Token], first: int) -> list[str]:
    """The words that stand shortly before `tokens[first]` in its sentence."""
    words: list[str] = []
    for token in tokens[max(0, first - _NEAR) : first]:
        words = [] if token.text in _STOPS else [*words, token.folded]
    return words


def follows(tokens: Sequence[Token], first: int, language: Language, name: str) -> bool:
    """Whether a word of the named set stands before `tokens[first]`, with an article between them or not."""
    before = [token.folded for token in tokens[max(0, first - 2) : first]]
    if before and before[-1] in language.words["articles"]:
        before.pop()
    return bool(before) and before[-1] in language.words[name]


def _in_personal_name(tokens: Sequence[Token], first: int, language: Language) -> bool:
    """Whether a title of courtesy and nothing but names stand before: `Mme María Isabel Salvador`."""
    for token in reversed(tokens[max(0, first - _NEAR) : first]):
        if token.folded in language.words["courtesy"]:
            return True
        if not token.is_capitalised:
            return False
    return False


def adjective_weight(tokens: Sequence[Token], first: int, last: int, language: Language) -> float:
    """How much a country or region, named by an adjective, is spoken of."""
    heads, nouns = language.words["office_heads"], language.words["adjectival"]
    around = [token.folded for token in (*tokens[max(0, first - 2) : first], *tokens[last : last + 2])]
    if any(word in heads for word in around[:2][-1:]) or leads_to_head(tokens, last, language):
        return OFFICE
    return SPOKEN_OF if any(word in nouns for word in around) else ADJECTIVE
