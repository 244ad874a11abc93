from datetime import date

import pytest

from services.enrich.extract.dates import HeaderDate, HeaderKind, find_dates, header_dates, release_day

SEPTEMBER_26 = date(2018, 9, 26)


@pytest.mark.parametrize(
    ("body", "language", "kind", "days"),
    [
        ("BRUSSELS, 26 September 2018 — The Secretary General met…", "en", "dateline", (SEPTEMBER_26, SEPTEMBER_26)),
        ("Berne, 10.02.2021 – Le conseiller fédéral", "fr", "dateline", (date(2021, 2, 10),) * 2),
        ("Paris, le 4 mai 2023\n\nLa ministre", "fr", "dateline", (date(2023, 5, 4),) * 2),
        ("Copenhague, lundi 8 mars 2010\n\nLe secrétaire général", "fr", "dateline", (date(2010, 3, 8),) * 2),
        ("NEW YORK (September 26, 2018) – Ambassador", "en", "dateline", (SEPTEMBER_26, SEPTEMBER_26)),
        ("Washington, D.C., September 26, 2018 – Today", "en", "dateline", (SEPTEMBER_26, SEPTEMBER_26)),
        ("• Mis à jour le: 26 Sep. 2018 15:47", "fr", "updated", (SEPTEMBER_26, SEPTEMBER_26)),
        ("• Last updated: 26 Sep. 2018 15:47", "en", "updated", (SEPTEMBER_26, SEPTEMBER_26)),
        ("Publié le 26 septembre 2018", "fr", "published", (SEPTEMBER_26, SEPTEMBER_26)),
        ("Published on 26 September 2018", "en", "published", (SEPTEMBER_26, SEPTEMBER_26)),
        ("• 24 Sep. 2018 - 26 Sep. 2018", "fr", "period", (date(2018, 9, 24), SEPTEMBER_26)),
        ("24–26 September 2018\n\nText", "en", "period", (date(2018, 9, 24), SEPTEMBER_26)),
        ("September 26, 2018\n\nToday, the Secretary", "en", "line", (SEPTEMBER_26, SEPTEMBER_26)),
        ("Text.\n\nLuxembourg, le 26 septembre 2018", "fr", "dateline", (SEPTEMBER_26, SEPTEMBER_26)),
    ],
)
def test_a_header_is_read_for_what_it_dates(body: str, language: str, kind: str, days: tuple[date, date]) -> None:
    (header,) = _headers(body, language)
    assert (header.kind, (header.first, header.last)) == (HeaderKind(kind), days)


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("The Secretary General met the President on 26 September 2018.", "en"),
        ("Le 26 septembre 2018, le ministre a rencontré son homologue.", "fr"),
        ("La conférence se tiendra à Paris du 24 au 26 septembre 2018.", "fr"),
        ("", "fr"),
    ],
)
def test_a_date_in_a_sentence_is_no_header(body: str, language: str) -> None:
    assert _headers(body, language) == []


def test_a_dateline_without_a_year_takes_it_from_another_line() -> None:
    body = "GENEVA (26 September) — The Secretary-General…\n\nPublished: 27 September 2018"
    assert [header.first for header in _headers(body, "en")] == [SEPTEMBER_26, date(2018, 9, 27)]


def test_a_release_speaks_from_its_stamp_then_from_the_best_header() -> None:
    body = "• 24 Sep. 2018 - 25 Sep. 2018\n\n• Last updated: 26 Sep. 2018 15:47\n\nText"
    headers = _headers(body, "en")
    assert release_day("", headers, language="en") == SEPTEMBER_26
    assert release_day("", headers, language="en", published_at=date(2018, 9, 27)) == date(2018, 9, 27)
    assert release_day("Compte rendu du 26 septembre 2018", [], language="fr") == SEPTEMBER_26
    assert release_day("Title", [], language="en") is None


def _headers(body: str, language: str) -> list[HeaderDate]:
    return header_dates("", body, find_dates(body, language=language), language=language)
