"""States, organisations, organs, cities and seats as entries of one lexicon per language."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from services.enrich.identity import country_entries, demonym_entries, organisation_entries
from services.enrich.identity.model import Language
from services.enrich.identity.store import countries


@dataclass(frozen=True, slots=True)
class Entity:
    """`category` is `state`, `demonym`, `organisation`, `organ`, `city` or `seat`.

    `id` is the state or organisation (for a city or seat: its state, where known); `place` the name of the place that
    a city or seat stands for.
    """

    category: str
    id: str | None
    place: str | None = None

    @property
    def affiliates(self) -> bool:
        """Whether an office can belong to it."""
        return self.category in ("state", "demonym", "organisation", "organ")


def entities(language: Language) -> Iterable[tuple[str, Entity]]:
    """All entries of a language, the surer reading of a phrase first."""
    yield from ((phrase, Entity("state", name.country)) for phrase, name in country_entries(language))
    yield from ((phrase, Entity("demonym", name.country)) for phrase, name in demonym_entries(language))
    for phrase, found in organisation_entries(language):
        body = found.organisation
        yield phrase, Entity("organ" if body.is_organ else "organisation", body.affiliation or phrase)
    yield from _cities(language)


def _cities(language: Language) -> Iterable[tuple[str, Entity]]:
    for country in countries():
        if city := (country.get("capital") or {}).get(language):
            yield city, Entity("city", country["id"], city)
    for place, names in _places(language).items():
        yield from ((name, Entity("seat", None, place)) for name in names)


@cache
def _places(language: str) -> Mapping[str, list[str]]:
    text = files("services.enrich.extract.lang").joinpath(language, "places.json").read_text("utf-8")
    return json.loads(text)  # type: ignore[no-any-return]  # the file maps places to names
