"""Names of states, organisations and regions, as a lexicon finds them."""

import pytest

from services.contracts.vocabulary import concept_ids, taxonomy
from services.enrich.identity.model import Language, is_acronym
from services.enrich.identity.names import country_entries, demonym_entries, organisation_entries, region_entries
from services.enrich.identity.store import LANGUAGES, country_ids, organisations
from services.enrich.text.lexicon import Lexicon
from services.enrich.text.tokens import folded_words


@pytest.mark.parametrize(
    ("language", "text", "country"),
    [
        ("fr", "le Premier ministre du Royaume-Uni", "country:GB"),
        ("fr", "la République démocratique du Congo", "country:CD"),
        ("fr", "la République de Corée", "country:KR"),
        ("fr", "la Corée du Nord", "country:KP"),
        ("fr", "l’Autorité palestinienne", "territory:palestine"),
        ("fr", "l’Arabie Saoudite", "country:SA"),
        ("en", "the Republic of Türkiye", "country:TR"),
        ("en", "the Ivory Coast", "country:CI"),
        ("en", "the U.S. and its allies", "country:US"),
        ("en", "South Sudan", "country:SS"),
        ("en", "Papua New Guinea", "country:PG"),
        ("en", "Trinidad and Tobago", "country:TT"),
    ],
)
def test_a_country_is_found_by_each_of_its_names(language: Language, text: str, country: str) -> None:
    found = Lexicon(country_entries(language)).find(folded_words(text))
    assert [match.value.country for match in found] == [country]


@pytest.mark.parametrize(
    ("language", "text", "country"),
    [
        ("fr", "la ministre française", "country:FR"),
        ("fr", "les ministres néo-zélandais", "country:NZ"),
        ("fr", "la présidente grecque", "country:GR"),
        ("fr", "les autorités sud-coréennes", "country:KR"),
        ("fr", "le dirigeant nord-coréen", "country:KP"),
        ("en", "a Briton", "country:GB"),
        ("en", "the Dutch minister", "country:NL"),
        ("en", "North Macedonian and", "country:MK"),
    ],
)
def test_a_demonym_is_found_in_every_gender_and_number(language: Language, text: str, country: str) -> None:
    found = Lexicon(demonym_entries(language)).find(folded_words(text))
    assert [match.value.country for match in found] == [country]


def test_a_demonym_that_two_states_share_names_both() -> None:
    (match,) = Lexicon(demonym_entries("fr")).find(folded_words("le président congolais"))
    assert (match.value.country, match.value.others) == ("country:CD", ("country:CG",))


def test_every_state_has_names_in_both_languages_and_every_large_one_its_demonyms() -> None:
    for language in LANGUAGES:
        assert {payload.country for _, payload in country_entries(language)} == country_ids()
        with_demonym = {payload.country for _, payload in demonym_entries(language)}
        assert len(with_demonym) >= 195


def test_no_name_stands_for_two_states() -> None:
    for language in LANGUAGES:
        owners: dict[str, set[str]] = {}
        for phrase, payload in country_entries(language):
            owners.setdefault(phrase, set()).add(payload.country)
        assert not {phrase: ids for phrase, ids in owners.items() if len(ids) > 1}


def test_every_organisation_of_the_taxonomy_is_named_in_both_languages() -> None:
    for concept in taxonomy()["organisations"]:
        for language in LANGUAGES:
            found = Lexicon(organisation_entries(language)).find(folded_words(concept[language]))
            assert [match.value.organisation.id for match in found] == [concept["id"]], concept


def test_an_affiliation_is_a_concept_or_a_state_or_left_as_written() -> None:
    known = concept_ids() | country_ids()
    for organisation in organisations().values():
        assert organisation.affiliation is None or organisation.affiliation in known


@pytest.mark.parametrize(
    ("identifier", "affiliation"),
    [
        ("org:north-atlantic-council", "org:nato"),
        ("org:european-commission", "org:eu"),
        ("org:un-security-council", "org:un"),
        ("org:verkhovna-rada", "country:UA"),
        ("org:afdb", None),
        ("org:unhcr", "org:unhcr"),
    ],
)
def test_an_organ_belongs_to_its_parent_and_a_body_of_its_own_is_written_as_named(
    identifier: str, affiliation: str | None
) -> None:
    assert organisations()[identifier].affiliation == affiliation


def test_every_region_of_the_taxonomy_is_named_in_both_languages() -> None:
    wanted = {concept["id"] for concept in taxonomy()["regions"]}
    for language in LANGUAGES:
        assert {payload.region for _, payload in region_entries(language) if not payload.is_adjective} == wanted


def test_an_acronym_is_told_from_its_homograph_by_its_capitals() -> None:
    assert is_acronym("WHO")
    assert is_acronym("U.S.")
    assert not is_acronym("Who")
