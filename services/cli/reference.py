"""`python -m services.cli.reference`: write `docs/reference.md` and `.env.example` from the code that they describe."""

import ast
import inspect
import itertools
import json
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from services.cli.main import app
from services.contracts.topics import TOPICS, Topic
from services.enrich.settings import EnrichSettings
from services.index.settings import IndexSettings
from services.ingest.settings import IngestSettings
from services.runtime.settings import KafkaSettings, LogSettings

SETTINGS: tuple[type[BaseSettings], ...] = (
    KafkaSettings,
    LogSettings,
    IngestSettings,
    EnrichSettings,
    IndexSettings,
)
COMPOSE = {
    "READOUT_BIND": ("127.0.0.1", "Address of this machine on which compose publishes its ports."),
    "READOUT_PUSH_PORT": ("8080", "Published port for pushing."),
    "READOUT_ASK_PORT": ("8081", "Published port for asking."),
    "READOUT_KAFKA_PORT": ("9092", "Published port of the broker, the first of three."),
    "READOUT_KAFKA_2_PORT": ("9192", "Published port of the second broker of three."),
    "READOUT_KAFKA_3_PORT": ("9292", "Published port of the third broker of three."),
    "READOUT_KAFKA_ADVERTISED": ("127.0.0.1", "Host name under which clients outside compose reach the broker."),
    "READOUT_KAFKA_HEAP": ("-Xmx768M -Xms768M", "The broker's memory, as options of the Java machine."),
    "READOUT_PROMETHEUS_PORT": ("9090", "Published port of Prometheus, with the profile for observability."),
    "READOUT_GRAFANA_PORT": ("3000", "Published port of Grafana, with the profile for observability."),
}
"""Variables of the compose files, which are no settings of a process."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable, its default as it would be written, and what it does."""

    name: str
    default: str
    meaning: str


def settings_of(model: type[BaseSettings]) -> Iterator[Setting]:
    """The variables of a settings class, described by the docstrings below its fields."""
    prefix, said = model.model_config.get("env_prefix", ""), _docstrings(model)
    for name, field in model.model_fields.items():
        yield Setting(f"{prefix}{name}".upper(), _written(field.default), said.get(name, ""))


def _docstrings(model: type) -> dict[str, str]:
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    found = {}
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    for field, text in itertools.pairwise(body):
        is_text = isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and is_text:
            found[field.target.id] = " ".join(str(text.value.value).split())  # type: ignore[attr-defined] # tested above
    return found


def _written(default: Any) -> str:
    if default is None or isinstance(default, SecretStr):
        return ""
    if isinstance(default, bool | Mapping):
        return json.dumps(default)
    return str(default) if isinstance(default, str | int | float | Path) else "{}"


def commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """All commands that do something, with their full names; as typer's own copy of click has them."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
    for each, found in (inner or {}).items():
        yield from commands(found, f"{name} {each}")


def _options(command: Any) -> Iterator[str]:
    for parameter in command.params:
        name = parameter.metavar if parameter.param_type_name == "argument" else ", ".join(parameter.opts)
        variable = f" (`{parameter.envvar}`)" if parameter.envvar else ""
        yield f"- `{name or parameter.name}`{variable}: {parameter.help or ''}".rstrip(": ")


def _command_settings() -> dict[str, Setting]:
    known = {setting.name for model in SETTINGS for setting in settings_of(model)}
    found = {}
    for name, command in commands(typer.main.get_command(app), "readout"):
        for parameter in command.params:
            if isinstance(parameter.envvar, str) and parameter.envvar not in known:
                meaning = f"{parameter.help} (`{name} {parameter.opts[0]}`)"
                found[parameter.envvar] = Setting(parameter.envvar, _written(parameter.default), meaning)
    return found


def _groups() -> Iterator[tuple[str, list[Setting]]]:
    for model in SETTINGS:
        yield model.__name__.removesuffix("Settings").lower(), list(settings_of(model))
    yield "the command line", list(_command_settings().values())
    yield "docker compose", [Setting(name, *about) for name, about in COMPOSE.items()]


def environment_example() -> str:
    """`.env.example`: every variable, commented out, with its default."""
    lines = ["# Every variable that Readout reads, with its default. Copy to .env for docker compose, or export them."]
    for title, settings in _groups():
        lines += ["", f"# --- {title} " + "-" * max(0, 100 - len(title))]
        for setting in settings:
            lines += [f"# {line}" for line in textwrap.wrap(setting.meaning, 110)]
            lines.append(f"#{setting.name}={setting.default}")
    return "\n".join(lines) + "\n"


def _topic_row(topic: Topic) -> str:
    config = ", ".join(f"{name}={value}" for name, value in topic.broker_config.items())
    messages = ", ".join(message.TYPE for message in topic.messages)
    return f"| `{topic.name}` | {messages} | {', '.join(topic.written_by)} | {topic.partitions} | {config} |"


def reference() -> str:
    """`docs/reference.md`: commands, settings and topics."""
    lines = ["# Reference", "", "Written by `make reference` from the code; metrics are in [metrics.md](metrics.md)."]
    lines += ["", "## Commands"]
    for name, command in commands(typer.main.get_command(app), "readout"):
        lines += ["", f"### `{name}`", "", inspect.cleandoc(command.help or "").partition("\n")[0], ""]
        lines += _options(command)
    lines += ["", "## Settings", "", "A bad value stops the start with one line."]
    for title, settings in _groups():
        lines += ["", f"### {title.capitalize()}", "", "| variable | default | |", "| --- | --- | --- |"]
        lines += [f"| `{each.name}` | `{each.default or ' '}` | {each.meaning} |" for each in settings]
    lines += [
        "",
        "## Topics",
        "",
        "| topic | messages | written by | partitions | configuration |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += map(_topic_row, TOPICS)
    return "\n".join(lines) + "\n"


DOCUMENTS = {Path("docs/reference.md"): reference, Path(".env.example"): environment_example}


def stale(folder: Path) -> Iterable[Path]:
    """The documents under `folder` that differ from what would be written now."""
    for path, content in DOCUMENTS.items():
        there = folder / path
        if not there.exists() or there.read_text("utf-8") != content():
            yield path


def main() -> None:
    """Write the documents below the present folder."""
    for path, content in DOCUMENTS.items():
        path.write_text(content(), "utf-8")
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
