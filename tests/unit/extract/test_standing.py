"""What looks like an event and is none of the release's own, and promises that a day makes plans."""

from datetime import date

import pytest

from services.enrich.extract import extract
from tests.builders import a_release


def told(language: str, body: str) -> list[tuple[str, str, str]]:
    release = a_release(
        title="Note", body=body, language=language, source="example.org", published_at=date(2021, 3, 10)
    )
    return [(event.kind, event.status, str(event.start)) for event in extract(release).events]


NONE = [
    # an appeal is no call, whatever its tense and its object
    ("fr", "Le Premier ministre norvégien, Lars Zimmer, appelle le président Otto Klee à libérer les marins."),
    ("fr", "Le Premier ministre norvégien, Lars Zimmer, a appelé Otto Klee et Vera Holm à déposer les armes."),
    ("fr", "La ministre Vera Holm appellera le président Otto Klee à tenir parole."),
    ("en", "Norwegian Prime Minister Lars Zimmer called on President Otto Klee to release the sailors."),
    ("en", "Norwegian Prime Minister Lars Zimmer today calls upon President Otto Klee to lay down his arms."),
    # talks of others, which the release has an opinion of
    ("en", "Norwegian Prime Minister Lars Zimmer welcomed the talks between Otto Klee and President Vera Holm."),
    ("en", "Foreign Minister Lars Zimmer hailed the ongoing consultations between Norway and the European Union."),
    ("fr", "Le ministre Lars Zimmer a salué les entretiens entre le président Otto Klee et la reine Vera Holm."),
    ("fr", "Le ministre Lars Zimmer se félicite de l'entretien entre le président Otto Klee et la reine Vera Holm."),
    # a promise without a day
    ("en", "Norwegian Prime Minister Lars Zimmer looks forward to meeting President Otto Klee."),
    ("fr", "Le Premier ministre Lars Zimmer et le président Otto Klee sont convenus de se réunir à nouveau."),
]


@pytest.mark.parametrize(("language", "body"), NONE)
def test_appeals_opinions_and_promises_without_a_day_are_no_talks(language: str, body: str) -> None:
    assert told(language, body) == []


PLANS = [
    ("en", "Norwegian Prime Minister Lars Zimmer looks forward to meeting President Otto Klee on March 18."),
    ("en", "Prime Minister Lars Zimmer and President Otto Klee agreed to meet on 18 March."),
    ("fr", "Le Premier ministre Lars Zimmer et Otto Klee sont convenus de se réunir le 18 mars."),
    ("fr", "Le Premier ministre Lars Zimmer se réjouit de rencontrer le président Otto Klee le 18 mars."),
]


@pytest.mark.parametrize(("language", "body"), PLANS)
def test_a_day_makes_a_promise_a_plan(language: str, body: str) -> None:
    assert [(status, day) for _, status, day in told(language, body)] == [("planned", "2021-03-18")]
