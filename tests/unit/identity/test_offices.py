"""Offices in both languages, genders and numbers."""

import pytest

from services.enrich.identity.model import Language, OfficeTitle
from services.enrich.identity.offices import all_titles, office_entries
from services.enrich.identity.roles import office_kinds
from services.enrich.text.lexicon import Lexicon
from services.enrich.text.tokens import folded_words


@pytest.fixture(scope="module")
def lexicons() -> dict[Language, Lexicon[OfficeTitle]]:
    return {"en": Lexicon(office_entries("en")), "fr": Lexicon(office_entries("fr"))}


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("fr", "la ministre de l'Europe et des Affaires étrangères", "foreign-minister"),
        ("fr", "le chef de la diplomatie", "foreign-minister"),
        ("fr", "la Première ministre", "head-of-government"),
        ("fr", "la haute représentante", "high-representative"),
        ("fr", "la secrétaire générale", "secretary-general"),
        ("fr", "le ministre des Armées", "defence-minister"),
        ("fr", "la ministre déléguée chargée des affaires européennes", "deputy-european-affairs-minister"),
        ("en", "the Foreign Secretary", "foreign-minister"),
        ("en", "Minister of Foreign Affairs and International Cooperation", "foreign-minister"),
        ("en", "the Taoiseach", "head-of-government"),
        ("en", "Secretary of Defense", "defence-minister"),
        ("en", "Deputy Prime Minister", "deputy-head-of-government"),
        ("en", "High Representative/Vice-President", "high-representative"),
        ("en", "Minister for Trade", "trade-minister"),
    ],
)
def test_an_office_has_one_kind_over_languages_and_genders(
    lexicons: dict[Language, Lexicon[OfficeTitle]], language: Language, text: str, kind: str
) -> None:
    assert [match.value.kind for match in lexicons[language].find(folded_words(text))] == [kind]


@pytest.mark.parametrize(
    ("language", "text", "singular"),
    [
        ("fr", "les ministres des Affaires étrangères", "ministre des affaires étrangères"),
        ("fr", "les Premières ministres", "première ministre"),
        ("en", "the Prime Ministers", "prime minister"),
        ("en", "the Secretaries General", "secretary general"),
    ],
)
def test_a_plural_office_knows_its_singular(
    lexicons: dict[Language, Lexicon[OfficeTitle]], language: Language, text: str, singular: str
) -> None:
    (match,) = lexicons[language].find(folded_words(text))
    assert match.value.is_plural
    assert match.value.singular == singular


def test_a_title_of_few_states_says_which(lexicons: dict[Language, Lexicon[OfficeTitle]]) -> None:
    (match,) = lexicons["en"].find(folded_words("the Foreign Secretary"))
    assert match.value.only == ("country:GB", "country:PH")


def test_every_written_form_is_understood_as_a_role() -> None:
    assert not [written for written, _ in all_titles() if not office_kinds(written, None)]


@pytest.mark.parametrize(
    ("role", "affiliation", "kinds"),
    [
        (
            "Deputy Prime Minister and Minister of Defence",
            "country:LU",
            ("deputy-head-of-government", "defence-minister"),
        ),
        ("ministre de l’Europe et des affaires étrangères", "country:FR", ("foreign-minister",)),
        ("président", "country:ES", ("president",)),
        ("président", "country:EG", ("head-of-state",)),
        ("adviser to the President", "country:FR", ()),
        ("President of the Senate", "country:FR", ("speaker",)),
        ("President", "org:afdb", ("president",)),
        ("", "country:FR", ()),
    ],
)
def test_a_role_lists_its_offices(role: str, affiliation: str, kinds: tuple[str, ...]) -> None:
    assert office_kinds(role, affiliation) == kinds
