"""`python -m services.contracts.schemas`: write what travels on the topics down in `docs/messages`."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from services import __version__
from services.contracts.messages import Message
from services.contracts.topics import BY_MESSAGE, TOPICS, Topic

DIRECTORY = Path("docs/messages")
_HEADERS: Mapping[str, Mapping[str, Any]] = {
    "ce_specversion": {"type": "string", "const": "1.0"},
    "ce_id": {"type": "string", "description": "Computed from what the message says: a repeat has the same id."},
    "ce_source": {"type": "string", "description": "`/readout/` and the service that wrote it."},
    "ce_type": {"type": "string"},
    "ce_time": {"type": "string", "format": "date-time", "description": "When the fact became known to Readout."},
    "ce_subject": {"type": "string", "description": "What it is about; the record key where nothing else is said."},
    "ce_sequence": {
        "type": "string",
        "pattern": "^[0-9]+$",
        "description": "On derived messages: offset of the raw record; of two for one release the higher is newer.",
    },
    "ce_traceparent": {"type": "string", "description": "W3C Trace Context, where the push had one."},
    "content-type": {"type": "string", "const": "application/json"},
}
_OPTIONAL_HEADERS = ("ce_sequence", "ce_traceparent")


class _Untitled(GenerateJsonSchema):
    """Without the titles that pydantic makes from field names: they say nothing new."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's interface
        """Never."""
        return False


def file_name(message: type[Message]) -> str:
    """The name of the file with a message's schema."""
    return f"{message.TYPE}.schema.json"


def json_schema(message: type[Message]) -> dict[str, Any]:
    """The JSON Schema of a message's data. It is open, and accepts every message of the same major version."""
    schema = message.model_json_schema(schema_generator=_Untitled)
    return {"$schema": GenerateJsonSchema.schema_dialect, "$id": f"urn:{message.TYPE.replace('.', ':')}", **schema}


def asyncapi() -> dict[str, Any]:
    """The AsyncAPI 3.0 document: what Readout sends, on which channels."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Readout",
            "version": __version__,
            "description": "Press releases in, meetings and topics out. CloudEvents 1.0 in binary mode over Kafka.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": {f"send-{topic.name}": _operation(topic) for topic in TOPICS},
        "components": {"messages": {message.TYPE: _message(message) for message in BY_MESSAGE}},
    }


def _channel(topic: Topic) -> dict[str, Any]:
    policy = topic.config["cleanup.policy"]
    configuration: dict[str, Any] = {"cleanup.policy": [policy], "max.message.bytes": topic.max_message_bytes}
    configuration |= {
        name: int(topic.config[name]) for name in ("retention.ms", "retention.bytes") if name in topic.config
    }
    return {
        "address": topic.name,
        "description": _kept(topic),
        "messages": {message.TYPE: {"$ref": f"#/components/messages/{message.TYPE}"} for message in topic.messages},
        "bindings": {
            "kafka": {"partitions": topic.partitions, "topicConfiguration": configuration, "bindingVersion": "0.5.0"}
        },
    }


def _operation(topic: Topic) -> dict[str, Any]:
    channel = f"#/channels/{topic.name}"
    return {
        "action": "send",
        "summary": f"Written by {' and '.join(topic.written_by)}.",
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{message.TYPE}"} for message in topic.messages],
    }


def _message(message: type[Message]) -> dict[str, Any]:
    headers = {**_HEADERS, "ce_type": {"type": "string", "const": message.TYPE}}
    required = [name for name in headers if name not in _OPTIONAL_HEADERS]
    return {
        "name": message.TYPE,
        "title": message.__name__,
        "summary": message.__doc__,
        "contentType": "application/json",
        "headers": {"type": "object", "properties": headers, "required": required},
        "payload": {"$ref": f"./{file_name(message)}"},
        "bindings": {"kafka": {"key": {"type": "string", "description": _key(message)}, "bindingVersion": "0.5.0"}},
    }


def _key(message: type[Message]) -> str:
    return message.key.__doc__ or ""


def _kept(topic: Topic) -> str:
    if topic.config["cleanup.policy"] == "compact":
        days = int(topic.config["min.compaction.lag.ms"]) // 86_400_000
        return f"Compacted after {days} days: the last message of each key is kept."
    if topic.config["retention.ms"] == "-1":
        return "Kept for ever: this is the record."
    return f"Kept for {int(topic.config['retention.ms']) // 86_400_000} days."


# --- the readable page ----------------------------------------------------------------------------------------------


def page() -> str:
    """`README.md`: the topics, the headers and every message, for people."""
    rows = (
        f"| `{topic.name}` | {', '.join(_link(message) for message in topic.messages)} "
        f"| {', '.join(topic.written_by)} | {topic.partitions} | {_kept(topic)} |"
        for topic in TOPICS
    )
    headers = (f"| `{name}` | {_header_note(name, schema)} |" for name, schema in _HEADERS.items())
    return "\n".join(
        [
            "# Messages",
            "",
            "Written by `make schemas` from `services/contracts`; change it there.",
            "",
            "Every record is a [CloudEvent](https://cloudevents.io) 1.0 in binary mode: the headers say what it is,",
            "the value is the data as JSON. Readers ignore fields that they do not know. Within `v1`, fields may be",
            "added with a default; nothing is removed, renamed, narrowed or widened: that needs a `v2` topic.",
            "[asyncapi.json](asyncapi.json) says the same to machines.",
            "",
            "## Topics",
            "",
            "| topic | messages | written by | partitions | kept |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "",
            "## Headers",
            "",
            "| header | value |",
            "| --- | --- |",
            *headers,
            *(line for message in BY_MESSAGE for line in _section(message)),
            *_values(),
            "",
        ]
    )


def _link(message: type[Message]) -> str:
    return f"[{message.__name__}](#{message.__name__.lower()})"


def _header_note(name: str, schema: Mapping[str, Any]) -> str:
    if name == "ce_type":
        return "The message's type, below."
    constant = f"`{schema['const']}`" if "const" in schema else schema.get("description", "")
    return constant or f"`{schema['type']}`"


def _section(message: type[Message]) -> Iterable[str]:
    yield from ("", f"## {message.__name__}", "", str(message.__doc__), "")
    yield f"`{message.TYPE}` on `{BY_MESSAGE[message].name}`. Key: {_key(message)}"
    yield f"[Schema]({file_name(message)})."
    yield from _fields(json_schema(message))


def _values() -> Iterable[str]:
    """What messages are made of: each value once, by name."""
    definitions: dict[str, Any] = {}
    for message in BY_MESSAGE:
        definitions |= json_schema(message).get("$defs", {})
    yield from ("", "## Values")
    for name in sorted(definitions):
        definition = definitions[name]
        yield from ("", f"### {name}", "", definition.get("description", ""))
        if "enum" in definition:
            yield from ("", "One of " + ", ".join(f"`{value}`" for value in definition["enum"]) + ".")
        else:
            yield from _fields(definition)


def _fields(schema: Mapping[str, Any]) -> Iterable[str]:
    yield from ("", "| field | type | |", "| --- | --- | --- |")
    for name, field in schema["properties"].items():
        optional = "" if name in schema.get("required", ()) else "?"
        yield f"| `{name}`{optional} | {_type(field)} | {field.get('description', '')} |".replace(" |  |", " | |")


def _type(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        name = str(field["$ref"]).rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_type(option) for option in field["anyOf"] if option.get("type") != "null"))
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}" if "items" in field else "list"
    return str(field.get("format", field.get("type", "any")))


# --- files ----------------------------------------------------------------------------------------------------------


def documents() -> dict[str, str]:
    """Every file of the directory, by name."""
    schemas = {file_name(message): _as_json(json_schema(message)) for message in BY_MESSAGE}
    return {**schemas, "asyncapi.json": _as_json(asyncapi()), "README.md": page()}


def _as_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def main(directory: Path = DIRECTORY) -> None:
    """Write the files; what else is there is removed, since it describes nothing."""
    directory.mkdir(parents=True, exist_ok=True)
    found = documents()
    for name, content in found.items():
        (directory / name).write_text(content, encoding="utf-8")
    for path in directory.iterdir():
        if path.name not in found:
            path.unlink()
    sys.stdout.write(f"{len(found)} files in {directory}\n")


if __name__ == "__main__":
    main()
