import re
from pathlib import Path

import pytest

from services.cli.reference import COMPOSE, environment_example, reference, stale
from services.contracts.topics import TOPICS, Topic

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")})


def test_the_reference_and_the_example_environment_are_as_the_code_is() -> None:
    assert list(stale(ROOT)) == [], "run `make reference`"


@pytest.mark.parametrize("compose", sorted(ROOT.glob("docker-compose*.yml")), ids=lambda path: path.name)
def test_every_variable_of_the_compose_files_is_in_the_example_environment(compose: Path) -> None:
    used = set(re.findall(r"\$\{(READOUT_\w+)", compose.read_text("utf-8")))
    assert used <= set(re.findall(r"^#(READOUT_\w+)=", environment_example(), re.MULTILINE))


def test_every_compose_variable_of_the_example_environment_is_used() -> None:
    compose = "".join(path.read_text("utf-8") for path in ROOT.glob("docker-compose*.yml"))
    assert [name for name in COMPOSE if f"${{{name}" not in compose] == []


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_every_topic_is_in_the_reference(topic: Topic) -> None:
    assert f"`{topic.name}`" in reference()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_file_that_the_readme_names_is_there() -> None:
    table = (ROOT / "README.md").read_text("utf-8").partition("## Where things are")[2].partition("\n## ")[0]
    for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE):
        first, *others = re.findall(r"`([^`]+)`", row)
        for name in (first, *others):
            assert (ROOT / name).exists() or (ROOT / Path(first).parent / name).exists(), name
