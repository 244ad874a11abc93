"""The names of states, organisations, regions and places as entries for a `Lexicon`, one language at a time."""

from collections.abc import Iterator
from functools import cache

from services.enrich.identity.model import CountryName, Demonym, Language, OrganisationName, RegionName
from services.enrich.identity.store import countries, organisations, read


def country_entries(language: Language) -> Iterator[tuple[str, CountryName]]:
    """Names of states and territories without their articles; `is_acronym` tells `US` from "us"."""
    for country in countries():
        for written in country["names"][language]:
            yield written, CountryName(country["id"], written)


@cache
def country_name(country: str, language: Language) -> str:
    """The usual name of a state or territory by its id."""
    return next(written for written, name in country_entries(language) if name.country == country)


def demonym_entries(language: Language) -> Iterator[tuple[str, Demonym]]:
    """Adjectives and inhabitants' names in every gender and number, each form once."""
    sharing: dict[str, list[str]] = {}
    for country in countries():
        for written in country["demonyms"][language]:
            sharing.setdefault(written, []).append(country["id"])
    for written, (first, *others) in sharing.items():
        yield written, Demonym(first, written, tuple(others))


def organisation_entries(language: Language) -> Iterator[tuple[str, OrganisationName]]:
    """Names and acronyms of organisations and organs, without their articles."""
    for organisation in organisations().values():
        for written in organisation.names[language]:
            yield written, OrganisationName(organisation, written)


def region_entries(language: Language) -> Iterator[tuple[str, RegionName]]:
    """Names and adjectives of the taxonomy's regions."""
    for region in read("regions.json"):
        for written in region["names"][language]:
            yield written, RegionName(region["id"], written)
        for written in region["adjectives"][language]:
            yield written, RegionName(region["id"], written, is_adjective=True)
