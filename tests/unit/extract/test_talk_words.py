"""Words for talks: each sentence tells of one meeting or call of the same two, by one verb or noun."""

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

X, Y = "Minister Ann Borg", "President Otto Klee"
EN = [
    f"{X} caught up with {Y} in Riga.",
    f"{X} interacted with {Y} in Riga.",
    f"{X} had a pull-aside with {Y}.",
    f"{X} had a face-to-face with {Y}.",
    f"{X} met briefly with {Y}.",
    f"{X} rang {Y} this morning.",
    f"{Y} was granted an audience by {X}.",
    f"Ambassador Ann Borg presented her credentials to {Y}.",
]
X, Y = "La ministre Ann Borg", "le président Otto Klee"
FR = [
    f"{X} a accordé un entretien au président Otto Klee.",
    f"{X} a eu un aparté avec {Y}.",
    f"{X} s'est concertée avec {Y}.",
    f"{X} a fait connaissance avec {Y}.",
    f"{X} a fait la connaissance du président Otto Klee.",
    f"{X} a été l'hôte du président Otto Klee.",
    f"{X} a téléphoné ce matin au président Otto Klee.",
    f"{X} a été jointe au téléphone par {Y}.",
    f"{X} a pris le petit-déjeuner avec {Y}.",
    f"{X} est allée saluer {Y}.",
    f"{X} et {Y} se sont vus à Riga.",
    "L'ambassadrice Ann Borg a remis ses lettres de créance au président Otto Klee.",
]


@pytest.mark.parametrize(("language", "body"), [*(("en", body) for body in EN), *(("fr", body) for body in FR)])
def test_it_tells_of_talks(language: str, body: str) -> None:
    (event,) = extract(a_release(title="News", body=body, language=language)).events
    assert {participant.name for participant in event.participants} == {"Ann Borg", "Otto Klee"}
    assert event.kind in {"meeting", "call"}


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("fr", "La ministre Ann Borg a croisé les chiffres avec ceux du président Otto Klee."),
        ("fr", "La ministre Ann Borg a salué le discours du président Otto Klee."),
        ("en", "Minister Ann Borg rang in the new year with a poem by President Otto Klee."),
    ],
)
def test_it_tells_of_something_else(language: str, body: str) -> None:
    assert extract(a_release(title="News", body=body, language=language)).events == ()
