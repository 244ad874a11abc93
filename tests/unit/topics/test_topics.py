import json
from collections.abc import Collection
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.vocabulary import concept_ids
from services.enrich.extract.topics import concepts_said, event_topics, find_concepts, release_topics
from services.enrich.text.tokens import tokenize


def topics(text: str, *, language: str, owners: Collection[str] = ()) -> tuple[str, ...]:
    """What talks are about that `text` tells."""
    said = concepts_said(text, tokenize(text), language=language)
    return event_topics(said, participant_affiliations=owners)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Ils ont évoqué la lutte contre le terrorisme.", {"terrorism"}),
        ("fr", "Les échanges ont porté sur les énergies renouvelables.", {"energy"}),
        ("fr", "Ils ont abordé la situation en Syrie.", {"armed-conflict", "country:SY"}),
        ("fr", "Ils ont parlé de la situation dans les Balkans occidentaux.", {"region:western-balkans"}),
        ("fr", "la libération des otages et le respect du droit international", {"detainees", "international-law"}),
        ("en", "They discussed ballistic missiles and sanctions.", {"missile-defence", "sanctions"}),
        ("en", "They discussed the situation in Afghanistan.", {"country:AF"}),
        ("en", "The ministers spoke about human rights and climate change.", {"human-rights", "climate"}),
        ("fr", "Il a rappelé le soutien au Mali et au Niger.", {"country:ML", "country:NE"}),
        ("fr", "Elle a parlé de la situation de la Libye et de la Tunisie.", {"country:LY", "country:TN"}),
        ("en", "They discussed the crisis in Mali, Niger and Chad.", {"country:ML", "country:NE", "country:TD"}),
        ("en", "They discussed gender equality.", {"women-peace-security"}),
        ("en", "They discussed HIV/AIDS.", {"health"}),
        ("en", "They discussed Russian-Kyrgyz cooperation.", {"bilateral-relations"}),
        ("en", "They reviewed ties between Kenya and Ghana.", {"bilateral-relations", "country:GH", "country:KE"}),
        ("en", "They spoke of collaboration with the OSCE.", {"partnership-with-organisations"}),
        ("fr", "Ils ont parlé de la coopération russo-kirghize.", {"bilateral-relations"}),
        ("fr", "Ils ont parlé du dialogue entre l'Union africaine et l'OTAN.", {"partnership-with-organisations"}),
    ],
)
def test_a_clause_gives_the_concepts_it_is_about(language: str, text: str, expected: set[str]) -> None:
    assert set(topics(text, language=language)) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Il a rencontré le ministre russe des Affaires étrangères, Sergueï Lavrov."),
        ("fr", "Il a reçu le ministre de la Santé."),
        ("fr", "Le président de l'Ukraine est arrivé."),
        ("fr", "Elle a reçu son homologue allemande."),
        ("fr", "Il a redit la solidarité du Conseil avec le Ghana."),
        ("en", "He expressed the solidarity of the whole Council with Ghana."),
        ("en", "He met the Russian Foreign Minister."),
        ("en", "He met the Minister of Health."),
        ("en", "She received the Prime Minister of Denmark."),
        ("en", "Trade Minister Lopez arrived."),
        ("en", "They told us about turkey recipes."),
        ("en", "She received the heads of mission of Norway, Ghana and Malta."),
        ("en", "The delegates to the talks from Norway were late."),
        ("en", "He met the head of the Atomic Energy Organization."),
        ("en", "She spoke to the Financial Times."),
        ("en", "The loan came to ten million US dollars."),
        ("fr", "Le prêt était de dix millions de dollars américains."),
        ("fr", "La réunion a été longue."),
        ("fr", "Elle a reçu les chefs de mission de la Norvège et du Ghana."),
        ("fr", "Il a vu le commissaire européen au Commerce."),
        ("fr", "Il a rencontré le chef de l'Organisation de l'énergie atomique."),
        ("en", "The Minister for Relations with the EU was there."),
        ("en", "The report of the OSCE was read."),
        ("fr", "Le ministre chargé des relations avec l'Union européenne était là."),
    ],
)
def test_an_office_or_a_homograph_is_no_topic(language: str, text: str) -> None:
    assert topics(text, language=language) == ()


def test_number_and_gender_make_no_difference() -> None:
    for text in ("une mesure restrictive", "des mesures restrictives", "MESURES RESTRICTIVES"):
        assert {mention.concept for mention in find_concepts(text, tokenize(text), language="fr")} == {"sanctions"}


def test_a_participants_own_state_counts_only_where_a_clause_is_about_it() -> None:
    about = "Ils ont parlé des réformes en Géorgie."
    passing = "La Géorgie a remercié les Alliés."
    georgian = ["country:GE", "org:nato"]
    assert "country:GE" in topics(about, language="fr", owners=georgian)
    assert "country:GE" not in topics(passing, language="fr", owners=georgian)


@pytest.mark.parametrize(
    ("language", "text", "owners", "expected"),
    [
        ("en", "They discussed the elections.", ["country:KE", "org:eu"], {"elections", "country:KE"}),
        ("en", "They discussed the elections.", ["country:KE", "country:FR"], {"elections", "country:KE"}),
        ("en", "They discussed the elections in Mali.", ["country:KE", "org:eu"], {"elections", "country:ML"}),
        ("en", "They discussed the elections.", ["country:KE", "country:UG", "country:FR"], {"elections"}),
        ("en", "They discussed trade.", ["country:KE", "org:eu"], {"trade"}),
        ("fr", "Ils ont parlé de l'état de droit.", ["country:KE", "org:eu"], {"democracy", "country:KE"}),
        ("fr", "Ils ont parlé de l'état de droit au Mali.", ["country:KE", "org:eu"], {"democracy", "country:ML"}),
    ],
)
def test_elections_and_the_like_are_those_of_the_one_foreign_state(
    language: str, text: str, owners: list[str], expected: set[str]
) -> None:
    said = concepts_said(text, tokenize(text), language=language)
    found = event_topics(said, participant_affiliations=owners, source="diplomatie.gouv.fr")
    assert set(found) == expected


def test_relations_with_an_organisation_are_a_partnership() -> None:
    text = "They discussed bilateral relations."
    pair = ["country:FR", "country:DE"]
    assert topics(text, language="en", owners=pair) == ("bilateral-relations",)
    with_nato = topics(text, language="en", owners=["country:FR", "org:nato"])
    assert with_nato == ("partnership-with-organisations",)


def test_what_a_state_gives_an_organisation_is_a_partnership_where_one_side_is_one() -> None:
    text = "They spoke of the Ghanaian contribution to the OSCE."
    assert topics(text, language="en", owners=["org:osce", "country:GH"]) == ("partnership-with-organisations",)
    assert topics(text, language="en", owners=["country:KE", "country:GH"]) == ()


def test_a_publishers_own_state_is_no_topic_of_its_release() -> None:
    body = "Canada condemns the aggression against Ukraine. Support for Canada, support for Ukraine."
    said = concepts_said(body, tokenize(body), language="en")
    addressed = release_topics(said, length=len(body.split()), source="canada.ca")
    assert "country:UA" in addressed
    assert "country:CA" not in addressed


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_subject_of_the_taxonomy_is_found_by_each_of_its_phrases(language: str) -> None:
    concepts = json.loads((files("services.enrich.extract.topics") / "lang" / f"{language}.json").read_text("utf-8"))
    assert set(concepts["concepts"]) == {concept for concept in concept_ids() if ":" not in concept}
    for concept, phrases in concepts["concepts"].items():
        for phrase in phrases["tells"]:
            assert concept in {
                mention.concept for mention in find_concepts(phrase, tokenize(phrase), language=language)
            }, phrase


@settings(deadline=None)  # the first example loads the phrases
@given(st.text(), st.sampled_from(["fr", "en", "xx"]))
def test_any_text_has_mentions_inside_it(text: str, language: str) -> None:
    for mention in find_concepts(text, tokenize(text), language=language):
        assert 0 <= mention.start < mention.end <= len(text)
        assert 0 <= mention.weight <= 1


PAIRS = [
    ("en", "military-aid", "courses for officers", "courses of rivers"),
    ("en", "infrastructure", "widening of the port", "a port in a storm"),
    ("en", "energy", "the drilling of gas wells", "a gas mask"),
    ("en", "detainees", "the release of ten soldiers", "the tale of the tin soldiers"),
    ("en", "democracy", "the vetting of judges", "the judges of the contest"),
    ("fr", "military-aid", "des stages pour officiers", "des officiers en retraite"),
    ("fr", "infrastructure", "le dragage du port", "le port du masque"),
    ("fr", "food-security", "la filière cajou", "une filière scolaire"),
    ("fr", "refugees", "le retour des Soudanais dans les camps de familles", "le retour du printemps"),
    ("fr", "democracy", "l'indépendance des juges", "les juges du concours"),
]


@pytest.mark.parametrize(("language", "concept", "telling", "idle"), PAIRS)
def test_two_words_together_tell_what_neither_does_alone(language: str, concept: str, telling: str, idle: str) -> None:
    assert concept in topics(telling, language=language)
    assert concept not in topics(idle, language=language)


@pytest.mark.parametrize(
    "text",
    [
        "They spoke of training. Officers came later.",
        "The training that was spoken of at length by many people was not that of officers.",
        "She met the Minister for Training of Officers.",
    ],
)
def test_words_of_a_pair_that_are_apart_or_in_an_office_tell_nothing(text: str) -> None:
    assert "military-aid" not in topics(text, language="en")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_pair_tells_a_subject_of_the_taxonomy(language: str) -> None:
    pairs = json.loads((files("services.enrich.extract.topics") / "lang" / f"{language}-pairs.json").read_text("utf-8"))
    assert set(pairs) <= concept_ids()
    assert all(len(halves) == 2 and all(halves) for listed in pairs.values() for halves in listed)


def test_a_name_may_begin_with_a_small_letter() -> None:
    assert topics("les sanctions dans la corne de l'Afrique", language="fr") == ("region:horn-of-africa", "sanctions")
