from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.text.language import detect
from services.enrich.text.lexicon import Lexicon, Match
from services.enrich.text.sentences import split_sentences
from services.enrich.text.tokens import fold, folded_words, tokenize


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(text)]


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, tokenize(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M. Lavrov et Mme Çelik", ["M.", "Lavrov", "et", "Mme", "Çelik"]),
        ("U.S. and S.E. Mme X", ["U.S.", "and", "S.E.", "Mme", "X"]),
        ("à 9h30, au 10:30", ["à", "9h30", ",", "au", "10:30"]),
        ("« L’OTAN »", ["«", "L’", "OTAN", "»"]),
        ("d\u02bcUkraine et", ["d\u02bc", "Ukraine", "et"]),
        ("du 11\u2011Septembre", ["du", "11", "Septembre"]),
        ("le\u00a0Royaume‑Uni", ["le", "Royaume", "Uni"]),
        ("Russia's and the allies' men", ["Russia", "'s", "and", "the", "allies", "'", "men"]),
        ("aujourd’hui", ["aujourd’hui"]),
        ("Robert O'Brien in Sana'a", ["Robert", "O'Brien", "in", "Sana'a"]),
        ("George W. Bush", ["George", "W.", "Bush"]),
        ("24 – 26 septembre", ["24", "–", "26", "septembre"]),
        ("la 73e session", ["la", "73e", "session"]),
    ],
)
def test_tokens_survive_the_typography_of_releases(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
def test_tokens_are_ordered_spans_of_their_text(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))


@given(st.text())
def test_every_token_belongs_to_exactly_one_sentence(text: str) -> None:
    tokens = tokenize(text)
    spans = split_sentences(text, tokens)
    assert [i for s in spans for i in range(s.first, s.last)] == list(range(len(tokens)))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("M. Lavrov est venu. Il est reparti.", 2),
        ("Il a dit : « Nous avons parlé. » Puis il est parti.", 2),
        ("He met U.S. President X in Washington, D.C. The talks were brief.", 2),
        ("Headline without a stop\n\nFirst sentence.", 2),
        ("• one\n• two", 2),
        ("a wrapped\nline goes on.", 1),
        ("Gen. Allen and George W. Bush met.", 1),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_folding_drops_case_accents_and_kinds_of_apostrophe() -> None:
    assert fold("L’Œuvre ÉTÉ") == "l'oeuvre ete"


def test_the_longest_phrase_is_found_over_hyphens_and_accents() -> None:
    lexicon = Lexicon([("secretary general", 1), ("secretary", 2), ("États-Unis", 3)])
    assert lexicon.find(folded_words("The Secretary-General and a secretary of the Etats‑Unis")) == [
        Match(1, 3, 1),
        Match(5, 6, 2),
        Match(8, 10, 3),
    ]


def test_of_two_entries_with_one_phrase_the_first_counts() -> None:
    assert Lexicon([("a b", "first"), ("A-B", "second")]).find(folded_words("a b"))[0].value == "first"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le ministre s'est entretenu avec les représentants de l'Union.", "fr"),
        ("The Foreign Minister met the President of Ruritania on Monday.", "en"),
        ("Der Außenminister traf am Montag den Präsidenten der Republik in Berlin, wie das Amt mitteilte.", None),
        ("El ministro se reunió con el presidente de la República en la capital, según informó el gobierno.", None),
        ("12345 !!", None),
        ("", None),
    ],
)
def test_the_language_shows_in_its_stop_words(text: str, language: str | None) -> None:
    assert detect(tokenize(text)) == language
