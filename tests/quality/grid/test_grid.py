"""Each pattern of the grid is read in every sample of its sentences, whoever meets whom in whatever words."""

import pytest

from tests.quality.grid.sentences import LANGUAGES, patterns, sentences

PATTERNS = [(language, pattern) for language in LANGUAGES for pattern in patterns(language)]


@pytest.mark.parametrize(("language", "pattern"), PATTERNS)
def test_every_sentence_of_a_pattern_is_read_as_the_one_event_that_it_tells(language: str, pattern: str) -> None:
    assert [sentence.text for sentence in sentences(language, pattern) if not sentence.is_read()] == []
