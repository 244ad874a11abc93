# ruff: noqa: E501 - a case is one sentence on one line
"""Occasions of talks and attendance told in several sentences: each case is one construction, in invented sentences."""

from datetime import date

import pytest

from services.contracts.messages import EventFacts
from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)


def events(language: str, body: str, title: str = "") -> tuple[EventFacts, ...]:
    return extract(a_release(title=title, body=body, language=language, published_at=ANCHOR)).events


@pytest.mark.parametrize(
    ("language", "title", "body", "occasion"),
    [
        # margins before and after the verb, with the name on the spot
        ("en", "", "On the margins of the Sea Summit, Minister Ann Borg met Minister Otto Klee.", "Sea Summit"),
        ("en", "", "Minister Ann Borg met Minister Otto Klee on the sidelines of the Sea Forum.", "Sea Forum"),
        (
            "fr",
            "",
            "La ministre Ann Borg a rencontré le ministre Otto Klee en marge du Sommet de la Mer.",
            "Sommet de la Mer",
        ),
        # a name without a noun for gatherings
        ("en", "", "Minister Ann Borg met Minister Otto Klee on the sidelines of the G20.", "G20"),
        ("fr", "", "En marge du G20, la ministre Ann Borg a rencontré le ministre Otto Klee.", "G20"),
        # the gathering told before, taken up by a bare noun
        (
            "en",
            "",
            "Minister Ann Borg attended the Sea Summit. In the margins of the summit she met Minister Otto Klee.",
            "Sea Summit",
        ),
        (
            "fr",
            "",
            "La ministre Ann Borg a participé au Sommet de la Mer. En marge du sommet, elle a rencontré le ministre Otto Klee.",
            "Sommet de la Mer",
        ),
        # the title says it for all
        ("en", "Meetings on the margins of the Sea Summit", "Minister Ann Borg met Minister Otto Klee.", "Sea Summit"),
        (
            "fr",
            "Entretiens en marge du Sommet de la Mer",
            "La ministre Ann Borg a rencontré le ministre Otto Klee.",
            "Sommet de la Mer",
        ),
        # a lead-in without partners
        (
            "en",
            "",
            "On the margins of the Sea Summit, Minister Ann Borg held bilateral meetings. She met Minister Otto Klee.",
            "Sea Summit",
        ),
        # told beside a gathering, not on its margins
        ("en", "", "Minister Ann Borg attended the Sea Summit. She also met Minister Otto Klee.", None),
        (
            "fr",
            "",
            "La ministre Ann Borg a participé au Sommet de la Mer. Elle a aussi rencontré le ministre Otto Klee.",
            None,
        ),
    ],
)
def test_talks_on_the_margins_have_their_occasion(language: str, title: str, body: str, occasion: str | None) -> None:
    talks = [event for event in events(language, body, title) if event.kind == "meeting"]
    assert [event.occasion for event in talks] == [occasion]


@pytest.mark.parametrize(
    ("language", "body", "names"),
    [
        # a verb of receiving whose object is a gathering
        ("en", "Minister Ann Borg today hosted the first Sea Summit.", ["Ann Borg"]),
        ("fr", "La ministre Ann Borg a accueilli hier la première Conférence de la Mer.", ["Ann Borg"]),
        # the state just before the verb hosts, not who announced it
        ("en", "Minister Ann Borg announced that Italy will host a conference on fishing.", ["Italy"]),
        # taken up again, active
        (
            "en",
            "Minister Ann Borg attended the Sea Summit. Minister Otto Klee addressed the summit.",
            ["Ann Borg", "Otto Klee"],
        ),
        (
            "fr",
            "La ministre Ann Borg a participé au Sommet de la Mer. Le ministre Otto Klee a ouvert le sommet.",
            ["Ann Borg", "Otto Klee"],
        ),
        # taken up again, passive
        (
            "en",
            "Minister Ann Borg attended the Sea Summit. The event was chaired by Minister Otto Klee.",
            ["Ann Borg", "Otto Klee"],
        ),
        (
            "fr",
            "La ministre Ann Borg participera demain au Sommet de la Mer. La réunion sera présidée par le ministre Otto Klee.",
            ["Ann Borg", "Otto Klee"],
        ),
        # a list below
        (
            "en",
            "Minister Ann Borg hosted the Sea Summit.\n\nParticipants included:\n\n- Otto Klee, Minister of Fishing\n\n- Ida Roth, Minister of Ports",
            ["Ann Borg", "Otto Klee", "Ida Roth"],
        ),
        # one gathering whoever is said to attend it
        (
            "en",
            "Minister Ann Borg attended the Sea Summit. Minister Otto Klee spoke at the Sea Summit.",
            ["Ann Borg", "Otto Klee"],
        ),
    ],
)
def test_a_gathering_gathers_its_attendees_from_all_sentences(language: str, body: str, names: list[str]) -> None:
    (event,) = events(language, body)
    assert (event.kind, [participant.name for participant in event.participants]) == ("gathering", names)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "“We did it”, Minister Ann Borg said at the joint press conference."),
        ("fr", "« Nous y sommes », a déclaré la ministre Ann Borg lors de la conférence de presse commune."),
    ],
)
def test_a_press_conference_that_sources_a_quotation_is_no_event(language: str, body: str) -> None:
    assert events(language, body) == ()
