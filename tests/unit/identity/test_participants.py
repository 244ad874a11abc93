"""Ids of participants over spelling, title, script and time."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import ParticipantType
from services.enrich.identity.participants import participant_id

DAY = date(2018, 9, 25)


@pytest.mark.parametrize(
    ("name", "role", "affiliation", "expected"),
    [
        (
            "ministre russe des Affaires étrangères",
            "ministre des Affaires étrangères",
            "country:RU",
            "person:sergey-lavrov",
        ),
        ("Russian Foreign Minister", "Foreign Minister", "country:RU", "person:sergey-lavrov"),
        ("président français", "président", "country:FR", "person:emmanuel-macron"),
        ("Secrétaire général", "secrétaire général", "org:un", "person:antonio-guterres"),
        ("Secretary General", "Secretary General", "org:nato", "person:jens-stoltenberg"),
        ("President of the Commission", "President of the Commission", "org:eu", "person:jean-claude-juncker"),
        ("Chancellor", "Chancellor", "country:DE", "person:angela-merkel"),
        ("Foreign Secretary", "Foreign Secretary", "country:GB", "person:jeremy-hunt"),
        ("Speaker of the Parliament", "Speaker of the Parliament", "country:TR", "office:speaker:country:TR"),
        ("Ambassador of Estonia", "Ambassador", "country:EE", "office:ambassador:country:EE"),
        (
            "adviser to the President",
            "adviser to the President",
            "country:FR",
            "office:adviser-to-the-president:country:FR",
        ),
        ("President of the Senate", "President of the Senate", "country:FR", "office:speaker:country:FR"),
        ("Mayor of Kyiv", "Mayor of Kyiv", "country:UA", "office:mayor-of-kyiv:country:UA"),
    ],
)
def test_an_office_is_its_holder_where_that_is_certain_and_else_itself(
    name: str, role: str, affiliation: str, expected: str
) -> None:
    assert participant_id(name, type="office", role=role, affiliation=affiliation, day=DAY) == expected


def test_an_office_without_a_day_is_no_person() -> None:
    identifier = participant_id(
        "Prime Minister", type="office", role="Prime Minister", affiliation="country:EE", day=None
    )
    assert identifier == "office:head-of-government:country:EE"


@pytest.mark.parametrize(
    ("name", "affiliation", "expected"),
    [
        ("North Atlantic Council", "org:nato", "org:north-atlantic-council"),
        ("Conseil de l’Atlantique Nord", "org:nato", "org:north-atlantic-council"),
        ("Conseil de sécurité", "org:un", "org:un-security-council"),
        ("Parliamentary Assembly", "org:council-of-europe", "org:pace"),
        ("OSCE Parliamentary Assembly", "org:osce", "org:osce-parliamentary-assembly"),
        ("Banque africaine de développement", None, "org:afdb"),
        ("Union africaine", "org:au", "org:au"),
        ("Border Commission", "country:AM", "org:border-commission:country:AM"),
        ("Border Commission", "country:AZ", "org:border-commission:country:AZ"),
        ("Club des amis", None, "org:club-des-amis"),
    ],
)
def test_an_organisation_has_one_id_over_languages(name: str, affiliation: str | None, expected: str) -> None:
    assert participant_id(name, type="organisation", role=None, affiliation=affiliation, day=None) == expected


@pytest.mark.parametrize(
    ("name", "affiliation", "expected"),
    [
        ("République de Corée", "country:KR", "country:KR"),
        ("Ivory Coast", None, "country:CI"),
        ("Kosovo", None, "territory:kosovo"),
        ("Ruritania", None, "state:ruritania"),
    ],
)
def test_a_state_is_its_country(name: str, affiliation: str | None, expected: str) -> None:
    assert participant_id(name, type="state", role=None, affiliation=affiliation, day=None) == expected


@given(
    name=st.text(max_size=40),
    kind=st.sampled_from([each.value for each in ParticipantType]),
    role=st.none() | st.text(max_size=30),
    affiliation=st.none() | st.sampled_from(["country:RU", "org:nato", "Ligue des Amis"]) | st.text(max_size=20),
    day=st.none() | st.dates(),
)
def test_any_mention_has_an_id_without_slash_and_space(
    name: str, kind: str, role: str | None, affiliation: str | None, day: date | None
) -> None:
    identifier = participant_id(name, type=kind, role=role, affiliation=affiliation, day=day)
    assert re.fullmatch(r"[^/\s]+", identifier)
    assert identifier == participant_id(name, type=kind, role=role, affiliation=affiliation, day=day)
