"""Talks told as a list under a lead-in, in the forms that press offices give it."""

from datetime import date

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2026, 3, 5)
NORWAY, PERU = "Ben Olsen", "Ana Ruiz"


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Minister Ida Ott met on Monday:\n• Ben Olsen, Defence Minister of Norway\n• Ana Ruiz, Envoy of Peru"),
        ("en", "Minister Ida Ott held talks with the following colleagues:\n\nBen Olsen (Norway)\nAna Ruiz (Peru)"),
        (
            "en",
            "Minister Ida Ott received on Monday:\n\nBen Olsen, Ambassador of Norway;\nAna Ruiz, Ambassador of Peru.",
        ),
        (
            "en",
            "Minister Ida Ott received the credentials of these ambassadors:\n1. Ben Olsen, Norway\n2. Ana Ruiz, Peru",
        ),
        (
            "fr",
            "La ministre Ida Ott a reçu, pour la remise de leurs lettres de créance :\n\nM. Ben Olsen ;\nMme Ana Ruiz.",
        ),
        (
            "fr",
            "La ministre Ida Ott s'est entretenue avec :\n\n1. M. Ben Olsen : la mer a été évoquée ;\n2. Mme Ana Ruiz.",
        ),
    ],
    ids=[
        "bullets",
        "states in brackets",
        "no bullets",
        "numbers",
        "purpose before the colon",
        "an item that tells more",
    ],
)
def test_each_item_is_a_meeting_with_the_side_of_the_lead_in(language: str, body: str) -> None:
    events = extract(a_release(title="", body=body, language=language, source="a.example", published_at=ANCHOR)).events
    sides = [{participant.name for participant in event.participants} for event in events]
    assert sides == [{"Ida Ott", NORWAY}, {"Ida Ott", PERU}]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Minister Ida Ott received on Monday:\n\nBen Olsen was born in Oslo.\nAna Ruiz has two children."),
        ("fr", "La ministre Ida Ott a reçu :\n\nBen Olsen est né à Oslo.\nAna Ruiz avait quitté Lima."),
    ],
    ids=["en", "fr"],
)
def test_a_line_that_is_a_sentence_of_its_own_is_no_item(language: str, body: str) -> None:
    release = a_release(title="", body=body, language=language, source="a.example", published_at=ANCHOR)
    assert extract(release).events == ()


@pytest.mark.parametrize(
    ("language", "lead"),
    [
        ("en", "Minister Ida Ott will hold bilateral meetings tomorrow in Riga with:"),
        ("fr", "La ministre Ida Ott s'entretiendra demain à Riga avec :"),
    ],
    ids=["en", "fr"],
)
def test_the_items_have_the_day_and_place_of_the_lead_in(language: str, lead: str) -> None:
    body = f"{lead}\n* M. Ben Olsen (Peru)\n* Mme Ana Ruiz (Peru)"
    events = extract(a_release(title="", body=body, language=language, source="a.example", published_at=ANCHOR)).events
    assert [(event.start, event.place, event.status.value) for event in events] == [
        (date(2026, 3, 6), "Riga", "planned")
    ] * 2
