import pytest

from services.enrich.extract.document import read
from services.enrich.extract.finding import find_mentions
from services.enrich.extract.lang import load
from services.enrich.identity.model import Language

ALL = ["Ida Ott", "Kofi Mensah", "Ana Ruiz"]


def held(language: Language, text: str) -> list[tuple[str | None, str | None]]:
    """Who is shown to be a person, with the office."""
    pack = load(language)
    doc = read(text, pack)
    found = find_mentions(doc, pack)
    return [(mention.name, mention.role) for mention in found if mention.kind == "person" and mention.named]


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("en", "Presidents Ida Ott, Kofi Mensah and Ana Ruiz", "president"),
        ("en", "Foreign Ministers Ida Ott, Kofi Mensah, and Ana Ruiz", "Foreign minister"),
        ("fr", "les Présidents Ida Ott, Kofi Mensah et Ana Ruiz", "président"),
        ("fr", "MM. Ida Ott, Kofi Mensah et Ana Ruiz", None),
    ],
)
def test_each_name_of_a_list_under_a_plural_has_its_office(language: Language, text: str, role: str | None) -> None:
    assert held(language, text) == [(name, role) for name in ALL]


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("en", "President Ida Ott, Kofi Mensah said", ("Ida Ott", "President")),
        ("en", "Presidents Ida Ott in Riga, where Kofi Mensah", ("Ida Ott", "president")),
        ("fr", "le Président Ida Ott, Kofi Mensah", ("Ida Ott", "Président")),
    ],
)
def test_an_office_of_one_or_a_list_that_ended_is_not_shared(
    language: Language, text: str, first: tuple[str, str]
) -> None:
    assert held(language, text) == [first]
