"""Whose a bare office is, by who held it when."""

from datetime import date

import pytest

from services.enrich.identity import affiliation_in_office

CASES = [
    ("Merkel", "Chancellor", date(2018, 3, 13), "country:DE"),
    ("Merkel", "Chancellor", date(2023, 3, 13), None),
    ("Merkel", "Minister of Fisheries", date(2018, 3, 13), None),
    ("Angela Merkel", "Chancellor", date(2023, 3, 13), "country:DE"),
    ("Lee", "President", date(2010, 6, 5), "country:KR"),
    ("Lee", "Prime Minister", date(2010, 6, 5), "country:SG"),
    ("Tillerson", "Secretary", date(2017, 4, 8), "country:US"),
    ("Ursula von der Leyen", "President", date(2023, 6, 1), "org:eu"),
    ("Ida Ott", "President", date(2023, 6, 1), None),
    ("", "President", None, None),
]


@pytest.mark.parametrize(("name", "role", "day", "expected"), CASES)
def test_an_office_belongs_to_the_state_for_which_someone_of_the_name_held_it_that_day(
    name: str, role: str, day: date | None, expected: str | None
) -> None:
    assert affiliation_in_office(name, role, day=day) == expected
