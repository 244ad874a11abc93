"""Who takes part: each case is one construction, named by its comment, in sentences that no release has."""

from datetime import date

import pytest

from services.enrich.extract import extract
from services.enrich.extract.document import read
from services.enrich.extract.finding import find_mentions
from services.enrich.extract.lang import load
from tests.builders import a_release

Who = tuple[str, str | None, str | None]
"""Name, role and affiliation of one participant."""


def who(language: str, body: str, *, source: str, title: str = "", day: date = date(2021, 1, 21)) -> list[set[Who]]:
    """The participants of each event."""
    release = a_release(title=title, body=body, language=language, source=source, published_at=day)
    return [{(p.name, p.role, p.affiliation) for p in event.participants} for event in extract(release).events]


BARE_OFFICES = [
    # the one known to have held the office on the day, by surname or by full name
    (
        "en",
        "state.gov",
        "Secretary Blinken spoke by telephone with Chancellor Merkel and President Moon on Monday.",
        [
            ("Blinken", "Secretary", "country:US"),
            ("Merkel", "Chancellor", "country:DE"),
            ("Moon", "President", "country:KR"),
        ],
    ),
    (
        "fr",
        "nato.int",
        "Le secrétaire général a rencontré lundi le président Macron.",
        [("secrétaire général", "secrétaire général", "org:nato"), ("Macron", "président", "country:FR")],
    ),
    # nobody known: a minister speaks for the source's state
    (
        "en",
        "canada.ca",
        "Minister of Fisheries Ida Ott met in Halifax on Monday with Swedish Trade Minister Otto Klee.",
        [("Ida Ott", "Minister of Fisheries", "country:CA"), ("Otto Klee", "Trade Minister", "country:SE")],
    ),
    # ... a commissioner for an organisation, and no prime minister does
    (
        "en",
        "au.int",
        "Commissioner for Trade Ida Ott met on Monday with Prime Minister Otto Klee.",
        [("Ida Ott", "Commissioner for Trade", "org:au"), ("Otto Klee", "Prime Minister", None)],
    ),
]


@pytest.mark.parametrize(("language", "source", "body", "expected"), BARE_OFFICES)
def test_a_bare_office_belongs_to_whom_its_holder_is_known_to_serve_or_to_the_source(
    language: str, source: str, body: str, expected: list[Who]
) -> None:
    assert who(language, body, source=source) == [set(expected)]


ORGANS = [
    # an organ is part of the office, and whose organ it is is not
    (
        "fr",
        "La présidente de la Commission de l'Union africaine, Mme Ida Ott, a rencontré le roi Otto Klee lundi.",
        "présidente de la Commission",
        "org:au",
    ),
    (
        "en",
        "President of the ECOWAS Commission Ida Ott met King Otto Klee on Monday.",
        "President of the Commission",
        "org:ecowas",
    ),
    ("en", "ECOWAS Commission President Ida Ott met King Otto Klee on Monday.", "Commission President", "org:ecowas"),
    ("en", "European Council President Ida Ott met King Otto Klee on Monday.", "European Council President", "org:eu"),
    (
        "en",
        "Ida Ott, President of the UN Security Council, met King Otto Klee on Monday.",
        "President of the Security Council",
        "org:un",
    ),
]


@pytest.mark.parametrize(("language", "body", "role", "affiliation"), ORGANS)
def test_an_organ_is_part_of_its_office_without_its_owner(
    language: str, body: str, role: str, affiliation: str
) -> None:
    assert ("Ida Ott", role, affiliation) in who(language, body, source="example.org")[0]


HOLDERS = [
    # a portfolio of any words, read on to its holder's courtesy title, its owner last
    (
        "fr",
        "La ministre de l'Eau et du Cadre de vie rural du Bénin, Mme Ida Ott, a rencontré {} lundi.",
        "ministre de l'Eau et du Cadre de vie rural",
        "country:BJ",
    ),
    (
        "fr",
        "Le ministre des Affaires étrangères et de la Communauté établie à l'étranger, M. Ida Ott, a rencontré {}.",
        "ministre des Affaires étrangères et de la Communauté établie à l'étranger",
        None,
    ),
    (
        "en",
        "The Minister of State for Minerals and Youth Livelihood, Hon. Ida Ott, met {} on Monday.",
        "Minister of State for Minerals and Youth Livelihood",
        None,
    ),
    # ... or to a name of several words between commas
    ("en", "The head of EU diplomacy, Ida Ott, met {} on Monday.", "head of EU diplomacy", "org:eu"),
    (
        "en",
        "The Deputy Prime Minister and head of the Kenyan delegation, Ida Ott, met {} on Monday.",
        "Deputy Prime Minister and head of the Kenyan delegation",
        "country:KE",
    ),
    # a courtesy title with an article, in small letters
    (
        "fr",
        "Le ministre du Commerce du Koweït, le cheikh Ida Ott, a rencontré {} lundi.",
        "ministre du Commerce",
        "country:KW",
    ),
    # an office attached to another one
    (
        "fr",
        "M. Ida Ott, envoyée personnelle du Premier ministre norvégien, a rencontré {} lundi.",
        "envoyée personnelle du Premier ministre",
        "country:NO",
    ),
    (
        "en",
        "Ida Ott, Special Adviser to the President of Kenya, met {} on Monday.",
        "Special Adviser to the President",
        "country:KE",
    ),
    # where an envoy is sent to is no owner
    ("en", "Special Envoy for Syria Ida Ott met {} on Monday.", "Special Envoy for Syria", None),
    ("en", "Norwegian Ambassador to Kenya Ida Ott met {} on Monday.", "Ambassador to Kenya", "country:NO"),
    # a prince who is a minister
    ("en", "Kenyan Foreign Minister Prince Ida Ott met {} on Monday.", "Foreign Minister", "country:KE"),
    # a peer's seat; a capacity
    ("en", "Lady Ida Ott of Strelsau, Minister for Wales, met {} on Monday.", "Minister for Wales", None),
    (
        "en",
        "Ms Ida Ott, in her capacity as special envoy of the Kenyan Government, met {} on Monday.",
        "special envoy",
        "country:KE",
    ),
    # two offices of two sides, without an article between, are one person's
    (
        "fr",
        "Mme Ida Ott, présidente de la Tanzanie et présidente en exercice de l'Union africaine, a rencontré {}.",
        "présidente",
        "country:TZ",
    ),
    # of two portfolios of one rank the first
    (
        "fr",
        "Le ministre des Affaires étrangères, ministre de l'Asile, Ida Ott, a rencontré {} lundi.",
        "ministre des Affaires étrangères",
        None,
    ),
    # the counterpart's own office
    (
        "en",
        "King Otto Klee met his Kenyan counterpart, Ambassador Ida Ott, Director of Studies, on Monday.",
        "Director of Studies",
        "country:KE",
    ),
]


@pytest.mark.parametrize(("language", "body", "role", "affiliation"), HOLDERS)
def test_an_office_is_read_to_its_holder_whatever_it_is_for(
    language: str, body: str, role: str, affiliation: str | None
) -> None:
    partner = {"fr": "le roi Otto Klee", "en": "King Otto Klee"}[language]
    found = who(language, body.format(partner), source="example.org")
    assert [
        {(name, (role or "").lower(), owner) for name, role, owner in event if name == "Ida Ott"} for event in found
    ] == [{("Ida Ott", role.lower(), affiliation)}]
    assert {name for name, _, _ in found[0]} == {"Ida Ott", "Otto Klee"}


NAMES = [
    (
        "en",
        "HM King Otto II bin Klee of the sisterly Kingdom of Bahrain met King Ben Olsen on Monday.",
        "Otto II bin Klee",
    ),
    ("fr", "Le roi Otto VI a rencontré la reine Ben Olsen lundi.", "Otto VI"),
    ("fr", "Me Otto Klee a rencontré la reine Ben Olsen lundi.", "Otto Klee"),
    ("en", "HE Minister Otto Klee met Queen Ben Olsen on Monday.", "Otto Klee"),
]


@pytest.mark.parametrize(("language", "body", "name"), NAMES)
def test_a_name_keeps_a_monarchs_number_and_loses_courtesy(language: str, body: str, name: str) -> None:
    assert [{name for name, _, _ in event} for event in who(language, body, source="example.org")] == [
        {name, "Ben Olsen"}
    ]


def test_each_holder_of_a_plural_office_has_the_state_before_him() -> None:
    body = "Le roi Otto Klee a rencontré les ministres des affaires étrangères du Kenya, M. Ott, et du Ghana, M. Olsen."
    assert who("fr", body, source="example.org")[0] >= {
        ("Ott", "ministre des affaires étrangères", "country:KE"),
        ("Olsen", "ministre des affaires étrangères", "country:GH"),
    }


SIDES = [
    # the holders of one plural office are met together, also after one preposition
    (
        "en",
        "King Otto Klee held a virtual meeting on Monday with the Foreign Ministers of Norway and Kenya.",
        [{"Otto Klee", "Foreign minister of Norway", "Foreign minister of Kenya"}],
    ),
    # capitals that name a thing are nobody
    ("en", "Minister Ida Ott met King Otto Klee and Kudu Gas Project on Monday.", [{"Ida Ott", "Otto Klee"}]),
    ("fr", "La ministre Ida Ott a rencontré le roi Otto Klee et Banque Pontique lundi.", [{"Ida Ott", "Otto Klee"}]),
]


@pytest.mark.parametrize(("language", "body", "names"), SIDES)
def test_the_sides_of_talks_are_persons_and_no_things(language: str, body: str, names: list[set[str]]) -> None:
    assert [{name for name, _, _ in event} for event in who(language, body, source="example.org")] == names


PEERS = [
    (
        "en",
        "Kenyan Foreign Minister Ida Ott met her Swedish counterpart Otto Klee on Monday.",
        "Foreign Minister",
        "country:SE",
    ),
    (
        "fr",
        "La ministre kényane du Commerce, Mme Ida Ott, a rencontré son homologue suédois, M. Otto Klee, lundi.",
        "ministre du Commerce",
        "country:SE",
    ),
]


@pytest.mark.parametrize(("language", "body", "role", "affiliation"), PEERS)
def test_a_named_counterpart_holds_the_office_of_whose_counterpart_he_is(
    language: str, body: str, role: str, affiliation: str
) -> None:
    assert ("Otto Klee", role, affiliation) in who(language, body, source="example.org")[0]


def test_an_office_in_apposition_takes_no_name_that_a_comma_parts_from_it() -> None:
    pack = load("en")
    text = "Ms Ida Ott, Minister for Trade of the Government of Kenya, H.E. Otto Klee, King of Norway, and others"
    assert [(m.name, m.role, m.affiliation) for m in find_mentions(read(text, pack), pack)] == [
        ("Ida Ott", "Minister for Trade", "country:KE"),
        ("Otto Klee", "King", "country:NO"),
    ]


HOSTS = [
    (
        "fr",
        "gouvernement.fr",
        "Le Premier ministre s'est entretenu mardi avec M. Otto Klee, Premier ministre du Kenya.",
        ("Premier ministre", "country:FR"),
    ),
    (
        "fr",
        "elysee.fr",
        "Le Président de la République a reçu son homologue kényan, M. Otto Klee, Président de la République du Kenya.",
        ("Président de la République", "country:FR"),
    ),
    (
        "en",
        "pm.gc.ca",
        "The Prime Minister met Otto Klee, Prime Minister of Kenya, on Monday.",
        ("Prime Minister", "country:CA"),
    ),
    (
        "en",
        "state.gov",
        "On Monday the President welcomed President Otto Klee of Kenya.",
        ("President", "country:US"),
    ),
]


@pytest.mark.parametrize(("language", "source", "body", "host"), HOSTS)
def test_an_office_without_owner_is_the_sources_own_until_a_foreigner_of_that_office_was_spoken_of(
    language: str, source: str, body: str, host: tuple[str, str]
) -> None:
    (event,) = who(language, body, source=source)
    assert {(role, owner) for name, role, owner in event if name != "Otto Klee"} == {host}
    assert {owner for name, _, owner in event if name == "Otto Klee"} == {"country:KE"}


def test_the_side_of_an_organisation_of_which_nobody_is_named_is_nobody() -> None:
    assert who("en", "Foreign Minister Ann Borg met with the EU side in Riga on Monday.", source="mfa.gov.lv") == []
