"""Lists of those who took part, under a line that heads them."""

import pytest

from services.enrich.extract import extract
from tests.builders import a_release

HELD = {
    "en": "On Tuesday, Secretary Ann Holm hosted a Forum on Health. The forum dealt with nurses.",
    "fr": "Le ministre Paul Marchais a réuni mardi à Brest une table ronde sur la santé. On y a parlé des infirmiers.",
}
HEADINGS = [
    ("en", "Participants:"),
    ("en", "* Participants *"),
    ("en", "List of participants"),
    ("en", "Attendees:"),
    ("en", "In attendance:"),
    ("en", "The following leaders attended:"),
    ("en", "The following officials participated in the meeting:"),
    ("en", "Participating state and local leaders in attendance included:"),
    ("en", "Speakers at the forum included:"),
    ("fr", "Participants :"),
    ("fr", "Liste des participants"),
    ("fr", "Étaient présents :"),
    ("fr", "Y ont pris part :"),
    ("fr", "Ont participé à cette réunion :"),
    ("fr", "Les intervenants étaient les suivants :"),
]


def on_the_roll(language: str, heading: str, items: str) -> list[tuple[str, str | None, str | None]]:
    """Name, role and affiliation of all but the host."""
    body = f"{HELD[language]}\n\n{heading}\n\n{items}"
    (event,) = extract(a_release(title="Note", body=body, language=language, source="example.org")).events
    return [(one.name, one.role, one.affiliation) for one in event.participants[1:]]


@pytest.mark.parametrize(("language", "heading"), HEADINGS)
def test_a_line_heads_the_roll_of_the_event_before_it(language: str, heading: str) -> None:
    names = [name for name, _, _ in on_the_roll(language, heading, "- Ida Ott\n- Kofi Olsen\n- Zita Klee")]
    assert names == ["Ida Ott", "Kofi Olsen", "Zita Klee"]


ITEMS = [
    ("- Ida Ott, Norway", (None, "country:NO")),
    ("- Ida Ott (Norway)", (None, "country:NO")),
    ("- Ida Ott, Harbourmaster, Oslo, Norway", ("Harbourmaster", "country:NO")),
    ("- Ida Ott, Reeve & Harbourmaster, Port of Chicago, Chicago", ("Reeve & Harbourmaster", "country:US")),
    ("- Minister Ida Ott (Kenya)", ("Minister", "country:KE")),
]


@pytest.mark.parametrize(("item", "office"), ITEMS)
def test_an_item_tells_the_office_and_then_the_state(item: str, office: tuple[str | None, str | None]) -> None:
    assert on_the_roll("en", "Participants:", f"{item}\n- Kofi Olsen")[0] == ("Ida Ott", *office)


@pytest.mark.parametrize("line", ["Participants told Ann Holm of their work and of all that they had seen.", "Nurses"])
def test_another_line_heads_no_roll(line: str) -> None:
    assert on_the_roll("en", line, "- Ida Ott\n- Kofi Olsen") == []
