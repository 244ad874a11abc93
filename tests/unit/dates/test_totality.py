import time
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from services.enrich.extract.dates import Tense, find_dates, header_dates, release_day, resolve

LANGUAGES = st.sampled_from(["fr", "en", "xx"])
WORDS = """
du au le les 24 26 31 30 1er 25th mardi Tuesday mai May septembre September février 2018 0000 , ( ) - – de on from to
prochain next last hier yesterday lendemain 25/09/2018 99/99/9999 9/11 attacks depuis until trois days ago
"""
FRAGMENTS = st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=30).map(" ".join)
DAYS = st.none() | st.dates()


@settings(deadline=None)  # the first example loads the words
@given(st.text() | FRAGMENTS, LANGUAGES, DAYS, DAYS, st.sampled_from(Tense))
def test_any_text_has_ordered_mentions_that_resolve_to_days_in_order_or_to_nothing(
    text: str, language: str, anchor: date | None, previous: date | None, tense: Tense
) -> None:
    place = 0
    for mention in find_dates(text, language=language):
        assert place <= mention.start < mention.end <= len(text)
        place = mention.end
        days = resolve(mention, anchor=anchor, tense=tense, previous=previous)
        assert days is None or days.start <= days.end


@settings(deadline=None)  # the first example loads the words
@given(st.text() | FRAGMENTS, st.text() | FRAGMENTS, LANGUAGES)
def test_any_text_has_header_dates_inside_its_body(title: str, body: str, language: str) -> None:
    headers = header_dates(title, body, find_dates(body, language=language), language=language)
    for header in headers:
        assert 0 <= header.start < header.end <= len(body)
        assert header.first <= header.last
    assert release_day(title, headers, language=language, published_at=date(2020, 1, 1)) == date(2020, 1, 1)


def _seconds(text: str) -> float:
    begun = time.process_time()
    find_dates(text, language="en")
    return time.process_time() - begun


def test_time_grows_with_the_length_of_the_text_and_not_faster() -> None:
    for unit in ("24, ", "the 5 ", "Tuesday, ", "3 and ", "May ", "from 24 to 26 "):
        short, long = unit * 500, unit * 5_000
        assert min(_seconds(long) for _ in range(3)) < 40 * max(min(_seconds(short) for _ in range(3)), 1e-3)
