"""Which sentences are about an event."""

from datetime import datetime

import pytest

from services.contracts.messages import EventFacts
from services.enrich.extract import extract
from tests.builders import a_release

LEAD = {
    "en": "President Ann Borg met Prime Minister Kofi Mensah in Accra on Tuesday.",
    "fr": "La présidente Ann Borg a rencontré mardi à Accra le Premier ministre Kofi Mensah.",
}
OF_GHANA = {
    "en": "President Ann Borg met the Prime Minister of Ghana, Kofi Mensah, on Tuesday.",
    "fr": "La présidente Ann Borg a rencontré mardi le Premier ministre du Ghana, Kofi Mensah.",
}


def events(language: str, body: str) -> tuple[EventFacts, ...]:
    published = datetime.fromisoformat("2024-01-24T12:00:00")
    return extract(a_release(title="", body=body, language=language, published_at=published)).events


@pytest.mark.parametrize(
    ("language", "after"),
    [
        ("en", " They discussed sanctions."),
        ("en", "\n\nTheir talks covered sanctions."),
        ("en", "\n\nThe two leaders deplored the sanctions."),
        ("en", "\n\nPrime Minister Mensah spoke up for sanctions."),
        ("fr", " Ils ont évoqué les sanctions."),
        ("fr", "\n\nLeurs échanges ont porté sur les sanctions."),
        ("fr", "\n\nLes deux dirigeants déplorent les sanctions."),
    ],
)
def test_what_goes_on_about_the_talks_gives_their_topics(language: str, after: str) -> None:
    (event,) = events(language, LEAD[language] + after)
    assert event.topics == ("sanctions",)


@pytest.mark.parametrize(
    ("language", "after"),
    [
        ("en", "\n\nThe factory at Tema opened in spite of sanctions."),  # another subject in a new paragraph
        ("en", " The sanctions date from 2005."),  # an earlier year
        ("en", " The sanctions have been in force since spring."),  # history
        ("fr", "\n\nL'usine de Tema a ouvert malgré les sanctions."),
        ("fr", " Les sanctions datent de 2005."),
        ("fr", " Les sanctions sont en vigueur depuis le printemps."),
    ],
)
def test_what_tells_of_something_else_gives_the_talks_no_topic(language: str, after: str) -> None:
    (event,) = events(language, LEAD[language] + after)
    assert event.topics == ()


@pytest.mark.parametrize(
    ("language", "told", "rest"),
    [
        ("en", "On Tuesday President Ann Borg met Prime Minister Kofi Mensah", ": together they praised the harvest."),
        (
            "fr",
            "La présidente Ann Borg a rencontré mardi le Premier ministre Kofi Mensah",
            " : ils ont dîné.",
        ),
        ("en", "On Tuesday President Ann Borg met Prime Minister Kofi Mensah: Mr. Mensah praised the harvest.", ""),
    ],
)
def test_the_evidence_ends_before_a_colon_after_which_nobody_of_the_event_is_named(
    language: str, told: str, rest: str
) -> None:
    (event,) = events(language, told + rest)
    assert event.evidence.text == told


@pytest.mark.parametrize(
    ("language", "after", "own"),
    [
        ("en", " They discussed reforms of Ghana.", True),
        ("en", " Ghana promised reforms, the President said.", False),
        ("fr", " Ils ont évoqué les réformes du Ghana.", True),
        ("fr", " Le Ghana a promis des réformes, a dit la présidente.", False),
    ],
)
def test_a_participants_state_is_a_topic_where_a_subject_is_its_own(language: str, after: str, *, own: bool) -> None:
    (event,) = events(language, OF_GHANA[language] + after)
    assert ("country:GH" in event.topics) is own


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "The bank was founded in support of Ghana and of farmers."),
        ("en", "In the aftermath of the floods the Council voted assistance to Ghana."),
        ("fr", "La banque a été créée à l'appui du Ghana."),
        ("fr", "Au lendemain des inondations, le Conseil a voté une aide au Ghana."),
    ],
)
def test_a_state_that_is_named_in_looking_far_back_is_no_topic_of_the_release(language: str, body: str) -> None:
    assert "country:GH" not in extract(a_release(title="", body=body, language=language)).topics


@pytest.mark.parametrize(
    ("language", "body"),
    [("en", "The bank works in support of Ghana."), ("fr", "La banque travaille à l'appui du Ghana.")],
)
def test_a_state_that_is_spoken_of_as_of_today_is_one(language: str, body: str) -> None:
    assert "country:GH" in extract(a_release(title="", body=body, language=language)).topics


TWO_TALKS = {
    "en": "President Ann Borg met Prime Minister Kofi Mensah and, separately, Foreign Minister Ama Owusu on Tuesday.",
    "fr": "La présidente Ann Borg a eu mardi des entretiens séparés avec le Premier ministre Kofi Mensah "
    "et avec la ministre des Affaires étrangères, Ama Owusu.",
}


def topics_by_partner(language: str, body: str) -> dict[str, tuple[str, ...]]:
    return {event.participants[-1].name: event.topics for event in events(language, body)}


@pytest.mark.parametrize(
    ("language", "after"),
    [
        (
            "en",
            " With the Prime Minister she discussed sanctions. He asked for patience. With Ms Owusu it was elections.",
        ),
        ("en", " Mr Mensah raised the sanctions. The Foreign Minister spoke of elections."),
        ("en", "\n\nMr Mensah pressed for sanctions.\n\nTo Ms Owusu she stressed the elections."),
        (
            "fr",
            " Avec le Premier ministre, elle a évoqué les sanctions. Avec Mme Owusu, il a été question des élections.",
        ),
        ("fr", " M. Mensah a parlé des sanctions.\n\nLa ministre des Affaires étrangères a évoqué les élections."),
    ],
)
def test_of_two_talks_each_has_what_is_said_of_its_own_partner(language: str, after: str) -> None:
    assert topics_by_partner(language, TWO_TALKS[language] + after) == {
        "Kofi Mensah": ("sanctions",),
        "Ama Owusu": ("elections",),
    }


@pytest.mark.parametrize(
    ("language", "after"),
    [
        ("en", " In both meetings the President raised the sanctions."),
        ("en", "\n\nWith both, she discussed the sanctions."),
        ("fr", " Ces entretiens ont porté sur les sanctions."),
        ("fr", "\n\nAvec tous deux, elle a parlé des sanctions."),
    ],
)
def test_what_is_said_of_all_talks_is_a_topic_of_each(language: str, after: str) -> None:
    assert set(topics_by_partner(language, TWO_TALKS[language] + after).values()) == {("sanctions",)}


TWO_PLACES = (
    "President Ann Borg met Prime Minister Kofi Mensah in Accra on Tuesday. "
    "On Wednesday she met Foreign Minister Ama Owusu in Lomé."
)


@pytest.mark.parametrize(
    "after",
    [
        "\n\nIn Accra they discussed sanctions.",
        "\n\nPresident Borg told the press that sanctions would stay.",
        "\n\nShe is the author of a book on sanctions.",
        "\n\n“Sanctions hit the poor first.”",
    ],
)
def test_of_several_talks_the_last_has_not_what_is_said_of_others_or_by_the_way(after: str) -> None:
    assert topics_by_partner("en", TWO_PLACES + after)["Ama Owusu"] == ()


@pytest.mark.parametrize(
    "after",
    [
        "\n\nIn Lomé they discussed sanctions.",
        "\n\nThey also dwelt on sanctions.",
        " “We spoke about sanctions,” President Borg said.",
    ],
)
def test_of_several_talks_the_last_has_what_is_said_of_both_or_of_its_place(after: str) -> None:
    assert topics_by_partner("en", TWO_PLACES + after)["Ama Owusu"] == ("sanctions",)


@pytest.mark.parametrize(
    ("language", "after"),
    [
        ("en", " They then travelled to Tamale. The bishop lamented the sanctions."),
        ("en", " She later visited the port. A docker complained of sanctions."),
        ("fr", " Ils se sont ensuite rendus à Tamale. L'évêque a déploré les sanctions."),
        ("fr", " Elle a visité le port. Un docker s'est plaint des sanctions."),
    ],
)
def test_what_is_heard_after_they_went_on_is_no_topic_of_the_talks(language: str, after: str) -> None:
    talks = [event for event in events(language, LEAD[language] + after) if event.kind == "meeting"]
    assert [event.topics for event in talks] == [()]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", " They discussed sanctions. On Wednesday she received Foreign Minister Ama Owusu on the same subject."),
        ("fr", " Ils ont évoqué les sanctions. Mercredi, elle a reçu la ministre Ama Owusu sur le même sujet."),
        ("en", " They discussed sanctions. She then received Minister Ama Owusu. They talked of the same situation."),
        (
            "fr",
            " Ils ont évoqué les sanctions. Elle a ensuite reçu la ministre Ama Owusu. L'échange a eu le même thème.",
        ),
    ],
)
def test_talks_on_the_same_subject_have_the_topics_of_those_before(language: str, body: str) -> None:
    assert [event.topics for event in events(language, LEAD[language] + body)] == [("sanctions",)] * 2


@pytest.mark.parametrize(
    ("language", "after"),
    [("en", " They spoke of a calmer Sahel."), ("fr", " Ils souhaitent un Sahel apaisé.")],
)
def test_a_region_that_is_named_in_telling_of_talks_is_one_of_their_topics(language: str, after: str) -> None:
    (event,) = events(language, LEAD[language] + after)
    assert event.topics == ("region:sahel",)


def test_the_publishers_own_state_is_no_topic_of_its_talks() -> None:
    body = "Secretary of State Ann Borg met Prime Minister Kofi Mensah. They discussed the crisis of the United States."
    (event,) = extract(a_release(title="", body=body, language="en", source="state.gov")).events
    assert "country:US" not in event.topics


@pytest.mark.parametrize(
    ("language", "after"),
    [
        ("en", "\n\nThey discussed:\n- trade;\n- the sanctions."),
        ("en", " The talks are to cover, among others:\n\n* Trade. It has doubled.\n\n* Sanctions"),
        ("en", "\n\nBoth sides agreed that:\n(i) trade must grow;\n(ii) sanctions must end."),
        ("en", "\n\nThe two Presidents discussed the following:\n1. Trade\n2. Sanctions"),
        ("en", "\n\nOn the agenda were:\nTrade;\nSanctions."),
        ("fr", "\n\nIls ont évoqué :\n- le commerce ;\n- les sanctions."),
        ("fr", " Les échanges ont porté sur :\n\n• le commerce. Il a doublé.\n\n• les sanctions"),
        ("fr", "\n\nÀ l'ordre du jour :\n1. Commerce\n2. Sanctions"),
    ],
)
def test_a_list_under_words_for_talking_is_what_was_talked_about(language: str, after: str) -> None:
    (event,) = events(language, LEAD[language] + after)
    assert event.topics == ("sanctions", "trade")


@pytest.mark.parametrize(
    ("language", "after"),
    [
        ("en", "\n\nOther news:\n- The court lifted sanctions."),
        ("en", "\n\nThey discussed trade.\n\n- The court lifted sanctions."),
        ("fr", "\n\nAutres nouvelles :\n- Le tribunal a levé les sanctions."),
    ],
)
def test_another_list_is_not(language: str, after: str) -> None:
    (event,) = events(language, LEAD[language] + after)
    assert "sanctions" not in event.topics


@pytest.mark.parametrize(
    ("language", "after"),
    [
        ("en", " He later visited the port.\n\nThe two leaders discussed sanctions."),
        ("en", " They then travelled to Tamale. Over their talks hung the sanctions."),
        ("en", " He also toured the port.\n\nIn the talks the question of sanctions came up."),
        ("fr", " Il a ensuite visité le port.\n\nLes deux dirigeants ont évoqué les sanctions."),
        ("fr", " Elle s'est ensuite rendue à Tamale. L'entretien avait porté sur les sanctions."),
        ("fr", " Elle a visité le port. Avec son hôte, elle avait parlé des sanctions."),
    ],
)
def test_words_for_these_talks_come_back_to_them(language: str, after: str) -> None:
    talks = [event for event in events(language, LEAD[language] + after) if event.kind == "meeting"]
    assert [event.topics for event in talks] == [("sanctions",)]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "President Ann Borg met the Minister for Trade and Sanctions Policy, Kofi Mensah, on Tuesday."),
        ("en", "President Ann Borg met the Minister of Mines, Energy and Climate, Kofi Mensah, on Tuesday."),
        ("fr", "La présidente Ann Borg a reçu mardi le ministre norvégien des Pêches, Ben Olsen."),
        ("fr", "La présidente Ann Borg a reçu mardi Ben Olsen, ministre des Mines, de l'Énergie et du Climat."),
    ],
)
def test_an_office_tells_no_topic(language: str, body: str) -> None:
    assert [event.topics for event in events(language, body)] == [()]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "President Ann Borg met the Special Envoy for Mali, Kofi Mensah, on Tuesday."),
        ("fr", "La présidente Ann Borg a reçu mardi Kofi Mensah, envoyé spécial pour le Mali."),
    ],
)
def test_what_an_envoy_is_sent_for_is_one(language: str, body: str) -> None:
    (event,) = events(language, body)
    assert "country:ML" in event.topics


@pytest.mark.parametrize(
    ("language", "after"),
    [
        ("en", " They talked of many things, Chad and Niger among them."),
        ("fr", " Ils ont parlé de bien des choses, dont le Tchad et le Niger."),
    ],
)
def test_a_third_state_named_in_talks_was_talked_of(language: str, after: str) -> None:
    (event,) = events(language, LEAD[language] + after)
    assert event.topics == ("country:NE", "country:TD")
