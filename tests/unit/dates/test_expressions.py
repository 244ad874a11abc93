"""Each row of `expressions.tsv`: its date expressions in brackets, and the days they mean for a release of a Wednesday.

Without a tense in the row (`any`) past and future agree.
"""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from services.enrich.extract.dates import DateMention, Tense, find_dates, find_dates_in, resolve
from services.enrich.text.sentences import split_sentences
from services.enrich.text.tokens import tokenize

ANCHOR = date(2018, 9, 26)
TABLE = (Path(__file__).parent / "expressions.tsv").read_text("utf-8")
ROWS = list(csv.DictReader(TABLE.splitlines(), delimiter="\t"))


def _shown(mention: DateMention, tense: Tense) -> str:
    days = resolve(mention, anchor=ANCHOR, tense=tense)
    if days is None:
        return "nothing"
    span = str(days.start) if days.start == days.end else f"{days.start}..{days.end}"
    return f"{span} {days.precision.value}"


def _flags(mentions: list[DateMention]) -> str:
    flags = [f for m in mentions for f in (m.bound.value, "background" if m.background else "") if f]
    return ",".join(flags) or "-"


def _ids(row: dict[str, str]) -> str:
    return f"{row['language']}-{row['tense']}-{row['text']}"


@pytest.mark.parametrize("row", ROWS, ids=_ids)
def test_an_expression_is_found_with_its_exact_span_and_means_these_days(row: dict[str, str]) -> None:
    text = re.sub(r"[\[\]]", "", row["text"])
    mentions = find_dates(text, language=row["language"])
    marked = text
    for mention in reversed(mentions):
        marked = f"{marked[: mention.start]}[{marked[mention.start : mention.end]}]{marked[mention.end :]}"
    assert marked == row["text"]
    assert _flags(mentions) == row["flags"]
    for tense in [Tense.PAST, Tense.FUTURE] if row["tense"] == "any" else [Tense(row["tense"])]:
        assert ("; ".join(_shown(mention, tense) for mention in mentions) or "-") == row["days"]


@pytest.mark.parametrize("row", ROWS, ids=_ids)
def test_a_text_that_has_been_read_shows_the_same_dates(row: dict[str, str]) -> None:
    text = "No word of it here.\n\n" + re.sub(r"[\[\]]", "", row["text"])
    tokens = tokenize(text)
    sentences = split_sentences(text, tokens)
    found = find_dates_in(text, tokens, sentences, language=row["language"])
    assert found == find_dates(text, language=row["language"])
