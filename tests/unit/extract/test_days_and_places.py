"""The day and place that an event takes from what stands around it; each case names its construction."""

from datetime import date

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)  # a Thursday

Told = tuple[str, str, str | None, str | None]

EN: list[tuple[str, list[Told]]] = [
    # a relative clause dates another time
    (
        "On Tuesday in Accra Minister Ann Borg met President Kofi Mensah, who resigned on 18 January.",
        [("meeting", "held", "2021-01-19", "Accra")],
    ),
    # … and plays at another place
    (
        "Minister Ann Borg met in Accra with President Kofi Mensah, whom she had met in Oslo in May.",
        [("meeting", "held", None, "Accra")],
    ),
    # what is over takes neither day nor place from what is to come
    (
        "Minister Borg met Mr Mensah in Accra today. Tomorrow she will meet Mr Klee in Lomé. She also met Mr Holm.",
        [
            ("meeting", "held", "2021-01-21", "Accra"),
            ("meeting", "planned", "2021-01-22", "Lomé"),
            ("meeting", "held", "2021-01-21", "Accra"),
        ],
    ),
    # a later sentence says on which day the text is at that place
    (
        "Minister Borg ended a visit to Ghana.\n\nIn Tema she met Otto Klee.\n\nOn Tuesday, in Tema, it rained.",
        [("visit", "held", None, "Ghana"), ("meeting", "held", "2021-01-19", "Tema")],
    ),
    # a name that is part of a longer one is no place
    (
        "At U.S. air bases Minister Ann Borg met General Kofi Mensah today.",
        [("meeting", "held", "2021-01-21", None)],
    ),
    # a city after a noun for it
    (
        "Minister Ann Borg met President Kofi Mensah in the Ghanaian capital, Accra, on Tuesday.",
        [("meeting", "held", "2021-01-19", "Accra")],
    ),
    # `will` before the first of two verbs plans both
    (
        "Minister Ann Borg will fly to Accra on Monday to see the port and to meet President Kofi Mensah.",
        [("meeting", "planned", "2021-01-25", "Accra")],
    ),
]
FR: list[tuple[str, list[Told]]] = [
    (
        "La ministre Ann Borg a rencontré mardi le président Kofi Mensah dans la capitale ghanéenne, Accra.",
        [("meeting", "held", "2021-01-19", "Accra")],
    ),
    (
        "La ministre Ann Borg a rencontré mardi à Accra le président Kofi Mensah, qui a démissionné le 18 janvier.",
        [("meeting", "held", "2021-01-19", "Accra")],
    ),
    (
        "La ministre Ann Borg a rencontré à Accra le président Kofi Mensah, qu'elle avait vu à Oslo en mai.",
        [("meeting", "held", None, "Accra")],
    ),
    (
        "Ann Borg a vu aujourd'hui à Accra M. Mensah. Demain, elle verra à Lomé M. Klee. Elle a aussi reçu Mme Holm.",
        [
            ("meeting", "held", "2021-01-21", "Accra"),
            ("meeting", "planned", "2021-01-22", "Lomé"),
            ("meeting", "held", "2021-01-21", "Accra"),
        ],
    ),
]


def told(body: str, language: str) -> list[Told]:
    release = a_release(body=body, title="News", language=language, published_at=ANCHOR)
    return [
        (event.kind.value, event.status.value, event.start.isoformat() if event.start else None, event.place)
        for event in extract(release).events
    ]


@pytest.mark.parametrize(("body", "expected"), EN)
def test_english_events_take_the_day_and_place_meant_for_them(body: str, expected: list[Told]) -> None:
    assert told(body, "en") == expected


@pytest.mark.parametrize(("body", "expected"), FR)
def test_french_events_take_the_day_and_place_meant_for_them(body: str, expected: list[Told]) -> None:
    assert told(body, "fr") == expected


def test_a_title_sets_the_scene_of_a_speech_by_the_city_beside_its_day_and_not_by_its_subject() -> None:
    title = "Déclaration de Mme Ann Borg, ministre du commerce, sur l'explosion à Tema, à Accra le 20 janvier 2021."
    body = "J'ai rencontré le président Kofi Mensah."
    (event,) = extract(a_release(body=body, title=title, language="fr", published_at=ANCHOR)).events
    assert (event.start, event.place) == (date(2021, 1, 20), "Accra")


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Minister Ann Borg addressed the opening of the Accra Harbour Summit this morning."),
        ("fr", "La ministre Ann Borg a participé ce matin à l'ouverture du Sommet des ports d'Accra."),
    ],
)
def test_a_gathering_that_opens_does_not_end_that_day(language: str, body: str) -> None:
    (event,) = extract(a_release(body=body, title="News", language=language, published_at=ANCHOR)).events
    assert (event.start, event.end) == (ANCHOR, None)


def test_talks_of_a_visit_to_a_country_were_held_in_the_one_city_that_the_text_knows() -> None:
    body = (
        "Minister Ann Borg visited Ghana on Monday and Tuesday.\n\nOn Monday she met President Kofi Mensah.\n\n"
        "On Tuesday she met Ambassador Otto Klee in Accra."
    )
    assert [place for kind, _, _, place in told(body, "en") if kind == "meeting"] == ["Accra", "Accra"]
