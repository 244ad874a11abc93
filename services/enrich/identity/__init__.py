"""Who, what and where: the world's names as data, and the ids that stay the same over spelling, title and time."""

from services.enrich.identity.affiliations import affiliation_in_office
from services.enrich.identity.model import is_acronym
from services.enrich.identity.names import (
    country_entries,
    country_name,
    demonym_entries,
    organisation_entries,
    region_entries,
)
from services.enrich.identity.offices import office_entries, portfolio_entries
from services.enrich.identity.participants import participant_id
from services.enrich.identity.people import held_office, holder, may_hold_office, person_named
from services.enrich.identity.places import (
    capital_of,
    city_of,
    country_of,
    place_entries,
    place_id,
    place_named,
    seat_of,
)
from services.enrich.identity.roles import office_kinds
from services.enrich.identity.sources import source_profile

__all__ = [
    "affiliation_in_office",
    "capital_of",
    "city_of",
    "country_entries",
    "country_name",
    "country_of",
    "demonym_entries",
    "held_office",
    "holder",
    "is_acronym",
    "may_hold_office",
    "office_entries",
    "office_kinds",
    "organisation_entries",
    "participant_id",
    "person_named",
    "place_entries",
    "place_id",
    "place_named",
    "portfolio_entries",
    "region_entries",
    "seat_of",
    "source_profile",
]
