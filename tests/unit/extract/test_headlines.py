"""Gatherings that only the title tells, in titles and texts that no release has."""

from datetime import date

import pytest

from services.contracts.messages import EventFacts
from services.enrich.extract import extract
from tests.builders import a_release

DAY = date(2021, 1, 20)
FISH = "Le poisson est rare. Il faut le protéger."
GREETED = "Mesdames et messieurs,\n\nLe poisson est rare."


def gatherings(language: str, title: str, body: str) -> list[EventFacts]:
    release = a_release(title=title, body=body, language=language, published_at=date(2021, 1, 21))
    return [event for event in extract(release).events if event.kind == "gathering"]


@pytest.mark.parametrize(
    ("language", "title", "body", "place", "names"),
    [
        # in a chamber: the capital of its state
        (
            "fr",
            "Déclaration de Mme Anne Roux, ministre de la mer, sur la pêche, au Sénat le 20 janvier 2021.",
            FISH,
            "Paris",
            ["Anne Roux"],
        ),
        (
            "en",
            "Statement by Ann Borg, Minister for Fisheries, on nets, in the House of Commons on 20 January 2021",
            "Fish are rare.",
            "London",
            ["Ann Borg"],
        ),
        # before an audience that it greets
        (
            "fr",
            "Déclaration de Mme Anne Roux, ministre de la mer, sur la pêche, à Brest le 20 janvier 2021.",
            GREETED,
            "Brest",
            ["Anne Roux"],
        ),
        # an item of a cabinet's agenda
        (
            "fr",
            "Conseil des ministres du 20 janvier 2021. Pêche",
            (
                "La ministre de la mer et le ministre délégué auprès du ministre de l'économie, des finances et "
                "de la relance, chargé du budget, ont présenté un projet de loi."
            ),
            None,
            [
                "ministre de la mer",
                "ministre délégué auprès du ministre de l'économie, des finances et de la relance, chargé du budget",
            ],
        ),
        # ... where nobody presents: the body sits
        (
            "fr",
            "Conseil des ministres du 20 janvier 2021. Pêche",
            "Deux ordonnances ont été examinées en conseil des ministres.",
            None,
            ["Conseil des ministres"],
        ),
        (
            "en",
            "Council of Ministers of 20 January 2021: fisheries",
            "Two orders were laid before the Council of Ministers.",
            None,
            ["Council of Ministers"],
        ),
    ],
)
def test_a_title_tells_a_gathering(language: str, title: str, body: str, place: str | None, names: list[str]) -> None:
    (event,) = gatherings(language, title, body)
    assert (event.start, event.end, event.place) == (DAY, DAY, place)
    assert [participant.name for participant in event.participants] == names
    assert event.evidence.text in body


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        # a statement in writing
        ("fr", "Déclaration de Mme Anne Roux, ministre de la mer, sur la pêche, à Brest le 20 janvier 2021.", FISH),
        ("en", "Statement by Ann Borg, Minister for Fisheries, on nets, in Oslo on 20 January 2021", "Fish are rare."),
        # after talks, to the press
        (
            "fr",
            "Déclaration de Mme Anne Roux, ministre de la mer, sur la pêche, à Brest le 20 janvier 2021.",
            "Mesdames et messieurs,\n\nJe viens de rencontrer le ministre Kofi Mensah.",
        ),
        # no statement
        ("fr", "Communiqué du ministère de la mer, sur le Sénat le 20 janvier 2021.", GREETED),
    ],
)
def test_a_title_that_tells_no_gathering_gives_none(language: str, title: str, body: str) -> None:
    assert gatherings(language, title, body) == []


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "MINISTER FOR TRADE ANN MARIA BORG\n\nMinister Borg met President Otto Klee of Latvia in Riga."),
        (
            "fr",
            "LA MINISTRE ANN MARIA BORG\n\nLa ministre Borg a rencontré le président letton Otto Klee à Riga.",
        ),
    ],
)
def test_who_is_named_in_a_heading_in_capitals_is_known_below(language: str, body: str) -> None:
    (event,) = extract(a_release(title="News", body=body, language=language)).events
    assert {participant.name for participant in event.participants} == {"ANN MARIA BORG", "Otto Klee"}


def test_a_heading_in_which_a_name_runs_on_names_nobody() -> None:
    body = "LA MINISTRE DÉLÉGUÉE ANN MARIA BORG À RIGA\n\nLa ministre Borg a rencontré le président letton Otto Klee."
    (event,) = extract(a_release(title="News", body=body, language="fr")).events
    assert {participant.name for participant in event.participants} == {"Borg", "Otto Klee"}
