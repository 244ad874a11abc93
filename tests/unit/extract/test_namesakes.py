from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.extract import extract
from services.enrich.extract.namesakes import NameIndex, name_words
from tests.builders import a_release

NAMES = st.lists(st.lists(st.sampled_from("abcde"), min_size=1, max_size=4, unique=True).map(tuple), max_size=30)


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        (("ann", "borg"), ("borg",), True),
        (("borg",), ("ann", "borg"), True),
        (("ann", "borg"), ("ann", "mensah"), False),
        (("ann", "borg"), (), False),
    ],
)
def test_a_name_means_whoever_has_all_its_words_or_all_of_whose_words_it_has(
    first: tuple[str, ...], second: tuple[str, ...], *, alike: bool
) -> None:
    index = NameIndex()
    index.add(0, first)
    assert index.same(second) == ([0] if alike else [])


@given(NAMES)
def test_the_index_finds_what_a_comparison_with_every_member_finds(names: list[tuple[str, ...]]) -> None:
    index, members = NameIndex(), list[tuple[str, ...]]()
    for name in names:
        alike = [n for n, member in enumerate(members) if set(name) <= set(member) or set(member) <= set(name)]
        assert index.same(name)[:1] == alike[:1]
        number = alike[0] if alike else len(members)
        members[number:] = members[number:] or [name]
        members[number] = max(members[number], name, key=len)
        index.add(number, members[number])


def test_initials_and_the_marks_of_a_name_tell_nobody_apart() -> None:
    assert name_words("George W. Bush") == ("george", "bush")


@pytest.mark.parametrize(
    ("language", "source", "body", "others"),
    [
        (
            "en",
            "thepresidency.gov.za",
            (
                "President Jacob Zuma met Dr Nkosazana Dlamini Zuma, the AU Commission Chairperson, on Monday. "
                "President Zuma met Minister Ben Olsen of Norway. Chairperson Zuma met Minister Ana Ruiz of Peru."
            ),
            [
                {"Jacob Zuma", "Nkosazana Dlamini Zuma"},
                {"Jacob Zuma", "Ben Olsen"},
                {"Nkosazana Dlamini Zuma", "Ana Ruiz"},
            ],
        ),
        (
            "fr",
            "presidence.dj",
            (
                "Le président Ismaïl Omar Guelleh a reçu lundi l'ambassadeur Ali Omar Hassan Guelleh. "
                "Le président Guelleh a reçu le ministre norvégien Ben Olsen."
            ),
            [{"Ismaïl Omar Guelleh", "Ali Omar Hassan Guelleh"}, {"Ismaïl Omar Guelleh", "Ben Olsen"}],
        ),
    ],
    ids=["en", "fr"],
)
def test_of_two_of_one_surname_the_office_tells_who_is_meant(
    language: str, source: str, body: str, others: list[set[str]]
) -> None:
    release = a_release(title="", body=body, language=language, source=source, published_at=date(2015, 12, 3))
    assert [{participant.name for participant in event.participants} for event in extract(release).events] == others
