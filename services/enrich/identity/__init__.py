"""Who, what and where: the world's names as data, and the ids that stay the same over spelling, title and time."""

from services.enrich.identity.model import is_acronym
from services.enrich.identity.names import country_entries, demonym_entries, organisation_entries, region_entries
from services.enrich.identity.sources import source_profile

__all__ = [
    "country_entries",
    "demonym_entries",
    "is_acronym",
    "organisation_entries",
    "region_entries",
    "source_profile",
]
