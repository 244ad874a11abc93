"""Whom a publisher speaks for."""

import pytest

from services.enrich.identity.model import OfficeOf
from services.enrich.identity.sources import source_profile


@pytest.mark.parametrize(
    ("source", "title", "kind", "affiliation"),
    [
        ("nato.int", "secretary-general", "secretary-general", "org:nato"),
        ("elysee.fr", "president", "head-of-state", "country:FR"),
        ("diplomatie.gouv.fr", "minister", "foreign-minister", "country:FR"),
        ("state.gov", "secretary", "foreign-minister", "country:US"),
        ("ec.europa.eu", "president", "commission-president", "org:eu"),
        ("consilium.europa.eu", "president", "council-president", "org:eu"),
        ("eeas.europa.eu", "high-representative", "high-representative", "org:eu"),
        ("press.un.org", "secretary-general", "secretary-general", "org:un"),
        ("afdb.org", "president", "president", "org:afdb"),
        ("iaea.org", "director-general", "director-general", "org:iaea"),
    ],
)
def test_a_bare_title_means_the_office_of_the_publisher(source: str, title: str, kind: str, affiliation: str) -> None:
    profile = source_profile(source)
    assert profile is not None
    assert profile.unnamed[title] == OfficeOf(kind, affiliation)


def test_a_host_below_a_listed_domain_is_that_publisher() -> None:
    profile = source_profile("www.fr.usembassy.gov")
    assert profile is not None
    assert (profile.affiliation, profile.body) == ("country:US", "embassy")


def test_a_ministry_that_is_not_listed_is_known_by_its_host() -> None:
    profile = source_profile("mfa.gov.to")
    assert profile is not None
    assert profile.unnamed["minister"] == OfficeOf("foreign-minister", "country:TO")


@pytest.mark.parametrize("source", ["example.com", "localhost", "", "mfa.example"])
def test_an_unknown_publisher_has_no_profile(source: str) -> None:
    assert source_profile(source) is None
