"""Each case is one construction, named by its comment: who visits where, on which days, and whether it is over."""

from datetime import date

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)  # a Thursday

Visit = tuple[str, str | None, str | None, str, list[str]]

EN: list[tuple[str, list[Visit]]] = [
    # several destinations, each with a day of its own after it
    (
        "Minister Ann Borg will travel to Riga on Monday, Vilnius on Tuesday and Tallinn on 28 January.",
        [
            ("planned", "2021-01-25", "2021-01-25", "Riga", ["Ann Borg"]),
            ("planned", "2021-01-26", "2021-01-26", "Vilnius", ["Ann Borg"]),
            ("planned", "2021-01-28", "2021-01-28", "Tallinn", ["Ann Borg"]),
        ],
    ),
    # a range for the whole tour tells no single stop's days
    (
        "Minister Ann Borg will travel to Ghana, Togo, and Benin January 25-29 to meet with officials.",
        [
            ("planned", None, None, "Ghana", ["Ann Borg"]),
            ("planned", None, None, "Togo", ["Ann Borg"]),
            ("planned", None, None, "Benin", ["Ann Borg"]),
        ],
    ),
    # one day for all of them
    (
        "On Tuesday Minister Ann Borg visited Latvia and Estonia.",
        [
            ("held", "2021-01-19", "2021-01-19", "Latvia", ["Ann Borg"]),
            ("held", "2021-01-19", "2021-01-19", "Estonia", ["Ann Borg"]),
        ],
    ),
    # cities with their countries
    (
        "Minister Ann Borg will travel to Cape Town, South Africa, January 25-26, and Lusaka, Zambia, January 27-28.",
        [
            ("planned", "2021-01-25", "2021-01-26", "Cape Town", ["Ann Borg"]),
            ("planned", "2021-01-27", "2021-01-28", "Lusaka", ["Ann Borg"]),
        ],
    ),
    # two cities of one country are one visit
    (
        "Minister Ann Borg will travel to Rome and Turin, Italy, January 27-29.",
        [("planned", "2021-01-27", "2021-01-29", "Italy", ["Ann Borg"])],
    ),
    # days between the verb and its `to`
    (
        "Minister Ann Borg will travel January 25-26 to Marrakech, Morocco.",
        [("planned", "2021-01-25", "2021-01-26", "Marrakech", ["Ann Borg"])],
    ),
    # a second verb of motion in the sentence
    (
        "Foreign Minister Ann Borg will travel to Ghana on Monday before heading to Togo on Wednesday.",
        [
            ("planned", "2021-01-25", "2021-01-25", "Ghana", ["Ann Borg"]),
            ("planned", "2021-01-27", "2021-01-27", "Togo", ["Ann Borg"]),
        ],
    ),
    # a present that looks ahead
    (
        "Foreign Minister Ann Borg begins a tour of Ghana and Togo on Monday.",
        [
            ("planned", "2021-01-25", "2021-01-25", "Ghana", ["Ann Borg"]),
            ("planned", "2021-01-25", "2021-01-25", "Togo", ["Ann Borg"]),
        ],
    ),
    # a stay
    (
        "Foreign Minister Ann Borg will spend Monday and Tuesday in Accra.",
        [("planned", "2021-01-25", "2021-01-26", "Accra", ["Ann Borg"])],
    ),
    # how long it lasts, from its first day and from its last
    (
        "Foreign Minister Ann Borg arrived in Accra on Tuesday at the start of a four-day visit to Ghana.",
        [("held", "2021-01-19", "2021-01-22", "Ghana", ["Ann Borg"])],
    ),
    (
        "Foreign Minister Ann Borg left Accra today after a two-day visit.",
        [("held", "2021-01-20", "2021-01-21", "Accra", ["Ann Borg"])],
    ),
    # the traveller as the object of the journey
    (
        "The trip will take Foreign Minister Ann Borg to Accra and Cotonou.",
        [
            ("planned", None, None, "Accra", ["Ann Borg"]),
            ("planned", None, None, "Cotonou", ["Ann Borg"]),
        ],
    ),
    # a delegation that is led
    (
        "Minister Ann Borg led a Maltese delegation to Ghana on Tuesday.",
        [("held", "2021-01-19", "2021-01-19", "Ghana", ["Ann Borg"])],
    ),
    # escorts, in the sentence and after it
    (
        "Minister Ann Borg, accompanied by Admiral Otto Klee, visited Ghana on Tuesday.",
        [("held", "2021-01-19", "2021-01-19", "Ghana", ["Ann Borg", "Otto Klee"])],
    ),
    (
        "Minister Ann Borg travelled to Ghana on Tuesday. She was accompanied by Ambassador Otto Klee.",
        [("held", "2021-01-19", "2021-01-19", "Ghana", ["Ann Borg", "Otto Klee"])],
    ),
    (
        "Minister Ann Borg will travel to Ghana on Monday. Ambassador Otto Klee will accompany the Minister.",
        [("planned", "2021-01-25", "2021-01-25", "Ghana", ["Ann Borg", "Otto Klee"])],
    ),
    (
        "Ambassador Otto Klee will accompany Minister Ann Borg on her travel to Ghana on Monday.",
        [("planned", "2021-01-25", "2021-01-25", "Ghana", ["Ann Borg", "Otto Klee"])],
    ),
    # from one place for another
    (
        "Minister Ann Borg will leave Nairobi for Kampala on Saturday.",
        [("planned", "2021-01-23", "2021-01-23", "Kampala", ["Ann Borg"])],
    ),
    # the traveller behind the noun, as in a headline
    (
        "State Visit of President Kofi Mensah of Ghana to India (January 25-27, 2021)",
        [("planned", "2021-01-25", "2021-01-27", "India", ["Kofi Mensah"])],
    ),
    # a body led by someone; what is of a city lies in it
    (
        "A delegation headed by Minister Ann Borg visited the port of Mombasa on Tuesday.",
        [("held", "2021-01-19", "2021-01-19", "Mombasa", ["Ann Borg"])],
    ),
    # words of travel before their subject
    (
        "Arriving in Nairobi on Tuesday, Minister Ann Borg praised the harvest.",
        [("held", "2021-01-19", "2021-01-19", "Nairobi", ["Ann Borg"])],
    ),
    # called off
    (
        "A visit to Ghana by Foreign Minister Ann Borg, planned for Monday, has been postponed.",
        [("cancelled", "2021-01-25", "2021-01-25", "Ghana", ["Ann Borg"])],
    ),
    # travel to reach one meeting is no visit, nor is one that is only spoken of, nor being at home
    ("Minister Ann Borg will travel to Accra on Monday to attend the Harbour Summit.", []),
    ("Minister Ann Borg welcomed the President's recent trip to Ghana.", []),
    ("The Maltese Minister, Ann Borg, was in Valletta on Tuesday.", []),
    # denied, of another time, or part of a name
    ("Minister Ann Borg had never set foot in Ghana.", []),
    ("Minister Ann Borg thanked the port for its welcome when she travelled to Ghana.", []),
    ("Ann Borg, a Visiting Scholar in Ghana, became Minister of Trade.", []),
]

FR: list[tuple[str, list[Visit]]] = [
    # plusieurs destinations, chacune avec son jour devant elle
    (
        "La ministre Ann Borg se rendra lundi à Riga, mardi à Vilnius et le 28 janvier à Tallinn.",
        [
            ("planned", "2021-01-25", "2021-01-25", "Riga", ["Ann Borg"]),
            ("planned", "2021-01-26", "2021-01-26", "Vilnius", ["Ann Borg"]),
            ("planned", "2021-01-28", "2021-01-28", "Tallinn", ["Ann Borg"]),
        ],
    ),
    # les jours d'une tournée ne sont ceux d'aucune étape
    (
        "La ministre Ann Borg se rendra du 25 au 29 janvier au Ghana, au Togo et au Bénin.",
        [
            ("planned", None, None, "Ghana", ["Ann Borg"]),
            ("planned", None, None, "Togo", ["Ann Borg"]),
            ("planned", None, None, "Bénin", ["Ann Borg"]),
        ],
    ),
    # un seul jour pour toutes
    (
        "La ministre Ann Borg s'est rendue mardi en Lettonie, puis en Estonie.",
        [
            ("held", "2021-01-19", "2021-01-19", "Lettonie", ["Ann Borg"]),
            ("held", "2021-01-19", "2021-01-19", "Estonie", ["Ann Borg"]),
        ],
    ),
    # un second verbe
    (
        "La ministre Ann Borg s'envolera dimanche pour Nairobi, avant de gagner Kampala mardi.",
        [
            ("planned", "2021-01-24", "2021-01-24", "Nairobi", ["Ann Borg"]),
            ("planned", "2021-01-26", "2021-01-26", "Kampala", ["Ann Borg"]),
        ],
    ),
    # un présent tourné vers l'avenir
    (
        "La ministre Ann Borg entame lundi une tournée au Ghana et au Togo.",
        [
            ("planned", "2021-01-25", "2021-01-25", "Ghana", ["Ann Borg"]),
            ("planned", "2021-01-25", "2021-01-25", "Togo", ["Ann Borg"]),
        ],
    ),
    # un séjour
    (
        "La ministre Ann Borg sera lundi et mardi à Accra.",
        [("planned", "2021-01-25", "2021-01-26", "Accra", ["Ann Borg"])],
    ),
    (
        "La ministre Ann Borg séjournera à Accra du 25 au 27 janvier.",
        [("planned", "2021-01-25", "2021-01-27", "Accra", ["Ann Borg"])],
    ),
    # à la première personne
    (
        "Je suis heureuse d'être aujourd'hui à Accra, a déclaré la ministre Ann Borg.",
        [("held", "2021-01-21", "2021-01-21", "Accra", ["Ann Borg"])],
    ),
    # la durée, à partir du premier jour et du dernier ; `depuis`
    (
        "La ministre Ann Borg est arrivée mardi à Accra pour une visite officielle de quatre jours au Ghana.",
        [("held", "2021-01-19", "2021-01-22", "Ghana", ["Ann Borg"])],
    ),
    (
        "La ministre Ann Borg a quitté Accra ce jeudi à l'issue d'une visite de deux jours.",
        [("held", "2021-01-20", "2021-01-21", "Accra", ["Ann Borg"])],
    ),
    (
        "La ministre Ann Borg est en visite au Ghana depuis mardi.",
        [("held", "2021-01-19", "2021-01-21", "Ghana", ["Ann Borg"])],
    ),
    # une mission qui conduit
    (
        "La ministre Ann Borg a achevé une mission qui l'avait conduite mardi au Ghana et mercredi au Togo.",
        [
            ("held", "2021-01-19", "2021-01-19", "Ghana", ["Ann Borg"]),
            ("held", "2021-01-20", "2021-01-20", "Togo", ["Ann Borg"]),
        ],
    ),
    # une délégation conduite, et ceux qui accompagnent
    (
        "La ministre Ann Borg conduira lundi une délégation au Ghana. Elle sera accompagnée du général Otto Klee.",
        [("planned", "2021-01-25", "2021-01-25", "Ghana", ["Ann Borg", "Otto Klee"])],
    ),
    (
        "La ministre Ann Borg se rendra lundi au Ghana. L'ambassadeur Otto Klee accompagnera la ministre.",
        [("planned", "2021-01-25", "2021-01-25", "Ghana", ["Ann Borg", "Otto Klee"])],
    ),
    # d'une ville pour une autre
    (
        "Mardi, la ministre Ann Borg a quitté Nairobi pour Kampala.",
        [("held", "2021-01-19", "2021-01-19", "Kampala", ["Ann Borg"])],
    ),
    # le visiteur derrière le nom, comme dans un titre
    (
        "Visite de la ministre Ann Borg au Kenya (25-27 janvier 2021)",
        [("planned", "2021-01-25", "2021-01-27", "Kenya", ["Ann Borg"])],
    ),
    # une délégation que quelqu'un conduit ; le voyage avant son sujet
    (
        "Une délégation conduite par la ministre Ann Borg s'est rendue mardi à Nairobi.",
        [("held", "2021-01-19", "2021-01-19", "Nairobi", ["Ann Borg"])],
    ),
    (
        "Arrivée mercredi à Nairobi, la ministre Ann Borg a salué la récolte.",
        [("held", "2021-01-20", "2021-01-20", "Nairobi", ["Ann Borg"])],
    ),
    # deux séjours, chacun avec son jour
    (
        "La ministre Ann Borg était mardi à Nairobi, puis mercredi à Kampala.",
        [
            ("held", "2021-01-19", "2021-01-19", "Nairobi", ["Ann Borg"]),
            ("held", "2021-01-20", "2021-01-20", "Kampala", ["Ann Borg"]),
        ],
    ),
    # le visiteur après sa destination ; une visite reportée
    (
        "La visite au Ghana de la ministre Ann Borg, prévue lundi, est reportée.",
        [("cancelled", "2021-01-25", "2021-01-25", "Ghana", ["Ann Borg"])],
    ),
    # aller à une seule réunion n'est pas une visite, ni ce dont on parle, ni être chez soi
    ("La ministre Ann Borg se rendra lundi à Accra pour participer au sommet des ports.", []),
    ("La ministre Ann Borg a salué la récente visite du Président au Ghana.", []),
    ("Les conditions de leur arrivée en France ont été évoquées par la ministre Ann Borg.", []),
]


def visits(body: str, *, language: str, title: str = "News") -> list[Visit]:
    release = a_release(body=body, title=title, language=language, published_at=ANCHOR)
    return [
        (
            event.status.value,
            event.start.isoformat() if event.start else None,
            event.end.isoformat() if event.end else None,
            event.place or "",
            [participant.name for participant in event.participants],
        )
        for event in extract(release).events
        if event.kind.value == "visit"
    ]


@pytest.mark.parametrize(("body", "told"), EN)
def test_english_words_of_travel_tell_their_visits(body: str, told: list[Visit]) -> None:
    assert visits(body, language="en") == told


@pytest.mark.parametrize(("body", "told"), FR)
def test_french_words_of_travel_tell_their_visits(body: str, told: list[Visit]) -> None:
    assert visits(body, language="fr") == told


EN_TOUR = """Minister Ann Borg will travel to Australia and Fiji January 25-31.

In Australia on January 26-28, Minister Borg will attend the Reef Forum.

In Fiji on January 30, Minister Borg will meet President Kofi Mensah."""
FR_TOUR = """La ministre Ann Borg se rendra en Australie et aux Fidji du 25 au 31 janvier.

En Australie du 26 au 28 janvier, Mme Borg participera au Forum des récifs.

Aux Fidji le 30 janvier, Mme Borg rencontrera le président Kofi Mensah."""


@pytest.mark.parametrize(("language", "body"), [("en", EN_TOUR), ("fr", FR_TOUR)])
def test_later_sentences_give_the_stops_of_a_tour_their_days(language: str, body: str) -> None:
    days = [(start, end) for _, start, end, _, _ in visits(body, language=language)]
    assert days == [("2021-01-26", "2021-01-28"), ("2021-01-30", "2021-01-30")]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Minister Ann Borg will be in Accra January 25-27, where she will meet President Kofi Mensah."),
        ("fr", "La ministre Ann Borg se rendra à Accra du 25 au 27 janvier, où elle rencontrera M. Kofi Mensah."),
    ],
)
def test_the_days_of_a_visit_are_not_those_of_its_talks(language: str, body: str) -> None:
    events = extract(a_release(body=body, language=language, title="News", published_at=ANCHOR)).events
    assert [(event.kind.value, event.start) for event in events] == [("visit", date(2021, 1, 25)), ("meeting", None)]


def test_the_title_names_the_city_of_a_visit_of_one_day() -> None:
    told = visits("Minister Ann Borg visited Ghana today.", language="en", title="Minister Borg in Accra")
    assert [place for _, _, _, place, _ in told] == ["Accra"]


def test_a_visit_that_the_title_announces_is_one_even_for_a_single_meeting() -> None:
    body = "Minister Ann Borg will travel to Accra on Monday to attend the Harbour Summit."
    assert visits(body, language="en", title="Minister Borg's Travel to Ghana") == [
        ("planned", "2021-01-25", "2021-01-25", "Accra", ["Ann Borg"])
    ]
