"""`--help` of every command suffices: each command, argument and option explains itself."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import pytest
import typer
from typer.testing import CliRunner

from services.cli.main import app

NOT_FOR_MACHINES = {
    "demo": "a show for people; `up`, `push` and `participants` are the same for machines",
    "extract": "prints JSON and nothing else",
}


def commands(command: Any, *name: str) -> Iterator[tuple[str, Any]]:
    """Every command below one, by its full name."""
    below: Mapping[str, Any] = getattr(command, "commands", {})
    for each, one in below.items():
        yield " ".join((*name, each)), one
        yield from commands(one, *name, each)


COMMANDS = dict(commands(typer.main.get_command(app)))
LEAVES = {name: command for name, command in COMMANDS.items() if not hasattr(command, "commands")}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does_and_what_each_of_its_options_means(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert [each.name for each in command.params if not getattr(each, "help", None)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_can_be_shown_and_names_all_its_options(name: str) -> None:
    shown = CliRunner().invoke(app, [*name.split(), "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    options = [option for each in COMMANDS[name].params for option in cast("list[str]", each.opts)]
    assert [option for option in options if option.startswith("--") and option not in shown.stdout] == []


@pytest.mark.parametrize("name", LEAVES)
def test_a_command_whose_answer_a_machine_may_read_gives_json(name: str) -> None:
    options = {option for each in LEAVES[name].params for option in each.opts}
    assert ("--json" in options) is not (name in NOT_FOR_MACHINES)
