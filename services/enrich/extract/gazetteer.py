"""States, organisations, organs, cities and seats as entries of one lexicon per language."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.enrich.identity import country_entries, demonym_entries, organisation_entries, place_entries
from services.enrich.identity.model import Language


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
    for phrase, place in place_entries(language):
        if place.is_building:
            yield phrase, Entity("seat", place.country, place.city[language])
        else:
            yield phrase, Entity("city", place.country, place.written)
