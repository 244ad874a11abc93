"""From files to what is pushed: text with or without front matter, HTML, JSON and NDJSON. Reads, sends nothing."""

import gzip
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, cast

import orjson

from services.contracts import ids
from services.contracts.messages import Release

FIELDS = ("source", "external_id", "url", "title", "body", "language", "published_at", "updated_at")
"""What ingest takes; anything else in a JSON release stays here."""
HEAD_BYTES = 65_536
NO_SOURCE = "it does not say who published it: add --source, such as --source nato.int"
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a release is said to be where it does not say so itself."""

    source: str | None = None
    language: str | None = None
    published_at: str | None = None
    url: str | None = None

    @property
    def given(self) -> dict[str, str]:
        """Only what was given."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Document:
    """A text or an HTML page; its metadata travels beside it."""

    name: str
    media_type: str
    content: bytes
    metadata: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A release as JSON on one line."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A release that its source takes back."""

    name: str
    release_id: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that cannot be pushed, and why."""

    name: str
    reason: str


Single = Document | Withdrawal | Unreadable
"""What is pushed by itself."""
Pushable = Line | Single


class Format(StrEnum):
    """How a file is read."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"
    NDJSON = "ndjson"


_BY_SUFFIX = {
    ".txt": Format.TEXT,
    ".md": Format.TEXT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".ndjson": Format.NDJSON,
    ".jsonl": Format.NDJSON,
}


def format_of(name: str, head: bytes) -> Format:
    """The format, by the name's ending, else by how the content begins."""
    suffix = Path(name.removesuffix(".gz")).suffix.lower()
    return _BY_SUFFIX.get(suffix) or _sniff(head)


def _sniff(head: bytes) -> Format:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:15].lower().startswith((b"<!doctype html", b"<html")):
        return Format.HTML
    if not start.startswith((b"{", b"[")):
        return Format.TEXT
    first_line, more = start.split(b"\n", 1)[0], b"\n{" in start.rstrip()
    return Format.NDJSON if more and _is_json(first_line) else Format.JSON


def _is_json(content: bytes) -> bool:
    try:
        orjson.loads(content)
    except orjson.JSONDecodeError:
        return False
    return True


def files_in(path: Path) -> list[Path]:
    """The file itself, or every file under a folder in the order of their names; hidden ones are left out."""
    if not path.is_dir():
        return [path]
    inside = (each for each in path.rglob("*") if each.is_file())
    return sorted(each for each in inside if not any(part.startswith(".") for part in each.relative_to(path).parts))


def read(path: Path | None, metadata: Metadata) -> Iterator[Pushable]:
    """What a file holds, or standard input where there is no path; lines are read one by one, in bounded memory."""
    name = "-" if path is None else str(path)
    with ExitStack() as opened:
        try:
            stream: BinaryIO = sys.stdin.buffer if path is None else opened.enter_context(_open(path))
        except OSError as error:
            yield Unreadable(name, error.strerror or str(error))
            return
        head = stream.read(HEAD_BYTES)
        format_ = format_of(name, head)
        if format_ is Format.NDJSON:
            yield from _lines(name, head, stream, metadata)
        else:
            yield from _whole(name, format_, head + stream.read(), metadata)


def _open(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _lines(name: str, head: bytes, stream: BinaryIO, metadata: Metadata) -> Iterator[Pushable]:
    for number, line in enumerate(_split(head, stream), start=1):
        yield from _line(f"{name}:{number}", line, metadata)


def _split(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    *whole, rest = head.split(b"\n")
    yield from whole
    yield rest + stream.readline()
    yield from stream


def _line(name: str, line: bytes, metadata: Metadata) -> Iterator[Pushable]:
    if not line.strip():
        return
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        yield Unreadable(name, f"not JSON: {error}")
    else:
        yield _from_json(name, value, metadata)


def _whole(name: str, format_: Format, content: bytes, metadata: Metadata) -> Iterator[Pushable]:
    if format_ is Format.HTML:
        yield _document(name, "text/html", content, metadata)
    elif format_ is Format.TEXT:
        yield _from_text(name, content, metadata)
    else:
        yield from _from_json_document(name, content, metadata)


def _document(name: str, media_type: str, content: bytes, metadata: Metadata) -> Pushable:
    if metadata.source is None:
        return Unreadable(name, NO_SOURCE)
    return Document(name, media_type, content, metadata.given)


def _from_json_document(name: str, content: bytes, metadata: Metadata) -> Iterator[Pushable]:
    try:
        value = json.loads(content)
    except ValueError as error:
        yield Unreadable(name, f"not JSON: {error}")
        return
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield _from_json(f"{name}[{number}]", each, metadata)
    else:
        yield _from_json(name, value, metadata)


def _from_json(name: str, value: Any, metadata: Metadata) -> Pushable:
    if not isinstance(value, dict):
        return Unreadable(name, "not a JSON object with source, title and body")
    given = {"external_id": value.get("id"), **value}
    fields = {**metadata.given, **{field: given[field] for field in FIELDS if given.get(field) is not None}}
    return Line(name, orjson.dumps(fields)) if "source" in fields else Unreadable(name, NO_SOURCE)


def _from_text(name: str, content: bytes, metadata: Metadata) -> Pushable:
    if not content.startswith(_FENCE.encode() + b"\n"):
        return _document(name, "text/plain", content, metadata)
    try:
        fields, body = front_matter(content.decode())
    except ValueError as error:
        return Unreadable(name, str(error))
    if fields.pop("withdrawn", "no") == "yes":
        return _withdrawal(name, {**metadata.given, **fields}, body)
    return _from_json(name, {**fields, "body": body}, metadata)


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The `name: value` lines between two lines `---` at the top of a text, and the text below them.

    Raises:
        ValueError: the second fence is missing, or a line is not `name: value`.
    """
    lines = text.splitlines()
    if _FENCE not in lines[1:]:
        raise ValueError("the front matter does not end: a second line --- is missing")
    end = lines.index(_FENCE, 1)
    pairs = [line.partition(":") for line in lines[1:end] if line.strip()]
    if wrong := [name for name, colon, _ in pairs if not colon]:
        raise ValueError(f"front matter: not a `name: value` line: {wrong[0]}")
    return {name.strip(): value.strip() for name, _, value in pairs}, "\n".join(lines[end + 1 :]).strip()


def _withdrawal(name: str, fields: Mapping[str, str], reason: str) -> Pushable:
    source, external_id, url = (fields.get(field) for field in ("source", "external_id", "url"))
    if source is None or (external_id is None and url is None):
        return Unreadable(name, "a withdrawal names its release by source and external_id or url")
    release = Release(source=source, external_id=external_id, url=url, title="", body="")
    return Withdrawal(name, ids.release_id(release), reason or None)
