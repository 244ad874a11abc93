"""Who takes part beside the subject: those a clause joins to it, and those whom it brings together."""

from collections.abc import Iterable, Sequence

from services.enrich.extract.cues import Cue
from services.enrich.extract.mentions import PERSONS, Mention
from services.enrich.extract.scene import Clause, Scene
from services.enrich.text.lexicon import Match

_BESIDE = 4
"""How many tokens may stand between a linking phrase and whom it links, or between two items of its list."""
_LONGEST_ASIDE = 16
_ADDRESSED = 2
_TO = 6
"""How many tokens after its verb `devant` may open an audience: the day may stand between."""


def beside(scene: Scene, clause: Clause, first: int, links: str = "takes_part") -> tuple[int, ...]:
    """Those whom `together with`, `attended by`, `en présence de` … after token `first` joins to an event."""
    found = scene.doc.find(scene.pack.phrases[links], max(first, clause.first), clause.last)
    told = (listed(scene, clause, link.last) or _host(scene, clause, link) for link in found)
    return numbers(scene, [mention for mentions in told for mention in mentions])


def _host(scene: Scene, clause: Clause, link: Match[str]) -> list[Mention]:
    """`hosted by Italy`, `organisé par la Banque`: a state or body right after the link."""
    if scene.doc.folded(link.last - 1) not in scene.pack.words["link_by"]:
        return []
    return [m for m in clause.mentions if m.kind in ("state", "organisation") and 0 <= m.first - link.last <= 1][:1]


def listed(scene: Scene, clause: Clause, at: int) -> list[Mention]:
    """The persons and offices of the list that begins at token `at` or just after it."""
    chosen: list[Mention] = []
    for mention in clause.mentions:
        same = bool(chosen) and mention.first == chosen[-1].first  # two of one plural office
        if (mention.first < at - 1 and not same) or mention.kind not in PERSONS:
            continue
        if mention.first - at > _BESIDE or _breaks(scene, at, mention.first):
            break
        chosen.append(mention)
        at = mention.last
    return chosen


def roll(scene: Scene, clause: Clause, at: int, *, within: int) -> list[Mention]:
    """The persons and offices listed from token `at` on, the first of them near it.

    A clause about one of them, or on whose behalf another came, interrupts the list and does not end it.
    """
    chosen: list[Mention] = []
    for mention in clause.mentions:
        if mention.first < at - 1 and not (chosen and mention.first == chosen[-1].first):  # two of one plural office
            continue
        gap = [scene.doc.folded(i) for i in range(at, mention.first)]
        if mention.kind in PERSONS:
            if len(gap) > (_LONGEST_ASIDE if chosen and _resumes(scene, gap) else _BESIDE if chosen else within):
                break
            chosen.append(mention)
        elif not (chosen and gap and gap[-1] in scene.pack.words["behalf"]):
            continue
        at = mention.last
    return chosen


def _resumes(scene: Scene, gap: Sequence[str]) -> bool:
    """Whether what interrupts a list ends as its next item begins: `, whose country presides, and`."""
    joints = scene.pack.words["and|determiners"] | {",", ";", "•", "-"}
    if gap[-1:] and gap[-1] in scene.pack.words["link_by"]:  # `Chad by X and Niger by Y`
        return gap[0] in joints
    return bool(gap) and gap[0] in joints | {"("} and gap[-1] in joints


def gathered(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[int, ...]:
    """Whom `brought together`, `a réuni` has as its object, also bodies and states."""
    chosen: list[Mention] = []
    at = trigger.last
    for mention in clause.mentions:
        if mention.first < trigger.last or mention.kind in ("he", "they"):
            continue
        gap = range(at, mention.first)
        if chosen and (len(gap) > _BESIDE or _breaks(scene, at, mention.first)):
            break
        chosen.append(mention)
        at = mention.last
    return numbers(scene, chosen)


def comes_together(scene: Scene, trigger: Match[Cue]) -> bool:
    """`s'est réuni`: whom the verb brings together is its subject."""
    sits = scene.pack.phrases["sits"]
    before = (sits.match_at(scene.doc.words, trigger.first - n, trigger.last) for n in (1, 2) if trigger.first >= n)
    return any(match is not None and match.last == trigger.last for match in before)


def addressed(scene: Scene, clause: Clause, trigger: Match[Cue]) -> tuple[int, ...]:
    """The body that a speech is made to: right after its verb, or after `devant`, `before` near it."""
    words = scene.pack.words
    at = range(trigger.last, min(clause.last, trigger.last + _TO))
    to = next((i for i in at if scene.doc.folded(i) in words["speaks_to"] - words["scene_prepositions"]), None)
    first = trigger.last if to is None else to + 1
    near = [m for m in clause.mentions if first <= m.first <= first + _ADDRESSED]
    return numbers(scene, [m for m in near[:1] if m.kind == "organisation"])


def numbers(scene: Scene, mentions: Iterable[Mention]) -> tuple[int, ...]:
    """The members whom mentions stand for, each once."""
    return tuple(dict.fromkeys(n for mention in mentions for n in scene.cast.resolve(mention)))


def subject_of(scene: Scene, subjects: Sequence[Mention]) -> tuple[int, ...]:
    """The members of a subject; of an unnamed one, whom the text speaks of."""
    named = numbers(scene, subjects)
    focus = scene.cast.focus
    return named or (() if focus is None else (focus,))


def _breaks(scene: Scene, first: int, last: int) -> bool:
    """Whether a verb, a relative pronoun or another clause stands between two items."""
    words = scene.pack.words
    stops = words["relatives|occasion_breaks"]
    joint = next(scene.doc.find(scene.pack.phrases["and"], first, last), None)
    first = joint.last if joint and joint.last <= last else first  # `ainsi que`
    return scene.doc.says(stops, first, last) or bool(scene.doc.cues_in(first, last))
