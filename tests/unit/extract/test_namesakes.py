import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.extract.namesakes import NameIndex, name_words

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
    assert index.same(second) == (0 if alike else None)


@given(NAMES)
def test_the_index_finds_what_a_comparison_with_every_member_finds(names: list[tuple[str, ...]]) -> None:
    index, members = NameIndex(), list[tuple[str, ...]]()
    for name in names:
        alike = [n for n, member in enumerate(members) if set(name) <= set(member) or set(member) <= set(name)]
        assert index.same(name) == min(alike, default=None)
        number = alike[0] if alike else len(members)
        members[number:] = members[number:] or [name]
        members[number] = max(members[number], name, key=len)
        index.add(number, members[number])


def test_initials_and_the_marks_of_a_name_tell_nobody_apart() -> None:
    assert name_words("George W. Bush") == ("george", "bush")
