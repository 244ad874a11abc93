from datetime import date

import pytest

from services.enrich.extract.dates import Bound, Parts, Precision, Tense, find_dates, resolve

WEDNESDAY = date(2018, 9, 26)


def _resolved(
    text: str,
    *,
    language: str = "fr",
    anchor: date | None = WEDNESDAY,
    tense: Tense = Tense.UNKNOWN,
    previous: date | None = None,
) -> date | None:
    days = resolve(find_dates(text, language=language)[0], anchor=anchor, tense=tense, previous=previous)
    return None if days is None else days.start


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("le lendemain", "fr", date(2018, 9, 21)),
        ("la veille", "fr", date(2018, 9, 19)),
        ("l'avant-veille", "fr", date(2018, 9, 18)),
        ("le surlendemain", "fr", date(2018, 9, 22)),
        ("Plus tard dans la journée", "fr", date(2018, 9, 20)),
        ("le jour même", "fr", date(2018, 9, 20)),
        ("trois jours plus tard", "fr", date(2018, 9, 23)),
        ("the next day", "en", date(2018, 9, 21)),
        ("the previous day", "en", date(2018, 9, 19)),
        ("later that day", "en", date(2018, 9, 20)),
        ("two days earlier", "en", date(2018, 9, 18)),
        ("le dîner du 22.", "fr", date(2018, 9, 22)),
    ],
)
def test_a_sequel_counts_from_the_date_that_was_told_last(text: str, language: str, expected: date) -> None:
    assert _resolved(text, language=language, previous=date(2018, 9, 20)) == expected


def test_a_sequel_without_an_earlier_date_never_puts_something_past_after_the_release() -> None:
    assert _resolved("le lendemain", tense=Tense.PAST) is None
    assert _resolved("le lendemain", tense=Tense.FUTURE) == date(2018, 9, 27)


def test_a_weekday_with_a_number_chooses_the_year_in_which_they_agree() -> None:
    assert _resolved("le mardi 24 septembre", anchor=date(2019, 6, 1), tense=Tense.PAST) == date(2019, 9, 24)
    assert _resolved("le mercredi 26 septembre", anchor=date(2019, 2, 1)) == date(2018, 9, 26)


def test_a_missing_year_follows_the_tense_over_new_year() -> None:
    january = date(2023, 1, 4)
    assert _resolved("le 30 décembre", anchor=january, tense=Tense.PAST) == date(2022, 12, 30)
    assert _resolved("le 30 décembre", anchor=january, tense=Tense.UNKNOWN) == date(2022, 12, 30)
    assert _resolved("le 30 juin", anchor=january, tense=Tense.FUTURE) == date(2023, 6, 30)


def test_a_day_almost_a_year_off_is_taken_as_the_near_one_against_the_tense() -> None:
    assert _resolved("le 28 septembre", tense=Tense.PAST) == date(2018, 9, 28)


def test_a_range_over_new_year_begins_in_the_year_before() -> None:
    days = resolve(find_dates("du 30 décembre au 2 janvier 2019", language="fr")[0], anchor=None)
    assert days is not None
    assert (days.start, days.end) == (date(2018, 12, 30), date(2019, 1, 2))


def test_without_a_release_day_only_a_full_date_means_a_day() -> None:
    assert _resolved("le 25 septembre 2018", anchor=None) == date(2018, 9, 25)
    assert [_resolved(text, anchor=None) for text in ("le 25 septembre", "mardi", "hier", "la veille")] == [None] * 4


def test_a_month_or_a_week_does_not_tell_the_day() -> None:
    for text in ("en mai 2018", "cette semaine", "l'an dernier"):
        days = resolve(find_dates(text, language="fr")[0], anchor=WEDNESDAY)
        assert days is not None
        assert not days.tells_the_day


def test_each_answer_names_its_rule_and_precision() -> None:
    days = resolve(find_dates("on Thursday", language="en")[0], anchor=WEDNESDAY, tense=Tense.FUTURE)
    assert days is not None
    assert (days.rule, days.precision) == ("weekday-future", Precision.DAY)


def test_a_mention_keeps_the_parts_it_names() -> None:
    (mention,) = find_dates("since Tuesday, 25 September 2018", language="en")
    assert mention.first == Parts(year=2018, month=9, day=25, weekday=1)
    assert mention.bound is Bound.SINCE


def test_a_weekday_in_the_telling_of_a_distant_stay_is_a_day_of_that_stay() -> None:
    stay = date(2018, 11, 5)
    assert _resolved("Mardi", tense=Tense.FUTURE, previous=stay) == date(2018, 11, 6)
    assert _resolved("Mardi prochain", tense=Tense.FUTURE, previous=stay) == date(2018, 10, 2)
    assert _resolved("Mardi", tense=Tense.FUTURE, previous=date(2018, 9, 27)) == date(2018, 10, 2)
