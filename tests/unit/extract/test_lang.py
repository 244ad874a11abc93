import json
from collections import Counter
from importlib.resources import files

import pytest

from services.enrich.extract.lang import Words


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_slot_of_a_language_is_in_two_of_its_files(language: str) -> None:
    """The later one would hide the other."""
    folder = files("services.enrich.extract.lang").joinpath(language)
    read = [json.loads(folder.joinpath(f"{name}.json").read_text("utf-8")) for name in ("words", "occasions", "headed")]
    read.append(json.loads(folder.joinpath("visits.json").read_text("utf-8"))["words"])
    assert [slot for slot, times in Counter(slot for data in read for slot in data).items() if times > 1] == []


def test_slots_of_words_can_be_asked_for_together_and_no_other_slot_exists() -> None:
    words = Words({"and": frozenset({"and"}), "of": frozenset({"of"})})
    assert words["and|of"] == {"and", "of"}
    with pytest.raises(KeyError):
        words["or"]
    with pytest.raises(KeyError):
        words["and|or"]
