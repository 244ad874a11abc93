"""Who says `I`: each case is one way in which a release shows its author, who is not the first one it names."""

from datetime import date

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

EN, FR = "I met Foreign Minister Otto Klee of Latvia yesterday.", "J'ai rencontré hier le ministre letton, Otto Klee."
CASES = [
    ("en", "Visit", f"{EN}\n\nAuthorised by Senator the Hon Ann Borg, Minister for Trade", {"Ann Borg", "Otto Klee"}),
    ("en", "Talks", f"{EN}\n\nAnn Borg\nMinister for Trade", {"Ann Borg", "Otto Klee"}),
    ("en", "New roads – Address by President Ann Borg", EN, {"Ann Borg", "Otto Klee"}),
    ("fr", "Visite", f"{FR}\n\nSigné : Mme Ann Borg, ministre du Commerce", {"Ann Borg", "Otto Klee"}),
    ("fr", "Routes – Discours de la présidente Ann Borg", FR, {"Ann Borg", "Otto Klee"}),
]


@pytest.mark.parametrize(("language", "title", "body", "expected"), CASES)
def test_the_first_person_is_the_author(language: str, title: str, body: str, expected: set[str]) -> None:
    release = a_release(title=title, body=body, language=language, published_at=date(2021, 1, 21))
    (event,) = extract(release).events
    assert {participant.name for participant in event.participants} == expected


def test_one_who_is_quoted_is_not_the_author() -> None:
    body = 'Minister Zed Cole met Otto Klee, President of Latvia. "I am glad," he said.\n\nDr Ann Borg, Aide'
    (event,) = extract(a_release(title="Talks", body=body, language="en", published_at=date(2021, 1, 21))).events
    assert [participant.name for participant in event.participants] == ["Zed Cole", "Otto Klee"]
