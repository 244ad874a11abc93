"""Who `the delegation` is, where the text has said so."""

from datetime import date

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2026, 3, 5)


def talks(language: str, body: str) -> list[set[str]]:
    release = a_release(title="", body=body, language=language, source="a.example", published_at=ANCHOR)
    kinds = ("meeting", "call")
    return [{p.name for p in event.participants} for event in extract(release).events if event.kind.value in kinds]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        (
            "en",
            (
                "Senator Ida Ott will lead a delegation to Peru. The delegation includes Director Ben Olsen. "
                "In Lima, the delegation will meet with President Ana Ruiz."
            ),
        ),
        (
            "fr",
            (
                "La sénatrice Ida Ott conduira une délégation au Pérou. La délégation comprend le directeur Ben Olsen. "
                "À Lima, la délégation rencontrera la présidente Ana Ruiz."
            ),
        ),
    ],
    ids=["en", "fr"],
)
def test_the_talks_of_a_delegation_that_somebody_leads_are_the_leaders(language: str, body: str) -> None:
    assert talks(language, body) == [{"Ida Ott", "Ana Ruiz"}]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        (
            "en",
            (
                "A delegation comprising Senator Ida Ott and Senator Ben Olsen was in Lima on Monday. "
                "The delegation met President Ana Ruiz."
            ),
        ),
        (
            "fr",
            (
                "Une délégation composée de la sénatrice Ida Ott et du sénateur Ben Olsen était lundi à Lima. "
                "La délégation a rencontré la présidente Ana Ruiz."
            ),
        ),
    ],
    ids=["en", "fr"],
)
def test_a_delegation_without_a_leader_is_whom_it_consists_of(language: str, body: str) -> None:
    assert talks(language, body) == [{"Ida Ott", "Ben Olsen", "Ana Ruiz"}]
