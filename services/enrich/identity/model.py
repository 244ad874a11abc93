"""What the identity data says, as frozen values. Every `written` is the phrase as the data spells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "fr"]


def is_acronym(written: str) -> bool:
    """Whether a phrase is all capitals, so that its lower-case homograph (`who`, `us`, `can`) is not it."""
    letters = [character for character in written if character.isalpha()]
    return bool(letters) and all(character.isupper() for character in letters)


@dataclass(frozen=True, slots=True)
class CountryName:
    """A state or territory by one of its names: `country` is `country:XX` or `territory:…`."""

    country: str
    written: str


@dataclass(frozen=True, slots=True)
class Demonym:
    """An adjective or inhabitant's name; `others` are the further countries that share it (Congolese)."""

    country: str
    written: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation, or an organ of an organisation or state.

    `affiliation` is what the guidelines write for it: its own id or its parent's where the taxonomy has it, the
    state's for a state's organ; `None` where its name is written as the release has it. `head` is the office kind of
    the one person who heads it. `seat` is the English name of its city.
    """

    id: str
    is_organ: bool
    affiliation: str | None
    parent: str | None
    head: str | None
    seat: str | None
    names: Mapping[Language, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """An organisation by one of its names."""

    organisation: Organisation
    written: str


@dataclass(frozen=True, slots=True)
class RegionName:
    """A region of the taxonomy by a name, or by an adjective (`is_adjective`)."""

    region: str
    written: str
    is_adjective: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A city, or a building or base that stands for its `city`; `id` is the city's over both languages.

    `city` gives the name in each language, as a reader of it would write it.
    """

    id: str
    country: str
    city: Mapping[Language, str]
    written: str
    is_building: bool = False


@dataclass(frozen=True, slots=True)
class OfficeTitle:
    """An office by one of its word forms.

    `kind` is the same over languages, genders and numbers. `singular` is the form for one person of the same gender.
    `only` names the affiliations to which the title is bound; empty for all.
    """

    kind: str
    written: str
    singular: str
    is_plural: bool = False
    is_feminine: bool = False
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A term of office. Each bound is a day, `YYYY-MM` or `YYYY`, as precisely as it is known; `until` may be open."""

    since: str
    until: str | None


@dataclass(frozen=True, slots=True)
class Holding:
    """An office that a person held."""

    kind: str
    affiliation: str
    span: Span


@dataclass(frozen=True, slots=True)
class Person:
    """A person, with every spelling known; the first one is the English one.

    `affiliations` are the states and organisations that the person has spoken for.
    """

    id: str
    names: tuple[str, ...]
    affiliations: tuple[str, ...]
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class OfficeOf:
    """An office of an affiliation: who "the Secretary General" is on nato.int."""

    kind: str
    affiliation: str


@dataclass(frozen=True, slots=True)
class SourceProfile:
    """Whom a publisher speaks for.

    `affiliation` is `country:XX`, `territory:…` or an organisation's id; `body` says what part of it writes.
    `unnamed` maps the bare title (`president`, `minister`, `secretary-general`) to the office it means there.
    """

    source: str
    affiliation: str
    body: str
    unnamed: Mapping[str, OfficeOf]
