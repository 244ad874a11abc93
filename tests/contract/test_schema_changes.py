from enum import StrEnum
from typing import Any

import pytest
from pydantic import BaseModel, Field, create_model

from tests.contract.schema_changes import breaking


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class OneColour(StrEnum):
    RED = "red"


class MoreColours(StrEnum):
    RED = "red"
    BLUE = "blue"
    GREEN = "green"


class Inner(BaseModel):
    text: str


class WiderInner(BaseModel):
    text: str
    note: str | None = None


class NarrowerInner(BaseModel):
    text: str = Field(max_length=10)


FIELDS: dict[str, Any] = {
    "name": (str, ...),
    "size": (int, Field(ge=0)),
    "colour": (Colour, ...),
    "note": (str | None, None),
    "inner": (Inner, ...),
    "list": (tuple[Inner, ...], ()),
    "pair": (tuple[str, int], ("", 0)),
    "map": (dict[str, str], {}),
}


def schema(**changes: Any) -> dict[str, Any]:
    """The schema of a model of FIELDS; a change to None leaves the field out."""
    fields = {name: field for name, field in {**FIELDS, **changes}.items() if field is not None}
    made: type[BaseModel] = create_model("Made", **fields)
    return made.model_json_schema()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"extra": (str, "default")},
        {"extra": (Inner | None, None)},
        {"inner": (WiderInner, ...)},
        {"list": (tuple[WiderInner, ...], ())},
        {"name": (str, Field(description="said better", examples=["x"]))},
    ],
)
def test_new_fields_with_a_default_and_better_words_break_nothing(changes: dict[str, Any]) -> None:
    assert breaking(schema(), schema(**changes)) == []


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"name": None}, "/name: was removed or renamed"),
        ({"name": None, "title": (str, "")}, "/name: was removed or renamed"),
        ({"note": None}, "/note: was removed or renamed"),
        ({"extra": (str, ...)}, "/extra: is new and must be there"),
        ({"note": (str | None, ...)}, "/note: must be there now"),
        ({"name": (str, "x")}, "/name: need not be there any more"),
        ({"name": (int, ...)}, "/name: type was 'string', is 'integer'"),
        ({"name": (str | None, ...)}, "/name: type was 'string', is None"),
        ({"note": (str, "x")}, "/note: type was None, is 'string'"),
        ({"note": (str | None, "other")}, "/note: default was None, is 'other'"),
        ({"name": (str, Field(pattern="^a"))}, "/name: pattern was None, is '^a'"),
        ({"size": (int, Field(ge=1))}, "/size: minimum was 0, is 1"),
        ({"size": (int, ...)}, "/size: minimum was 0, is None"),
        ({"colour": (OneColour, ...)}, "/colour: value 'blue' was removed"),
        ({"colour": (MoreColours, ...)}, "/colour: value 'green' was added, which old readers refuse"),
        ({"colour": (str, ...)}, "/colour: the list of values was dropped"),
        ({"inner": (NarrowerInner, ...)}, "/inner/text: maxLength was None, is 10"),
        ({"list": (tuple[NarrowerInner, ...], ())}, "/list/items/text: maxLength was None, is 10"),
        ({"pair": (tuple[str, str], ("", 0))}, "/pair/prefixItems/1: type was 'integer', is 'string'"),
        ({"map": (dict[str, int], {})}, "/map/additionalProperties: type was 'string', is 'integer'"),
    ],
)
def test_what_breaks_a_reader_is_said(changes: dict[str, Any], complaint: str) -> None:
    assert complaint in breaking(schema(), schema(**changes))
