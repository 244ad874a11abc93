"""The name of a gathering, as written: what stands before its noun, and the complements after it."""

from collections.abc import Iterator

from services.enrich.extract.cues import Cue
from services.enrich.extract.scene import Clause, Occasion, Scene
from services.enrich.extract.titles import TITLED, titled_meeting
from services.enrich.extract.when import sentence_dates
from services.enrich.text.lexicon import Match

_LONGEST_HEAD = 6
_LONGEST_TAIL = 16
_OPENING, _CLOSING = ("«", "“"), ("»", "”")
_HYPHENS = ("-", "‐", "‑")
_POSSESSIVE = ("'s", "'")


def occasions_in(scene: Scene, clause: Clause) -> Iterator[Occasion]:
    """The gatherings that a clause names or describes, none inside the name of another; each clause is read once."""
    bounds = clause.first, clause.last
    if bounds not in scene.occasions:
        scene.occasions[bounds] = tuple(_occasions(scene, clause))
    return iter(scene.occasions[bounds])


def _occasions(scene: Scene, clause: Clause) -> Iterator[Occasion]:
    passed, cues = clause.first, scene.doc.cues
    meetings = scene.pack.words["meeting_nouns|meeting_plurals"]
    words = enumerate(scene.doc.words[clause.first : clause.last], clause.first)
    for index in [index for index, word in words if index in cues or word in meetings]:
        noun = _noun_at(scene, clause, index) if index >= passed else None
        if noun is None:
            continue
        passed = max(_last(scene, clause, noun), noun.last)
        yield Occasion(name_start(scene, clause, noun), passed, noun)


def titled_tokens(scene: Scene, clause: Clause) -> frozenset[int]:
    """The tokens of the titles of meetings: `meeting` there announces no talks."""
    titled = (o for o in occasions_in(scene, clause) if o.noun.value is TITLED)
    return frozenset(index for occasion in titled for index in range(occasion.first, occasion.last))


def _noun_at(scene: Scene, clause: Clause, index: int) -> Match[Cue] | None:
    """The noun of a gathering at `index`; in a run of capitals (`Sea Forum Ministers' Meeting`) the last one counts."""
    cue = scene.doc.cues.get(index)
    if cue is None or cue.value.family != "gathering":
        return titled_meeting(scene, clause, index)
    at = cue.last
    while at < clause.last and (scene.doc.tokens[at].is_capitalised or scene.doc.folded(at) in _POSSESSIVE):
        at += 1
    at += at == cue.last  # `ministerial meeting`
    titles = (titled_meeting(scene, clause, i) for i in range(min(at, clause.last) - 1, cue.last - 1, -1))
    later = next((title for title in titles if title), None)
    return later or (cue if is_one(scene, cue) else None)


def is_one(scene: Scene, noun: Match[Cue]) -> bool:
    """A word such as `dialogue` or `council` names a gathering only where it is written as a name."""
    general = scene.pack.phrases["gatherings_in_capitals"].match_at(scene.doc.words, noun.first, noun.last)
    return general is None or any(token.is_capitalised for token in scene.doc.tokens[noun.first : noun.last])


def occasion_name(scene: Scene, clause: Clause, noun: Match[Cue]) -> str | None:
    """The name around a gathering noun, without article; None for a speech and for `a new summit`, which have none."""
    doc, words, phrases = scene.doc, scene.pack.words, scene.pack.phrases
    if phrases["speeches"].match_at(doc.words, noun.first, noun.last):
        return None
    first, last = name_start(scene, clause, noun), _last(scene, clause, noun)
    passing = first
    while passing < noun.first and doc.folded(passing) in words["passing"]:
        passing += 1
    bare = not any(token.is_capitalised or token.text[0].isdigit() for token in doc.tokens[passing:last])
    return None if bare and passing > first and last == noun.last else doc.span(passing, last)


def is_known(scene: Scene, clause: Clause, noun: Match[Cue]) -> bool:
    """`the ceremony`, `cette réunion`: a gathering noun without a name, after an article that says it is known."""
    first = name_start(scene, clause, noun)
    named = any(token.is_capitalised for token in scene.doc.tokens[max(first, clause.first + 1) : noun.last])
    definite = scene.doc.folded(first - 1) in scene.pack.words["definite"]
    return definite and not named and _last(scene, clause, noun) == noun.last


def name_start(scene: Scene, clause: Clause, noun: Match[Cue]) -> int:
    """Back to the article where only words stand between, else as far as capitals and ordinals go."""
    first, at = noun.first, noun.first - 1
    if scene.doc.folded(at) in _CLOSING:
        return _quoted_before(scene, clause, at)
    while at >= clause.first and noun.first - at <= _LONGEST_HEAD and _may_precede(scene, clause, at):
        if _belongs_before(scene, at) and first == at + 1:
            first = at
        at -= 1
    led = at >= clause.first and scene.doc.folded(at) in scene.pack.words["determiners"]
    return at + 1 if led else first


def _quoted_before(scene: Scene, clause: Clause, at: int) -> int:
    """`the “Open Sea” Conference`: the opening of the quotation that ends at `at`, else the token after it."""
    opening = (i for i in range(at - 1, max(clause.first, at - _LONGEST_TAIL), -1) if scene.doc.folded(i) in _OPENING)
    return next(opening, at + 1)


def _may_precede(scene: Scene, clause: Clause, index: int) -> bool:
    token, words = scene.doc.tokens[index], scene.pack.words
    if token.folded in _POSSESSIVE:
        return scene.doc.tokens[index - 1].is_capitalised and not _in_date(scene, clause, index - 1)
    if _is_hyphened(scene, index):
        return True
    apart = any(token.folded in words[slot] for slot in ("determiners", "prepositions", "relatives", "occasion_stops"))
    if apart or not token.text[0].isalnum():
        return False
    cue = scene.doc.cues.get(index)
    name = token.is_capitalised and index > clause.first
    verb = cue is not None and cue.value.family != "gathering" and cue.value.tense != "present" and not name
    return not verb and not _in_date(scene, clause, index)


def _belongs_before(scene: Scene, index: int) -> bool:
    token = scene.doc.tokens[index]
    if token.folded in _POSSESSIVE:
        return scene.doc.tokens[index - 1].is_capitalised
    if _is_hyphened(scene, index) or _is_hyphened(scene, index - 1):
        return True
    return token.is_capitalised or token.text[0].isdigit() or token.folded in scene.pack.words["occasion_adjectives"]


def _is_hyphened(scene: Scene, index: int) -> bool:
    """Whether a hyphen joins a token to the next: `in` of `in-person meeting`, `pré` of `pré-sommet`."""
    end = scene.doc.tokens[index].end
    return index + 1 < len(scene.doc.tokens) and scene.doc.text[end : scene.doc.tokens[index + 1].start] in _HYPHENS


def _last(scene: Scene, clause: Clause, noun: Match[Cue]) -> int:
    """Past adjectives and a name in quotation marks, then past each complement (`of the …`, `sur la …`)."""
    doc, phrases = scene.doc, scene.pack.phrases
    limit = min(clause.last, noun.last + _LONGEST_TAIL)
    inner = doc.folded(noun.last - 1) in scene.pack.words["of"]
    last = noun.last - inner
    while last < limit and not inner and _follows_noun(scene, clause, last):
        last += 1
    last = _quoted(scene, last, limit)
    if phrases["press"].match_at(doc.words, noun.first, noun.last):
        return last
    while (end := _complement(scene, clause, last, limit)) > last:
        last = _quoted(scene, end, limit)
    return last if last > noun.last else noun.last - inner


def _follows_noun(scene: Scene, clause: Clause, index: int) -> bool:
    token, words = scene.doc.tokens[index], scene.pack.words
    if token.text in ("'", "’"):
        return index + 1 < clause.last and scene.doc.tokens[index + 1].is_capitalised
    stops = token.folded in words["prepositions"] or token.folded in words["occasion_stops"]
    if stops or _in_date(scene, clause, index):
        return False
    adjective = token.folded in words["following_adjectives"] or token.folded.endswith(_endings(scene))
    return token.is_word and (token.is_capitalised or token.joined or adjective)


def _endings(scene: Scene) -> tuple[str, ...]:
    return scene.pack.endings["following_endings"]


def _quoted(scene: Scene, index: int, limit: int) -> int:
    """The end of a quoted name that begins at `index`, else `index`."""
    if scene.doc.folded(index) not in _OPENING:
        return index
    ends = (i + 1 for i in range(index, limit) if scene.doc.folded(i) in _CLOSING)
    return next(ends, index)


def _complement(scene: Scene, clause: Clause, index: int, limit: int) -> int:
    """The end of the complement that a linking word opens at `index`, else `index`."""
    link = scene.pack.phrases["occasion_links"].match_at(scene.doc.words, index, limit)
    if link is None:
        return index
    if (quoted := _quoted(scene, link.last, limit)) > link.last:
        return quoted
    persons = {m.first for m in clause.mentions if m.kind in ("office", "counterpart") or m.named}
    persons -= {m.first for m in clause.mentions if m.plural}
    at = link.last
    while at < limit and scene.doc.folded(at) in scene.pack.words["determiners"]:
        at += 1
    end = at
    while at < limit and at not in persons and _within(scene, clause, at):
        at += 1
        end = at if not _dangles(scene, at - 1) else end
    return end if end > link.last else index


def _within(scene: Scene, clause: Clause, index: int) -> bool:
    """Whether a token may stand inside a complement; `and` only where no verb follows it."""
    token, words = scene.doc.tokens[index], scene.pack.words
    if not token.text[0].isalnum() or token.folded in words["occasion_stops"] or _in_date(scene, clause, index):
        return token.text[0] in "'’" and token.folded == "'s"
    cue = scene.doc.cues.get(index)
    if cue is not None and cue.value.family != "gathering" and not token.is_capitalised:
        return False
    if scene.pack.phrases["and"].match_at(scene.doc.words, index):
        return not token.is_capitalised and not _verb_follows(scene, clause, index + 1)
    return token.folded in words["determiners"] or token.folded not in words["prepositions"]


def _verb_follows(scene: Scene, clause: Clause, index: int) -> bool:
    cue, token = scene.doc.cues.get(index), scene.doc.folded(index)
    verb = cue is not None and cue.value.family != "gathering"
    person = any(m.first == index and (m.named or m.kind in ("office", "he")) for m in clause.mentions)
    next_one = any(i in scene.doc.cues and scene.doc.cues[i].value.family == "gathering" for i in (index, index + 1))
    return verb or person or next_one or token.endswith(scene.pack.endings["verb_endings"])


def _dangles(scene: Scene, index: int) -> bool:
    words = scene.pack.words
    return scene.doc.folded(index) in words["determiners|and|prepositions|separable"]


def _in_date(scene: Scene, clause: Clause, index: int) -> bool:
    at = scene.doc.tokens[index].start
    return any(mention.start <= at < mention.end for mention in sentence_dates(scene, clause.sentence))
