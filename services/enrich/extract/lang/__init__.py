"""A language is a folder of data with the same slots; this is the only module that knows which there are."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

from services.enrich.extract.compounds import Compound, Compounds
from services.enrich.extract.cues import Cue, Frame
from services.enrich.extract.gazetteer import Entity, entities
from services.enrich.extract.light import Light
from services.enrich.extract.passives import Passives
from services.enrich.identity.model import Language
from services.enrich.text.lexicon import Lexicon
from services.enrich.text.tokens import fold, tokenize

_PACKAGE = "services.enrich.extract.lang"


class Words(dict[str, frozenset[str]]):
    """Sets of folded words by slot; `words["and|of"]` has those of either, and is put together once."""

    def __missing__(self, slots: str) -> frozenset[str]:
        """The words of several slots."""
        several = slots.split("|")
        if len(several) == 1:
            raise KeyError(slots)
        self[slots] = frozenset().union(*(self[slot] for slot in several))
        return self[slots]


@dataclass(frozen=True, slots=True)
class Deeds:
    """Verbs that tell of a gathering without a noun for it; by their rule the things that they need, if any."""

    verbs: Lexicon[Cue]
    things: Mapping[str, Lexicon[str]]


@dataclass(frozen=True, slots=True)
class Pack:
    """All that the engine knows of one language. Word sets hold folded single words, lexicons folded phrases."""

    language: Language
    words: Words
    endings: Mapping[str, tuple[str, ...]]
    """The words of slots that hold endings of words."""
    phrases: Mapping[str, Lexicon[str]]
    entities: Lexicon[Entity]
    offices: Lexicon[str]
    """Office words: `head`, `plural:<singular>`, `modifier`, `adjective`, `dropped`."""
    complements: Lexicon[str]
    portfolio_words: frozenset[str]
    """Folded single words that the names of portfolios are made of."""
    cues: Lexicon[Cue]
    spellings: Mapping[str, Cue]
    """The cues by their forms in small letters as spelled: `rencontre` is another one than `rencontré`."""
    compounds: Compounds
    passives: Passives
    light: Light
    durations: Lexicon[int]
    """`three-day` → 3: how many days a stay lasts."""
    deeds: Deeds
    national: frozenset[str]
    """Folded offices that every state has, or has one of."""
    international: frozenset[str]
    """Folded offices that, without an owner, are rather an organisation's than the host's."""
    shouted_courtesies: frozenset[str]
    """Courtesy titles, as written, that are a pronoun in small letters: `HE`, `Me`."""
    postnominals: frozenset[str]
    """Letters that stand after a name, as written: `MP`, `PhD`."""
    beginnings: frozenset[str]
    """The folded words in small letters that a mention can begin with."""
    pronouns: frozenset[str]
    """Those that a pronoun, or `his counterpart`, can begin with."""
    addresses: Lexicon[str]
    """Whom a style of address alone means: `Her Majesty` → `queen`."""
    numbers: Mapping[str, int]
    """How many a set has: `both` → 2."""
    followings: frozenset[str]
    """The folded words in small letters that stand second in a mention that begins with an article."""
    aliases: Mapping[str, Sequence[str]]
    """What a folded office is also called: `chef de l'etat` → `président`."""


def _read(language: str, name: str) -> Any:
    return json.loads(files(_PACKAGE).joinpath(language, f"{name}.json").read_text("utf-8"))


@cache
def load(language: Language) -> Pack:
    """The pack of a language, read once."""
    words: dict[str, list[str]] = {
        **_read(language, "words"),
        **_read(language, "bodies"),
        **_read(language, "occasions"),
        **_read(language, "headed"),
        **_read(language, "visits")["words"],
        **_read(language, "sets")["words"],
    }
    offices = _read(language, "offices")
    phrases = {slot: Lexicon((phrase, slot) for phrase in listed) for slot, listed in words.items()}
    office_words = Lexicon(_office_words(offices))
    pronouns = _beginnings(phrases[slot] for slot in ("they", "he", "other", "determiners"))
    titles = _beginnings((office_words, phrases["honorifics"], phrases["officials"]))
    return Pack(
        language=language,
        words=Words((slot, frozenset(fold(word) for word in listed)) for slot, listed in words.items()),
        endings={slot: tuple(map(fold, listed)) for slot, listed in words.items() if slot.endswith("_endings")},
        phrases=phrases,
        entities=Lexicon(chain(entities(language), _areas(language))),
        offices=office_words,
        shouted_courtesies=frozenset(words["shouted_courtesies"]),
        postnominals=frozenset(words["postnominals"]),
        beginnings=pronouns | titles,
        pronouns=pronouns,
        addresses=Lexicon(_read(language, "sets")["addresses"].items()),
        numbers=_read(language, "sets")["numbers"],
        followings=frozenset(chain(_followings(words), _read(language, "sets")["numbers"])),
        complements=Lexicon((phrase, phrase) for phrase in offices["complements"]),
        portfolio_words=frozenset(_portfolio_words(offices)),
        durations=Lexicon(_durations(_read(language, "durations"))),
        cues=Lexicon(_cues(language)),
        spellings=dict(reversed([*_cues(language)])),
        compounds=_compounds(language),
        passives=_passives(language),
        light=_light(_read(language, "light")),
        aliases={fold(office): aliases for office, aliases in offices["aliases"].items()},
        deeds=_deeds(_read(language, "deeds")),
        international=frozenset(fold(office) for office in offices["international"]),
        national=frozenset(fold(office) for office in offices["national"]),
    )


def _beginnings(lexicons: Iterable[Lexicon[str]]) -> frozenset[str]:
    return frozenset(chain.from_iterable(lexicon.beginnings for lexicon in lexicons))


def _durations(durations: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    """How long something lasts, in days: `three-day`, `3-day`, `de trois (03) jours`."""
    yield from durations["fixed"].items()
    for word, days in durations["numbers"].items():
        for written in (word, f"{days}", f"{days:02}", f"{word} ({days})", f"{word} ({days:02})"):
            yield from ((form.format(written), days) for form in durations["forms"])


def _followings(words: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """The second words of `the ministers`, `the visiting leader`, and the first of `counterpart`."""
    yield from (fold(word) for slot in ("styles", "epithets") for word in words[slot])
    for phrase in chain(words["they"], words["he"], words["other"]):
        yield from (token.folded for token in tokenize(phrase)[1:2])
    for phrase in words["counterpart"]:
        yield from (token.folded for token in tokenize(phrase)[:1])


def _areas(language: str) -> Iterable[tuple[str, Entity]]:
    """Parts of a state that are visited under their own name: `Hawaii`, `Cisjordanie`."""
    listed = _read(language, "areas").items()
    return ((area, Entity("city", country, area)) for country, areas in listed for area in areas)


def _portfolio_words(offices: Mapping[str, Any]) -> Iterable[str]:
    """The longer words of the known portfolios, and further ones."""
    known = (word for phrase in offices["complements"] for word in fold(phrase).replace("-", " ").split())
    yield from (word for word in known if len(word) > 3)
    yield from (fold(word) for word in offices["portfolio_words"])


def _office_words(offices: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield from ((word, "dropped") for word in offices["not_in_role"])
    yield from ((plural, f"plural:{singular}") for plural, singular in offices["plurals"].items())
    yield from ((word, "head") for word in offices["heads"])
    yield from ((word, "modifier") for word in offices["modifiers"])
    yield from ((word, "adjective") for word in offices.get("adjectives", ()))


_COMPOUND_WORDS = ("determiners", "adverbs", "adjectives", "barred", "relatives")


def _compounds(language: str) -> Compounds:
    data = _read(language, "compounds")
    forms: dict[str, list[tuple[Compound, str]]] = {}
    for entry in _conjugated(language, data["classes"]):
        compound = Compound(entry["rule"], Frame(entry["frame"]), frozenset(entry["nouns"]), entry.get("kind"))
        for form, tense in _forms(entry):
            forms.setdefault(form, []).append((compound, tense))
    return Compounds(
        verbs=Lexicon((form, tuple(readings)) for form, readings in forms.items()),
        nouns=Lexicon((noun, name) for name, nouns in data["nouns"].items() for noun in nouns),
        endings=tuple(data["endings"]),
        spelled=frozenset(forms),
        dative=Frame(data["dative"]),
        **{slot: frozenset(map(fold, data[slot])) for slot in _COMPOUND_WORDS},
    )


def _passives(language: str) -> Passives:
    compounds, words = _read(language, "compounds"), _read(language, "words")
    return Passives(
        auxiliaries=Lexicon((form, tense) for tense, forms in compounds["auxiliaries"].items() for form in forms),
        rules={entry["rule"]: entry["passive"] for entry in _read(language, "triggers") if "passive" in entry},
        adverbs=frozenset(map(fold, (*compounds["adverbs"], *words["object_adverbs"]))),
        endings=tuple(words["adverb_endings"]),
    )


def _deeds(entries: Iterable[Mapping[str, Any]]) -> Deeds:
    listed = [(entry, Frame(entry["frame"])) for entry in entries]
    verbs = (
        (form, Cue("speech", entry["rule"], frame, "gathering", tense))
        for entry, frame in listed
        for form, tense in _forms(entry)
    )
    things = {entry["rule"]: Lexicon((thing, thing) for thing in entry.get("things", ())) for entry, _ in listed}
    return Deeds(Lexicon(verbs), things)


def _light(data: Mapping[str, Any]) -> Light:
    """Verbs are inflected: a paradigm is stems and, for each tense, the endings they take."""
    irregular = ((form, tense) for tense, forms in data["irregular"].items() for form in forms)
    nouns = Lexicon((noun, noun) for noun in data["nouns"])
    verbs = Lexicon(chain(irregular, _inflected(data["paradigms"])))
    return Light(verbs, nouns, frozenset(map(fold, data["stops"])), tuple(data["participles"]))


def _inflected(paradigms: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    for paradigm in paradigms:
        for tense, endings in paradigm["endings"].items():
            yield from ((stem + ending, tense) for stem in paradigm["stems"] for ending in endings)


_VISITS = ("verbs", "motion", "stay", "carried", "departure", "arrival", "return", "reach", "light")
_TENSES = ("past", "present", "future", "bare", "ing")


def _forms(entry: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """The forms of an entry with their tense; `tails` are what each of its `heads` may go on with."""
    yield from ((form, tense) for tense in _TENSES for form in entry.get(tense, ()))
    for tense, heads in entry.get("heads", {}).items():
        yield from ((f"{head} {tail}", tense) for head in heads for tail in entry["tails"])


def _conjugated(language: str, entries: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The entries with the forms of their `verbs` (stems by conjugation) and of reflexive verbs with a clitic."""
    data = _read(language, "conjugations")
    for entry in entries:
        forms = {tense: [*entry.get(tense, ())] for tense in _TENSES}
        for name, stems in entry.get("verbs", {}).items():
            for tense, endings in data["conjugations"][name].items():
                forms[tense] += (stem + ending for stem in stems for ending in endings)
        yield {**entry, **{t: [*listed, *_with_clitics(listed, data["clitics"])] for t, listed in forms.items()}}


def _with_clitics(forms: Iterable[str], clitics: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """`s'entretient` → `s'y entretient`."""
    for pronoun, longer in clitics.items():
        yield from (form.replace(pronoun, other, 1) for form in forms if form.startswith(pronoun) for other in longer)


def _cues(language: str) -> Iterable[tuple[str, Cue]]:
    for entry in _conjugated(language, _read(language, "triggers")):
        frame = Frame(entry["frame"])
        yield from ((form, Cue("talks", entry["rule"], frame, entry["kind"], tense)) for form, tense in _forms(entry))
    visits, gatherings = _read(language, "visits"), _read(language, "gatherings")
    for rule in ("escorted", "escorting"):
        yield from ((form, Cue("escort", rule, Frame.JOIN, "visit", "past")) for form in visits[rule])
    joining = _read(language, "joining")
    yield from ((form, Cue("join", "joined", Frame.JOIN, "any", "past")) for form in joining)
    for group in _VISITS:
        rule = f"visit-{group.rstrip('s')}"
        yield from ((f, Cue("visit", rule, Frame.DIRECT, "visit", t)) for f, t in _forms(visits[group]))
    stays = ((form.rsplit(" ", 1), tense) for form, tense in _forms(visits["stay"]) if " " in form)
    spaced = ((f"{verb} {adverb} {link}", t) for (verb, link), t in stays for adverb in visits["adverbs"])
    yield from ((form, Cue("visit", "visit-stay", Frame.DIRECT, "visit", tense)) for form, tense in spaced)
    yield from ((f, Cue("visit", "visit-noun", Frame.NOUN, "visit", "present")) for f in visits["nouns"])
    yield from ((f, Cue("visit", "visit-stage", Frame.NOUN, "visit", "present")) for f in visits["stages"])
    yield from ((f, Cue("visit", "visit-lead", Frame.NOUN, "visit", "present")) for f in visits["leads"])
    yield from ((f, Cue("attend", "attend", Frame.DIRECT, "gathering", t)) for f, t in _forms(gatherings["attend"]))
    yield from ((f, Cue("gather", "gather", Frame.DIRECT, "gathering", t)) for f, t in _forms(gatherings["gather"]))
    yield from ((f, Cue("speech", "speech", Frame.DIRECT, "gathering", t)) for f, t in _forms(gatherings["speech"]))
    yield from ((f, Cue("speech", "to-press", Frame.DIRECT, "gathering", t)) for f, t in _forms(gatherings["to_press"]))
    yield from ((f, Cue("idle", "idle", Frame.DIRECT, "any", "past")) for f in gatherings["idle"])
    nouns = (*gatherings["nouns"], *gatherings["proper"])
    yield from ((f, Cue("gathering", "gathering-noun", Frame.NOUN, "gathering", "present")) for f in nouns)
