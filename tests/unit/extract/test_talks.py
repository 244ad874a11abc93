"""Whole talks: each case is one construction, named by its comment, in sentences that no release of the corpus has."""

from datetime import date

import pytest

from services.contracts.messages import EventFacts
from services.enrich.extract import extract
from tests.builders import a_release

ANCHOR = date(2021, 1, 21)  # a Thursday

Told = tuple[str, str | None, str | None, frozenset[str]]
"""Kind, first day, place and names of one event."""


def told(kind: str, start: str | None, place: str | None, *names: str) -> Told:
    return kind, start, place, frozenset(names)


def as_told(event: EventFacts) -> Told:
    start = event.start.isoformat() if event.start else None
    return event.kind.value, start, event.place, frozenset(p.name for p in event.participants)


def events(language: str, body: str, *, title: str = "", source: str = "example.org") -> tuple[EventFacts, ...]:
    return extract(a_release(title=title, body=body, language=language, source=source, published_at=ANCHOR)).events


CASES = [
    # the means alone tells of a call
    (
        "en",
        "Minister Ida Ott and Minister Ben Olsen agreed by telephone on Wednesday on more aid.",
        [told("call", "2021-01-20", None, "Ida Ott", "Ben Olsen")],
    ),
    (
        "en",
        "Minister Ida Ott will report by video link to President Otto Klee tomorrow.",
        [told("call", "2021-01-22", None, "Ida Ott", "Otto Klee")],
    ),
    (
        "fr",
        "La ministre Ida Ott et le ministre Paul Klee sont convenus par téléphone mercredi d'une aide.",
        [told("call", "2021-01-20", None, "Ida Ott", "Paul Klee")],
    ),
    # ... once, where another word tells of it as well
    (
        "en",
        "Minister Ida Ott spoke on Monday with Minister Ben Olsen by phone.",
        [told("call", "2021-01-18", None, "Ida Ott", "Ben Olsen")],
    ),
    # a guest is the last one spoken of who is of another side
    (
        "en",
        "Kenyan Minister Moses Otieno received Finnish Minister Ida Ott on Monday. President Amina Were met her guest.",
        [
            told("meeting", "2021-01-18", None, "Moses Otieno", "Ida Ott"),
            told("meeting", "2021-01-18", None, "Amina Were", "Ida Ott"),
        ],
    ),
    (
        "fr",
        "La ministre kényane Amina Were a reçu lundi le ministre finlandais Paul Klee. Hier, elle a vu son invité.",
        [
            told("meeting", "2021-01-18", None, "Amina Were", "Paul Klee"),
            told("meeting", "2021-01-20", None, "Amina Were", "Paul Klee"),
        ],
    ),
    # the next stop of a series, with its own day
    (
        "en",
        "Minister Ida Ott will see Minister Paul Klee in Oslo on Friday and, the day after, President Anna Borg.",
        [
            told("meeting", "2021-01-22", "Oslo", "Ida Ott", "Paul Klee"),
            told("meeting", "2021-01-23", "Oslo", "Ida Ott", "Anna Borg"),
        ],
    ),
    (
        "fr",
        "Mme Ida Ott verra vendredi le ministre Paul Klee à Oslo et, le lendemain, le ministre Ivo Borg à Helsinki.",
        [
            told("meeting", "2021-01-22", "Oslo", "Ida Ott", "Paul Klee"),
            told("meeting", "2021-01-23", "Helsinki", "Ida Ott", "Ivo Borg"),
        ],
    ),
    # no talks: what others are recalled to have held, an interview, figures of speech
    ("en", "This built on the meeting of Minister Ida Ott with Minister Ben Olsen.", []),
    ("fr", "Je tiens à rappeler l'entretien de la ministre Ida Ott avec le ministre Paul Klee.", []),
    ("en", "Speaking with Ida Ott on CNN, Secretary Ben Olsen defended the budget.", []),
    ("fr", "Le ministre Paul Klee s'est entretenu avec Ida Ott sur France Inter.", []),
    ("en", "Minister Ida Ott and Minister Ben Olsen spoke with one voice.", []),
    # whoever is convened, it is for talks
    (
        "en",
        "Today Minister Ann Borg and Minister Ida Ott convened manufacturers to discuss nets.",
        [told("meeting", "2021-01-21", None, "Ann Borg", "Ida Ott")],
    ),
    # those who took part, as a list of lines below
    (
        "en",
        "Today Minister Ann Borg met students.\n\nAttending the meeting:\n\n- Ida Ott (1)\n- Kofi Mensah (7)\n",
        [told("meeting", "2021-01-21", None, "Ann Borg", "Ida Ott", "Kofi Mensah")],
    ),
    # a relative clause between two partners
    (
        "en",
        "Minister Ann Borg held talks with Minister Ida Ott, whom she had met in May, and with Dr. Kofi Mensah.",
        [told("meeting", None, None, "Ann Borg", "Ida Ott"), told("meeting", None, None, "Ann Borg", "Kofi Mensah")],
    ),
    # the partner after the subject of the talks; a counterpart with a name
    (
        "en",
        "On Friday Minister Ann Borg will discuss the border with her Kenyan colleague, Moses Wet’ula.",
        [told("meeting", "2021-01-22", None, "Ann Borg", "Moses Wet’ula")],
    ),
    (
        "fr",
        "Vendredi, la ministre Ann Borg évoquera la frontière avec son collègue kényan, Moses Wetula.",
        [told("meeting", "2021-01-22", None, "Ann Borg", "Moses Wetula")],
    ),
    # an apostrophe inside a name
    (
        "en",
        "Minister Ann Borg met Prime Minister Musa Shia’ Al Sudani.",
        [told("meeting", None, None, "Ann Borg", "Musa Shia’ Al Sudani")],
    ),
    # an office after the name of its body; a portfolio of several words; two offices of one person
    (
        "en",
        "Secretary of Commerce Gina Holm and National Trade Council Director Ben Olsen met President Otto Klee.",
        [told("meeting", None, None, "Gina Holm", "Ben Olsen", "Otto Klee")],
    ),
    (
        "en",
        "Today Minister Ann Borg met Under Secretary for Growth, Energy, and the Environment Rosa Diaz.",
        [told("meeting", "2021-01-21", None, "Ann Borg", "Rosa Diaz")],
    ),
    (
        "en",
        "Today Minister Ann Borg met Deputy Prime Minister/Foreign Minister Sok Dara.",
        [told("meeting", "2021-01-21", None, "Ann Borg", "Sok Dara")],
    ),
    # the office behind the name, in a body of its state
    (
        "en",
        "Minister Ann Borg met Kato Jun, the Secretary General of Japan’s National Forest Office, to discuss wood.",
        [told("meeting", None, None, "Ann Borg", "Kato Jun")],
    ),
    # a day and a place for each partner
    (
        "en",
        "Minister Ann Borg spoke by telephone with President Kofi Mensah on Tuesday and, today, with Ms. Ida Ott.",
        [
            told("call", "2021-01-19", None, "Ann Borg", "Kofi Mensah"),
            told("call", "2021-01-21", None, "Ann Borg", "Ida Ott"),
        ],
    ),
    (
        "fr",
        "Mme Ann Borg s'est entretenue par téléphone hier soir avec M. Kofi Mensah, puis, ce jeudi, avec Mme Ida Ott.",
        [
            told("call", "2021-01-20", None, "Ann Borg", "Kofi Mensah"),
            told("call", "2021-01-21", None, "Ann Borg", "Ida Ott"),
        ],
    ),
    # the purpose of talks gives them neither day nor place
    (
        "en",
        "Minister Ann Borg met Mr. Kofi Mensah today to discuss the elections held in Madrid on 10 January.",
        [told("meeting", "2021-01-21", None, "Ann Borg", "Kofi Mensah")],
    ),
    (
        "fr",
        "Mme Ann Borg a rencontré aujourd'hui M. Kofi Mensah pour évoquer la crise née à Madrid le 10 janvier.",
        [told("meeting", "2021-01-21", None, "Ann Borg", "Kofi Mensah")],
    ),
    # the partner stands before a relative pronoun
    (
        "en",
        "Minister Ann Borg agreed on this with Mr. Kofi Mensah, to whom she spoke by telephone today.",
        [told("call", "2021-01-21", None, "Ann Borg", "Kofi Mensah")],
    ),
    (
        "fr",
        "La ministre Ann Borg a salué l'appui de M. Kofi Mensah, avec lequel elle s'est entretenue aujourd'hui à Oslo.",
        [told("meeting", "2021-01-21", "Oslo", "Ann Borg", "Kofi Mensah")],
    ),
    # a collective that identifies nobody leaves the one side
    (
        "en",
        "Minister Ann Borg met with students in Oslo today.",
        [told("meeting", "2021-01-21", "Oslo", "Ann Borg")],
    ),
    (
        "fr",
        "La ministre Ann Borg a rencontré aujourd'hui à Oslo des étudiants.",
        [told("meeting", "2021-01-21", "Oslo", "Ann Borg")],
    ),
    # unnamed officials stand for their state
    (
        "en",
        "Minister Ann Borg will meet with senior Kenyan government officials tomorrow.",
        [told("meeting", "2021-01-22", None, "Ann Borg", "Kenya")],
    ),
    (
        "fr",
        "La ministre Ann Borg a rencontré aujourd'hui les autorités kényanes.",
        [told("meeting", "2021-01-21", None, "Ann Borg", "Kenya")],
    ),
    # a portfolio ends where the name begins
    (
        "en",
        "President Kofi Mensah met Minister for Public Safety Ann Borg today.",
        [told("meeting", "2021-01-21", None, "Ann Borg", "Kofi Mensah")],
    ),
    # `both ministers` before they have done anything together
    (
        "en",
        "Minister Ann Borg came first. Minister Kofi Mensah followed. Both ministers met Mr. Jan Lund today.",
        [told("meeting", "2021-01-21", None, "Ann Borg", "Kofi Mensah", "Jan Lund")],
    ),
    (
        "fr",
        "Mme Ann Borg arriva. M. Kofi Mensah la suivit. Les deux ministres ont rencontré hier M. Jan Lund.",
        [told("meeting", "2021-01-20", None, "Ann Borg", "Kofi Mensah", "Jan Lund")],
    ),
    # courtesy, then article, then office
    (
        "fr",
        "Mme Ann Borg a été reçue aujourd'hui par Son Excellence Monsieur le Président Kofi Mensah.",
        [told("meeting", "2021-01-21", None, "Ann Borg", "Kofi Mensah")],
    ),
    # the delegation is the side that travels; without a day of its own, what is planned next has none
    (
        "en",
        "Minister Ann Borg will meet Kenyan officials tomorrow.\n\nThe delegation will meet Mr. Jan Lund in Oslo.",
        [
            told("meeting", "2021-01-22", None, "Ann Borg", "Kenya"),
            told("meeting", None, "Oslo", "Ann Borg", "Jan Lund"),
        ],
    ),
    (
        "fr",
        "Mme Ann Borg rencontrera demain les autorités kényanes.\n\nLa délégation rencontrera M. Jan Lund à Oslo.",
        [
            told("meeting", "2021-01-22", None, "Ann Borg", "Kenya"),
            told("meeting", None, "Oslo", "Ann Borg", "Jan Lund"),
        ],
    ),
    # one reception by two hosts
    (
        "fr",
        "La ministre Ann Borg a été reçue aujourd'hui par le président Kofi Mensah et par la ministre Ida Ott.",
        [told("meeting", "2021-01-21", None, "Ann Borg", "Kofi Mensah", "Ida Ott")],
    ),
]


@pytest.mark.parametrize(("language", "body", "expected"), CASES)
def test_a_construction_gives_its_talks(language: str, body: str, expected: list[Told]) -> None:
    assert [as_told(event) for event in events(language, body)] == expected


@pytest.mark.parametrize(
    ("language", "body"),
    [
        # the object of a verb of welcome is a thing
        ("en", "President Ann Borg welcomed new forms of cooperation with Prime Minister Kofi Mensah."),
        ("en", "President Ann Borg welcomed Prime Minister Kofi Mensah's remarks."),
        # denials
        ("en", "Minister Ann Borg did not meet President Kofi Mensah this time."),
        ("en", "A conversation with President Kofi Mensah was not on the agenda."),
        ("fr", "La ministre Ann Borg n'a pas rencontré le président Kofi Mensah."),
        # a subject, spoken of with a state
        ("en", "Minister Ann Borg discussed cooperation with Ghana."),
        # an earlier meeting as a subject of talks
        ("en", "Officials followed up on the recent meeting between Ms. Ann Borg and Mr. Kofi Mensah."),
        ("fr", "Ils sont revenus sur la récente rencontre entre Mme Ann Borg et M. Kofi Mensah."),
        ("fr", "La présidente Ann Borg a accueilli avec satisfaction l'offre du Premier ministre Kofi Mensah."),
    ],
)
def test_what_only_looks_like_talks_gives_none(language: str, body: str) -> None:
    assert events(language, body) == ()


def test_a_name_in_a_headline_of_capitals_ends_before_the_next_common_word() -> None:
    found = events(
        "en",
        "Minister Borg met with President Kofi Mensah of Ghana today.",
        title="Minister Borg Meets President Kofi Mensah",
    )
    assert [as_told(event)[3] for event in found] == [{"Borg", "Kofi Mensah"}]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        (
            "en",
            "In Oslo, Minister Ann Borg of Malta met Prime Minister Jan Lund and Defence Minister Siri Dahl.",
        ),
        (
            "fr",
            "À Oslo, la ministre maltaise Ann Borg a rencontré le Premier ministre Jan Lund et la ministre Siri Dahl.",
        ),
    ],
)
def test_bare_offices_of_the_other_side_belong_to_the_country_of_the_place(language: str, body: str) -> None:
    (event,) = events(language, body)
    owners = {p.name: p.affiliation for p in event.participants}
    assert owners == {"Ann Borg": "country:MT", "Jan Lund": "country:NO", "Siri Dahl": "country:NO"}
