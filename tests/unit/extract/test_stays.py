"""Stays told by light verbs, by where one is, and by a sentence around them: each case is one construction."""

from datetime import date

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)  # a Thursday

Visit = tuple[str, str | None, str | None, str]


def _visits(language: str, body: str) -> list[Visit]:
    release = a_release(title="News", body=body, language=language, source="x.example", published_at=ANCHOR)
    drawn = [event for event in extract(release).events if event.kind == "visit"]
    return [(e.status.value, _written(e.start), _written(e.end), e.place or "") for e in drawn]


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


LIGHT = [
    (
        "en",
        "Minister Ann Borg kicked off a four-nation tour in Riga today.",
        ("held", "2021-01-21", "2021-01-21", "Riga"),
    ),
    ("en", "Minister Ann Borg makes a stop in Riga on Sunday.", ("planned", "2021-01-24", "2021-01-24", "Riga")),
    (
        "en",
        "Minister Ann Borg paid, on Monday, a brief visit to Latvia.",
        ("held", "2021-01-18", "2021-01-18", "Latvia"),
    ),
    (
        "en",
        "Minister Ann Borg wrapped up a two-day stay in Riga on Tuesday.",
        ("held", "2021-01-18", "2021-01-19", "Riga"),
    ),
    (
        "fr",
        "La ministre Ann Borg conclut aujourd'hui une mission de trois jours en Lettonie.",
        ("held", "2021-01-19", "2021-01-21", "Lettonie"),
    ),
    (
        "fr",
        "La ministre Ann Borg a effectué, les 18 et 19 janvier, un séjour à Riga.",
        ("held", "2021-01-18", "2021-01-19", "Riga"),
    ),
    (
        "fr",
        "La ministre Ann Borg a entamé ce mardi une visite de travail à Riga.",
        ("held", "2021-01-19", "2021-01-19", "Riga"),
    ),
    (
        "fr",
        "La ministre Ann Borg entame mardi une visite de travail à Riga.",
        ("planned", "2021-01-26", "2021-01-26", "Riga"),
    ),
    (
        "fr",
        "La ministre Ann Borg effectue, aujourd'hui et demain, une visite à Riga.",
        ("held", "2021-01-21", "2021-01-22", "Riga"),
    ),
    ("fr", "La ministre Ann Borg poursuivra mardi sa mission à Riga.", ("planned", "2021-01-26", "2021-01-26", "Riga")),
]


@pytest.mark.parametrize(("language", "body", "told"), LIGHT)
def test_a_light_verb_and_its_noun_tell_a_visit(language: str, body: str, told: Visit) -> None:
    assert _visits(language, body) == [told]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Minister Ann Borg made progress with the Riga mission."),
        ("en", "Minister Ann Borg opened the mission of Latvia to the organisation."),
        ("fr", "La ministre Ann Borg a fait le point avec la mission de Riga."),
    ],
)
def test_a_light_verb_with_another_object_tells_none(language: str, body: str) -> None:
    assert _visits(language, body) == []


PLACED = [
    # one arrives, with the day before the place
    (
        "en",
        "Minister Ann Borg arrived Monday in Riga on a two-day visit.",
        ("held", "2021-01-18", "2021-01-19", "Riga"),
    ),
    # where one is now, for a purpose
    ("en", "Minister Ann Borg is now in Riga for talks.", ("held", None, None, "Riga")),
    # the place stands before the verb
    (
        "en",
        "In Benin, where Minister Ann Borg arrived on Tuesday, it rained.",
        ("held", "2021-01-19", "2021-01-19", "Benin"),
    ),
    (
        "fr",
        "Au Bénin, où la ministre Ann Borg est arrivée mardi, il pleuvait.",
        ("held", "2021-01-19", "2021-01-19", "Bénin"),
    ),
    (
        "fr",
        "C'est à Riga que la ministre Ann Borg est attendue lundi.",
        ("planned", "2021-01-25", "2021-01-25", "Riga"),
    ),
    # a country by its adjective
    ("fr", "La ministre Ann Borg a foulé le sol letton mardi.", ("held", "2021-01-19", "2021-01-19", "Lettonie")),
    # a weekend is two days
    ("en", "Minister Ann Borg spent the weekend in Riga.", ("held", "2021-01-16", "2021-01-17", "Riga")),
    ("fr", "La ministre Ann Borg a passé le week-end à Riga.", ("held", "2021-01-16", "2021-01-17", "Riga")),
    # the relative clause says how long
    (
        "en",
        "Minister Ann Borg will fly to Riga on Sunday, where she will spend two days.",
        ("planned", "2021-01-24", "2021-01-25", "Riga"),
    ),
    (
        "fr",
        "La ministre Ann Borg s'envolera dimanche pour Riga, où elle passera deux jours.",
        ("planned", "2021-01-24", "2021-01-25", "Riga"),
    ),
    # a last day
    ("en", "Minister Ann Borg will be in Riga until Wednesday.", ("planned", None, "2021-01-27", "Riga")),
    # two days, each with its preposition
    (
        "en",
        "Minister Ann Borg will be in Riga tomorrow and on Saturday.",
        ("planned", "2021-01-22", "2021-01-23", "Riga"),
    ),
    # a visit that lets someone do something
    ("fr", "Une visite à Riga a permis à la ministre Ann Borg de faire le point.", ("held", None, None, "Riga")),
    # an aside has no day of its sentence's
    (
        "en",
        "The session on Tuesday heard Minister Ann Borg, who is currently visiting Ghana.",
        ("held", None, None, "Ghana"),
    ),
]


@pytest.mark.parametrize(("language", "body", "told"), PLACED)
def test_a_stay_is_told_in_many_ways(language: str, body: str, told: Visit) -> None:
    assert _visits(language, body) == [told]


OFF = [
    ("en", "The visit by Minister Ann Borg to Riga, previously foreseen for 29 January, is cancelled.", "2021-01-29"),
    ("en", "Minister Ann Borg has put off the visit to Riga that she was to have made on Friday.", "2021-01-22"),
    (
        "en",
        "Minister Ann Borg is ill. A stop in Riga that had been pencilled in for Sunday 24 January will not go ahead.",
        "2021-01-24",
    ),
    ("fr", "La ministre Ann Borg n'a pu, en revanche, se rendre à Riga.", None),
]


@pytest.mark.parametrize(("language", "body", "day"), OFF)
def test_what_was_called_off_has_the_day_it_was_planned_for(language: str, body: str, day: str | None) -> None:
    assert _visits(language, body) == [("cancelled", day, day, "Riga")]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "The visit of Minister Ann Borg to Riga has been postponed to 27 January."),
        ("fr", "La visite de la ministre Ann Borg à Riga est reportée au 27 janvier."),
    ],
)
def test_a_visit_put_off_to_a_day_is_called_off_and_planned(language: str, body: str) -> None:
    told = _visits(language, body)
    assert told == [("cancelled", None, None, "Riga"), ("planned", "2021-01-27", "2021-01-27", "Riga")]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "We, the Ministers Ann Borg and Otto Klee, issue this statement. We visited Latvia on 14 January."),
        ("fr", "Mme Ann Borg et M. Otto Klee ont publié la déclaration suivante. Nous avons visité la Lettonie."),
    ],
)
def test_we_are_those_who_make_the_statement(language: str, body: str) -> None:
    (visit,) = extract(a_release(title="News", body=body, language=language, published_at=ANCHOR)).events
    assert [participant.name for participant in visit.participants] == ["Ann Borg", "Otto Klee"]
