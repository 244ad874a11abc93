"""Every subject of the taxonomy, as sentences say it in both languages, and what only looks like one."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.contracts.vocabulary import concept_ids
from services.enrich.extract.topics import concepts_said, event_topics
from services.enrich.text.tokens import tokenize

TABLE: dict[str, Any] = json.loads(Path(__file__).with_name("sentences.json").read_text("utf-8"))
LANGUAGES = ("en", "fr")


def topics(text: str, language: str) -> tuple[str, ...]:
    """What talks are about that `text` tells."""
    return event_topics(concepts_said(text, tokenize(text), language=language), participant_affiliations=())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_every_subject(language: str) -> None:
    assert set(TABLE[language]) == {concept for concept in concept_ids() if ":" not in concept}


@pytest.mark.parametrize(
    ("language", "concept", "sentence"),
    [
        (language, concept, sentence)
        for language in LANGUAGES
        for concept, sentences in TABLE[language].items()
        for sentence in sentences
    ],
)
def test_a_sentence_about_a_subject_has_it_as_a_topic(language: str, concept: str, sentence: str) -> None:
    assert concept in topics(sentence, language)


@pytest.mark.parametrize(("language", "concept", "sentence"), TABLE["lookalikes"])
def test_what_only_looks_like_a_subject_is_none(language: str, concept: str, sentence: str) -> None:
    assert concept not in topics(sentence, language)
