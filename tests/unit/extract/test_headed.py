"""Events that the headline tells: each case is one construction, with names that no release of the corpus bears."""

from datetime import date

import pytest

from services.contracts.messages import EventFacts
from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)
COUNCIL = "Conseil des ministres du 20 janvier 2021. La pêche côtière"
CABINET = "Cabinet meeting of 20 January 2021: the ports"


def events(language: str, title: str, body: str, source: str = "example.org") -> tuple[EventFacts, ...]:
    release = a_release(title=title, body=body, language=language, published_at=ANCHOR, source=source)
    return extract(release).events


@pytest.mark.parametrize(
    ("language", "title", "body", "names"),
    [
        # one office
        (
            "fr",
            COUNCIL,
            "La ministre de la mer a présenté une ordonnance relative à la pêche.",
            ["ministre de la mer"],
        ),
        # two offices, the second with another's inside it
        (
            "fr",
            COUNCIL,
            "Le ministre de la mer et la ministre déléguée auprès du ministre de la mer, chargée d'îles, ont exposé.",
            ["ministre de la mer", "ministre déléguée auprès du ministre de la mer, chargée d'îles"],
        ),
        # a person
        (
            "fr",
            "Compte rendu du conseil de gouvernement du 20 janvier 2021",
            "Le ministre de la mer, M. Kofi Mensah, a rendu compte de sa mission.",
            ["Kofi Mensah"],
        ),
        # the council itself
        ("fr", COUNCIL, "Le conseil des ministres a nommé Mme Ann Borg préfète.", ["conseil des ministres"]),
        ("en", CABINET, "The Minister for Fisheries presented a bill on ports.", ["Minister for Fisheries"]),
        ("en", CABINET, "The Prime Minister reported on the ports.", ["Prime Minister"]),
    ],
)
def test_those_who_present_at_a_council_take_part_in_it(language: str, title: str, body: str, names: list[str]) -> None:
    (event,) = events(language, title, body)
    assert (event.kind, event.start, [p.name for p in event.participants]) == ("gathering", date(2021, 1, 20), names)


@pytest.mark.parametrize(
    ("language", "title", "body", "told"),
    [
        # city and day behind the subject; a village that no list knows
        (
            "fr",
            "Déclaration de M. Kofi Mensah, ministre de la mer, sur les ports d'Accra, à Brême le 20 janvier 2021.",
            "Mesdames et Messieurs,\n\nLa mer est notre avenir.",
            (date(2021, 1, 20), "Brême", None),
        ),
        (
            "fr",
            "Discours de Mme Ann Borg, ministre de la mer, sur la pêche, à Trifouilly-les-Oies le 20 janvier 2021.",
            "Je suis heureuse d'être parmi vous.",
            (date(2021, 1, 20), "Trifouilly-les-Oies", None),
        ),
        # parliament
        (
            "fr",
            "Déclaration de Mme Ann Borg, ministre de la mer, en réponse à une question, au Sénat le 20 janvier 2021.",
            "Monsieur le Sénateur,\n\nLa pêche va bien.",
            (date(2021, 1, 20), "Paris", None),
        ),
        # named occasion
        (
            "fr",
            "Allocution de Mme Ann Borg, ministre de la mer, lors des Assises de la pêche, à Brest le 20 janvier 2021",
            "Chers amis, la pêche va bien.",
            (date(2021, 1, 20), "Brest", "Assises de la pêche"),
        ),
        # transcript with lines above it and a speaker's label
        (
            "en",
            "Remarks by President Ann Borg at the Sea Forum",
            "Harbour Hall\n\nAccra, Ghana\n\n5:15 P.M.\n\nTHE PRESIDENT: Thank you. The sea is ours.",
            (ANCHOR, "Accra", "Sea Forum"),
        ),
        # speaker at the head
        (
            "en",
            "Minister Ann Borg at the Fishers' Reception",
            "Ladies and gentlemen, the sea is ours.",
            (ANCHOR, None, "Fishers' Reception"),
        ),
        # prepared text
        (
            "en",
            "Speech as Prepared for Delivery by Minister Ann Borg at the Sea Forum in Riga",
            "I am glad to be with you.",
            (ANCHOR, "Riga", "Sea Forum"),
        ),
    ],
)
def test_a_speech_before_an_audience_is_a_gathering(
    language: str, title: str, body: str, told: tuple[date, str | None, str | None]
) -> None:
    (event,) = events(language, title, body, "vie-publique.fr" if language == "fr" else "example.org")
    assert (event.kind, (event.start, event.place, event.occasion)) == ("gathering", told)
    assert len(event.participants) == 1


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        # nobody is addressed
        ("fr", "Déclaration de Mme Ann Borg, ministre de la mer, à Brest le 20 janvier 2021", "La pêche va bien."),
        # to a newspaper, to the press
        (
            "fr",
            "Entretien de Mme Ann Borg, ministre, avec la Gazette, le 20 janvier 2021",
            "Mesdames, la pêche va bien.",
        ),
        ("en", "Remarks by Minister Ann Borg to the Press", "Good morning. The sea is ours."),
        # yet to be given, and no audience
        ("en", "Minister Ann Borg to Deliver Remarks on the Sea", "The speech has three parts."),
        ("en", "Statement by Minister Ann Borg on the Sea", "Thank you for reading."),
    ],
)
def test_words_to_no_audience_are_no_gathering(language: str, title: str, body: str) -> None:
    assert not events(language, title, body)


def test_talks_of_which_the_speaker_tells_are_the_news_and_not_his_words() -> None:
    body = "Mesdames et Messieurs,\n\nJe me suis entretenu aujourd'hui avec le président ghanéen, M. Yaw Addo."
    title = "Déclaration de M. Kofi Mensah, ministre de la mer, à Riga le 21 janvier 2021"
    assert [event.kind for event in events("fr", title, body)] == ["meeting"]
