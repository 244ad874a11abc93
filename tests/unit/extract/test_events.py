"""Each case is one construction, named by its comment, with names that no release of the corpus bears."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)  # a Thursday

EN = [
    # active
    (
        "The Prime Minister of Malta, Ann Borg, met the President of Ghana, Kofi Mensah, today.",
        "meeting",
        ["Ann Borg", "Kofi Mensah"],
    ),
    # passive
    ("Prime Minister Ann Borg was received by President Kofi Mensah of Ghana.", "meeting", ["Ann Borg", "Kofi Mensah"]),
    # support verb, partner after its place and day
    (
        "Minister Ann Borg held talks in Accra on Tuesday with Foreign Minister Kofi Mensah.",
        "meeting",
        ["Ann Borg", "Kofi Mensah"],
    ),
    # reciprocal
    ("Prime Minister Ann Borg and President Kofi Mensah met in Accra.", "meeting", ["Ann Borg", "Kofi Mensah"]),
    # by telephone
    ("President Ann Borg spoke by telephone with Prime Minister Kofi Mensah.", "call", ["Ann Borg", "Kofi Mensah"]),
    # offices without names, one for each state
    (
        "President Ann Borg received the Ambassadors of Estonia, Latvia and Lithuania.",
        "meeting",
        ["Ann Borg", "ambassador of Estonia", "ambassador of Latvia", "ambassador of Lithuania"],
    ),
]
FR = [
    # actif
    (
        "Le ministre ghanéen des Affaires étrangères, Kofi Mensah, a rencontré Mme Ann Borg, présidente de Malte.",
        "meeting",
        ["Kofi Mensah", "Ann Borg"],
    ),
    # passif
    ("Le Premier ministre Kofi Mensah a été reçu par la présidente Ann Borg.", "meeting", ["Kofi Mensah", "Ann Borg"]),
    # pronominal
    (
        "La présidente Ann Borg s'est entretenue mardi à Accra avec le Premier ministre Kofi Mensah.",
        "meeting",
        ["Ann Borg", "Kofi Mensah"],
    ),
    # complément entre l'auxiliaire et le nom
    (
        "La présidente Ann Borg a eu avec M. Kofi Mensah un échange de deux heures.",
        "meeting",
        ["Ann Borg", "Kofi Mensah"],
    ),
    # par téléphone
    ("La présidente Ann Borg s'est entretenue par téléphone avec M. Kofi Mensah.", "call", ["Ann Borg", "Kofi Mensah"]),
]


@pytest.mark.parametrize(("language", "body", "kind", "names"), [*(("en", *c) for c in EN), *(("fr", *c) for c in FR)])
def test_a_construction_gives_its_event(language: str, body: str, kind: str, names: list[str]) -> None:
    release = a_release(title="", body=body, language=language, published_at=ANCHOR)
    (event,) = extract(release).events
    assert (event.kind, {p.name for p in event.participants}) == (kind, set(names))
    assert body[event.evidence.start : event.evidence.end] == event.evidence.text


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "President Ann Borg hopes to meet Prime Minister Kofi Mensah."),  # hope
        ("en", "Prime Minister Kofi Mensah last met President Ann Borg in Accra."),  # earlier
        ("fr", "La présidente Ann Borg espère rencontrer le Premier ministre Kofi Mensah."),  # souhait
    ],
)
def test_what_is_no_news_of_the_release_gives_none(language: str, body: str) -> None:
    assert extract(a_release(title="", body=body, language=language, published_at=ANCHOR)).events == ()


@pytest.mark.parametrize(
    ("language", "body", "status"),
    [
        ("en", "President Ann Borg will meet Prime Minister Kofi Mensah on 1 February.", "planned"),
        ("en", "A meeting between President Ann Borg and Prime Minister Kofi Mensah was cancelled.", "cancelled"),
        ("fr", "La présidente Ann Borg rencontrera demain le Premier ministre Kofi Mensah.", "planned"),
    ],
)
def test_the_status_is_told_by_tense_and_words(language: str, body: str, status: str) -> None:
    (event,) = extract(a_release(title="", body=body, language=language, published_at=ANCHOR)).events
    assert event.status == status


def test_another_language_reports_nothing() -> None:
    extraction = extract(a_release(title="Treffen", body="Der Minister traf den Präsidenten.", language="de"))
    assert (extraction.language, extraction.events, extraction.topics) == (None, (), ())


@settings(max_examples=60, deadline=None)
@given(body=st.text(), title=st.text(), language=st.sampled_from(["en", "fr"]))
def test_any_text_gives_an_answer_and_the_same_one_again(body: str, title: str, language: str) -> None:
    release = a_release(title=title, body=body, language=language)
    assert extract(release) == extract(release)
