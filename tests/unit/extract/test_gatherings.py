"""Gatherings: each case is one construction, named by its comment, with names that no release of the corpus bears."""

from datetime import date

import pytest

from services.contracts.messages import EventFacts
from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)


def events(language: str, body: str) -> tuple[EventFacts, ...]:
    return extract(a_release(title="", body=body, language=language, published_at=ANCHOR)).events


@pytest.mark.parametrize(
    ("language", "body", "occasion"),
    [
        # ordinal, body of the session, its owner
        (
            "en",
            "Minister Ann Borg attended the 12th session of the Council of the Sea.",
            "12th session of the Council of the Sea",
        ),
        # words between article and noun
        ("en", "Minister Ann Borg took part in the signing ceremony of the Treaty.", "signing ceremony of the Treaty"),
        # `next` is no part of a name
        ("en", "Minister Ann Borg will attend the next Sea Summit.", "Sea Summit"),
        # what follows a name: place, day
        ("en", "Minister Ann Borg attended the conference on fishing in Accra on Tuesday.", "conference on fishing"),
        # complément du complément
        (
            "fr",
            "La ministre Ann Borg a participé à la 12e session de l'Assemblée de la Mer.",
            "12e session de l'Assemblée de la Mer",
        ),
        # adjectif, sujet, nom entre guillemets
        (
            "fr",
            "La ministre Ann Borg a assisté au sommet international sur la pêche « Mer ouverte » à Accra.",
            "sommet international sur la pêche « Mer ouverte »",
        ),
        # discours: sans nom
        ("fr", "La ministre Ann Borg prononcera demain au mémorial une allocution sur la pêche.", None),
    ],
)
def test_a_gathering_has_its_whole_name(language: str, body: str, occasion: str | None) -> None:
    (event,) = events(language, body)
    assert (event.kind, event.occasion) == ("gathering", occasion)


@pytest.mark.parametrize(
    ("language", "body", "names"),
    [
        # audience
        ("en", "Minister Ann Borg addressed the students of the university.", ["Ann Borg"]),
        ("fr", "La ministre Ann Borg s'est adressée aux étudiants.", ["Ann Borg"]),
        # words to the press together
        (
            "en",
            "President Ann Borg and President Kofi Mensah took questions from the press.",
            ["Ann Borg", "Kofi Mensah"],
        ),
        # a collective brought together
        ("en", "Minister Ann Borg brought together representatives of the fishers.", ["Ann Borg"]),
        # a verb of receiving whose object is a gathering
        ("en", "Minister Ann Borg hosted the first meeting of the Sea Group.", ["Ann Borg"]),
        ("fr", "La ministre Ann Borg a accueilli le sommet de la Mer.", ["Ann Borg"]),
        # another is said to host
        ("en", "Minister Ann Borg announced that President Kofi Mensah will host the Sea Summit.", ["Kofi Mensah"]),
        # a roll in the next sentence, with asides
        (
            "en",
            (
                "Minister Ann Borg chaired the Sea Summit. Present were President Kofi Mensah, whose land is small, "
                "and, for the fishers, Minister Ida Ott."
            ),
            ["Ann Borg", "Kofi Mensah", "Ida Ott"],
        ),
        (
            "fr",
            (
                "La ministre Ann Borg a ouvert le sommet de la Mer. Étaient présents le président Kofi Mensah et, "
                "pour les pêcheurs, la ministre Ida Ott."
            ),
            ["Ann Borg", "Kofi Mensah", "Ida Ott"],
        ),
        # the gathering told before, spoken of again
        (
            "en",
            (
                "Minister Ann Borg opened the Sea Forum. The ceremony was attended by President Kofi Mensah of Ghana; "
                "and the Presidents of Kenya and Malta."
            ),
            ["Ann Borg", "Kofi Mensah", "president of Kenya", "president of Malta"],
        ),
        # a roll in lines
        (
            "en",
            "Minister Ann Borg chaired the Sea Summit. Those present included:\n\n • Kofi Mensah, Ghana\n • Ida Ott",
            ["Ann Borg", "Kofi Mensah", "Ida Ott"],
        ),
        # co-president
        (
            "fr",
            "La ministre Ann Borg a présidé, avec le ministre Kofi Mensah, la conférence sur la pêche.",
            ["Ann Borg", "Kofi Mensah"],
        ),
    ],
)
def test_those_who_speak_attend_or_host_take_part(language: str, body: str, names: list[str]) -> None:
    (event,) = events(language, body)
    assert (event.kind, [p.name for p in event.participants]) == ("gathering", names)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Minister Ann Borg looks forward to seeing Minister Kofi Mensah at the Sea Summit."),  # hope
        ("en", "Minister Ann Borg addressed the question of fishing."),  # a subject, no audience
        ("fr", "La ministre Ann Borg a voulu réenclencher un dialogue stratégique avec Malte."),  # nom commun
    ],
)
def test_what_is_no_gathering_gives_none(language: str, body: str) -> None:
    assert not [event for event in events(language, body) if event.kind == "gathering"]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "The second Sea Summit will take place in Accra on 3 February."),
        ("fr", "La deuxième conférence de la Mer se tiendra à Accra le 3 février."),
    ],
)
def test_a_gathering_of_nobody_named_stands_by_its_day_and_place(language: str, body: str) -> None:
    (event,) = events(language, body)
    assert (event.status, event.start, event.place, event.participants) == ("planned", date(2021, 2, 3), "Accra", ())


@pytest.mark.parametrize(
    ("language", "body", "names"),
    [
        # series: what is done to one is done to the next
        (
            "en",
            "Minister Ann Borg attended the Sea Summit and the River Forum in Accra.",
            ["Sea Summit", "River Forum"],
        ),
        (
            "fr",
            "La ministre Ann Borg a ouvert le sommet de la Mer et le colloque des Ports.",
            ["sommet de la Mer", "colloque des Ports"],
        ),
        # relative clause with its day
        ("en", "The Sea Summit, which Minister Ann Borg will host on 3 February, is the second.", ["Sea Summit"]),
        # meetings with a title, or of many
        ("en", "Minister Ann Borg chaired the weekly Cabinet meeting.", ["weekly Cabinet meeting"]),
        ("fr", "La ministre Ann Borg a présidé la réunion du comité des Ports.", ["réunion du comité des Ports"]),
    ],
)
def test_gatherings_are_told_by_their_noun_and_verb(language: str, body: str, names: list[str]) -> None:
    assert [event.occasion for event in events(language, body)] == names


@pytest.mark.parametrize(
    ("language", "body", "name"),
    [
        ("en", "The Sea Council met today in Accra.", "Sea Council"),
        ("fr", "Le Conseil de la Mer s'est réuni aujourd'hui à Accra.", "Conseil de la Mer"),
    ],
)
def test_a_body_in_session_takes_part_as_a_body(language: str, body: str, name: str) -> None:
    (event,) = events(language, body)
    assert (event.kind, [(p.name, p.type) for p in event.participants]) == ("gathering", [(name, "organisation")])
