"""What `docs/messages` says is true, is all, and breaks nobody."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from referencing.jsonschema import EMPTY_REGISTRY

from services.contracts import schemas
from services.contracts.messages import Message
from services.contracts.topics import BY_MESSAGE, TOPICS
from tests.contract import strategies
from tests.contract.schema_changes import breaking

ROOT = Path(__file__).parents[2]
SNAPSHOTS = sorted((Path(__file__).parent / "snapshots" / "v1").glob("*.schema.json"))
VALIDATORS = {
    message: jsonschema.Draft202012Validator(schemas.json_schema(message), registry=EMPTY_REGISTRY)
    for message in BY_MESSAGE
}


def test_the_documents_are_what_make_schemas_writes() -> None:
    directory = ROOT / schemas.DIRECTORY
    found = {path.name: path.read_text("utf-8") for path in directory.iterdir()}
    assert found == schemas.documents(), "run `make schemas`"


def test_the_command_writes_all_and_removes_what_describes_nothing(tmp_path: Path) -> None:
    (tmp_path / "readout.gone.v1.schema.json").write_text("{}", "utf-8")
    schemas.main(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(schemas.documents())


@pytest.mark.parametrize("snapshot", SNAPSHOTS, ids=lambda path: path.name)
def test_no_message_of_version_1_breaks_a_reader_of_version_1(snapshot: Path) -> None:
    current = {schemas.file_name(message): schemas.json_schema(message) for message in BY_MESSAGE}
    assert snapshot.name in current, "a message was removed: that needs a new topic, and this one kept"
    assert breaking(json.loads(snapshot.read_text("utf-8")), current[snapshot.name]) == [], "that needs a `.v2` topic"


@pytest.mark.parametrize("message", BY_MESSAGE, ids=lambda message: message.__name__)
def test_what_is_published_is_also_held_by_a_snapshot(message: type[Message]) -> None:
    """A new message or field is under the promise from its first day: copy its schema to the snapshots."""
    snapshot = Path(__file__).parent / "snapshots" / "v1" / schemas.file_name(message)
    held = json.loads(snapshot.read_text("utf-8"))
    assert breaking(schemas.json_schema(message), held) == [], (
        f"copy docs/messages/{snapshot.name} to {snapshot.parent}"
    )


@given(message=strategies.messages)
def test_the_schemas_accept_what_the_models_write(message: Message) -> None:
    VALIDATORS[type(message)].validate(json.loads(message.model_dump_json()))


@pytest.mark.parametrize("message", BY_MESSAGE, ids=lambda message: message.__name__)
def test_the_schemas_refuse_what_is_not_the_message(message: type[Message]) -> None:
    assert not VALIDATORS[message].is_valid({})


# --- asyncapi -------------------------------------------------------------------------------------------------------


def resolve(document: dict[str, Any], reference: str) -> Any:
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [reference for value in node.values() for reference in references(value)]
    return [reference for value in node for reference in references(value)] if isinstance(node, list) else []


def test_asyncapi_names_every_topic_with_its_messages_and_limits() -> None:
    document = schemas.asyncapi()
    assert {channel["address"] for channel in document["channels"].values()} == {topic.name for topic in TOPICS}
    for topic in TOPICS:
        channel = document["channels"][topic.name]
        kafka = channel["bindings"]["kafka"]
        assert set(channel["messages"]) == {message.TYPE for message in topic.messages}
        assert kafka["partitions"] == topic.partitions
        assert kafka["topicConfiguration"]["max.message.bytes"] == topic.max_message_bytes


def test_every_reference_in_asyncapi_leads_somewhere() -> None:
    document = schemas.asyncapi()
    found = references(document)
    assert found
    for reference in found:
        if reference.startswith("#/"):
            assert resolve(document, reference)
        else:
            assert reference.removeprefix("./") in schemas.documents()


def test_every_operation_sends_what_its_channel_carries() -> None:
    document = schemas.asyncapi()
    for operation in document["operations"].values():
        channel = resolve(document, operation["channel"]["$ref"])
        sent = {reference["$ref"].rpartition("/")[2] for reference in operation["messages"]}
        assert (operation["action"], sent) == ("send", set(channel["messages"]))
