"""The commands, variables and services that the operator's page names are there."""

import re
from pathlib import Path

import pytest

from services.cli.reference import environment_example, reference

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/operations.md").read_text("utf-8")
COMPOSE = (ROOT / "docker-compose.yml").read_text("utf-8")
COMMANDS = sorted({line.partition("#")[0].strip() for line in re.findall(r"^readout .+$", PAGE, re.MULTILINE)})
SECTIONS = dict(re.findall(r"^### `readout ([a-z -]+)`\n(.*?)(?=^##)", reference(), re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_exists_with_its_options(line: str) -> None:
    words = line.split()[1:]
    name = next(name for name in (" ".join(words[:2]), words[0]) if name in SECTIONS)
    options = {word for word in words if word.startswith("--")}
    assert {option for option in options if f"`{option}`" not in SECTIONS[name]} == set()


def test_every_variable_of_the_page_exists() -> None:
    known = set(re.findall(r"^#(READOUT_\w+)=", environment_example(), re.MULTILINE))
    named = set(re.findall(r"READOUT_[A-Z0-9_]*[A-Z0-9]", PAGE))
    assert named - known == set()


def test_the_volumes_and_the_profile_of_the_page_exist() -> None:
    volumes = set(re.findall(r"\breadout_(\w+)", re.sub(r"`readout_(enrich|index)_\w+`", "", PAGE)))
    assert {name for name in volumes if f"\n  {name}:\n" not in COMPOSE} == set()
    assert re.findall(r"--profile (\w+)", PAGE)[0] in COMPOSE
