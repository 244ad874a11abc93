"""What of a new JSON Schema would break a reader of old or new messages of the same major version.

Records are kept for ever, so new readers meet old messages; services are upgraded one by one, so old readers meet new
messages. One thing is harmless to both: a new field that need not be there. A change of anything else that a validator
looks at is breaking, in whichever direction.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]

_SAYS_NOTHING = {"title", "description", "examples", "deprecated", "$comment", "$defs", "$schema", "$id"}
_STRUCTURE = {"properties", "required", "items", "prefixItems", "anyOf", "oneOf", "allOf", "additionalProperties"}


def breaking(old: Schema, new: Schema) -> list[str]:
    """One line for each breaking change, each with the path of what changed; empty when there is none."""
    return list(_compare("", old, new, old, new))


def _resolved(schema: Any, root: Schema) -> Any:
    """`schema`, or what it refers to, with what stands beside the reference."""
    while isinstance(schema, Mapping) and "$ref" in schema:
        target: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        schema = {**target, **{name: value for name, value in schema.items() if name != "$ref"}}
    return schema


def _compare(path: str, old: Any, new: Any, old_root: Schema, new_root: Schema) -> Iterator[str]:
    old, new = _resolved(old, old_root), _resolved(new, new_root)
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        if old != new:
            yield f"{path or '/'}: was {old!r}, is {new!r}"
        return
    yield from _keywords(path, old, new)
    yield from _fields(path, old, new, old_root, new_root)
    for name in ("items", "additionalProperties"):
        if name in old and name in new:
            yield from _compare(f"{path}/{name}", old[name], new[name], old_root, new_root)
        elif name in old or name in new:
            yield f"{path or '/'}: {name} was {'dropped' if name in old else 'added'}"
    for name in ("prefixItems", "anyOf", "oneOf", "allOf"):
        yield from _alternatives(f"{path}/{name}", old.get(name, ()), new.get(name, ()), old_root, new_root)


def _keywords(path: str, old: Schema, new: Schema) -> Iterator[str]:
    for name in sorted((set(old) | set(new)) - _SAYS_NOTHING - _STRUCTURE):
        if name == "enum":
            yield from _values(path, old.get("enum"), new.get("enum"))
        elif old.get(name) != new.get(name):
            yield f"{path or '/'}: {name} was {old.get(name)!r}, is {new.get(name)!r}"


def _values(path: str, old: Sequence[Any] | None, new: Sequence[Any] | None) -> Iterator[str]:
    if old is None or new is None:
        yield f"{path or '/'}: the list of values was {'dropped' if new is None else 'added'}"
        return
    yield from (f"{path or '/'}: value {value!r} was removed" for value in old if value not in new)
    yield from (
        f"{path or '/'}: value {value!r} was added, which old readers refuse" for value in new if value not in old
    )


def _fields(path: str, old: Schema, new: Schema, old_root: Schema, new_root: Schema) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    needed_before, needed_after = set(old.get("required", ())), set(new.get("required", ()))
    for name in before:
        if name not in after:
            yield f"{path}/{name}: was removed or renamed"
            continue
        if (name in needed_before) != (name in needed_after):
            yield f"{path}/{name}: {'need not be there any more' if name in needed_before else 'must be there now'}"
        yield from _compare(f"{path}/{name}", before[name], after[name], old_root, new_root)
    yield from (
        f"{path}/{name}: is new and must be there" for name in after if name not in before and name in needed_after
    )


def _alternatives(
    path: str, old: Sequence[Any], new: Sequence[Any], old_root: Schema, new_root: Schema
) -> Iterator[str]:
    if len(old) != len(new):
        yield f"{path}: had {len(old)} alternatives, has {len(new)}"
        return
    for number, (before, after) in enumerate(zip(old, new, strict=True)):
        yield from _compare(f"{path}/{number}", before, after, old_root, new_root)
