"""What a feed may push, and how bytes become a release. Pure: no framework, no client."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, ValidationError

from services.contracts.messages import Original, Release
from services.ingest.html import Reduced
from services.runtime.problems import FieldError, Problem, json_pointer

MAX_TITLE = 1000
MAX_ERRORS = 20
MAX_POINTER = 200
_BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ADDRESS_PATTERN = r"^https?://[^\s\u0000-\u001f\u007f-\u009f]+$"
_LANGUAGE_PATTERN = (
    r"^([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})"
    r"(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
    r"(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*(-x(-[A-Za-z0-9]{1,8})+)?$"
)
"""RFC 5646, but for the tags that are only private use or grandfathered."""


_LANGUAGE = re.compile(_LANGUAGE_PATTERN)


def _without_control(text: str) -> str:
    if (found := _CONTROL.search(text)) is not None:
        raise ValueError(f"has a control character, U+{ord(found[0]):04X}, at {found.start()}")
    return text


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return _without_control(text)


def _language_tag(tag: str) -> str:
    if not _LANGUAGE.fullmatch(tag):
        raise ValueError("must be a BCP 47 language tag, such as fr or en-GB")
    return tag


_PLAIN = r"[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*"
SAID_PATTERN = rf"^{_PLAIN}[^\s\u0000-\u001f\u007f-\u009f]{_PLAIN}$"
Said = Annotated[str, AfterValidator(_said), Field(json_schema_extra={"pattern": SAID_PATTERN})]
"""Text that says something: no control characters but tab and line ends, not only white space."""


LanguageTag = Annotated[
    str, Field(max_length=35, json_schema_extra={"pattern": _LANGUAGE_PATTERN}), AfterValidator(_language_tag)
]


class PushedRelease(Release):
    """A release as a feed pushes it: closed, since what is not known must not be dropped without a word."""

    model_config = ConfigDict(extra="forbid")

    external_id: Annotated[Said, Field(min_length=1, max_length=500)] | None = None
    url: Annotated[str, Field(max_length=2048, pattern=_ADDRESS_PATTERN)] | None = None
    title: Annotated[Said, Field(min_length=1, max_length=MAX_TITLE)]
    body: Annotated[Said, Field(min_length=1)]
    language: LanguageTag | None = None


def from_json(content: bytes) -> Release:
    """The release in a JSON document.

    Raises:
        Problem: 400 when it is not JSON in UTF-8, 422 when it is not a release.
    """
    try:
        return PushedRelease.model_validate_json(content.removeprefix(_BOM))
    except ValidationError as error:
        raise refusal(error) from None


def from_text(content: bytes, metadata: Mapping[str, str]) -> Release:
    """The release of a plain text; without a title it is called by its first line that says something.

    Raises:
        Problem: 400 when it is not UTF-8, 422 when it is not a release.
    """
    return _with_metadata(as_text(content), None, metadata)


def from_html(content: str, reduced: Reduced, metadata: Mapping[str, str]) -> tuple[Release, Original]:
    """The release of an HTML document, from what it was reduced to, and the document itself.

    Raises:
        Problem: 422 when it has no text or is not a release.
    """
    if not reduced.text:
        raise Problem(422, "the document has no text that a reader would see")
    _only_plain(content)
    return _with_metadata(reduced.text, reduced.title, metadata), Original(media_type="text/html", content=content)


def as_text(content: bytes) -> str:
    """UTF-8 bytes as text. A byte order mark is a mark of the encoding, not text: it is left out.

    Raises:
        Problem: 400 when they are not UTF-8.
    """
    try:
        return content.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        raise Problem(400, f"not UTF-8: byte {error.start} cannot be read") from None


def refusal(error: ValidationError) -> Problem:
    """The problem that a failed validation is: 400 for what is not JSON, else 422 with a pointer to each field.

    All that is pushed is flat: what pydantic adds after the field's name tells union members apart.
    """
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    if faults[0]["type"] == "json_invalid":
        return Problem(400, faults[0]["msg"])
    details: dict[tuple[int | str, ...], str] = {}
    for fault in faults:
        details.setdefault(fault["loc"][:1], fault["msg"].removeprefix("Value error, "))
    errors = [FieldError(pointer=json_pointer(field)[:MAX_POINTER], detail=detail) for field, detail in details.items()]
    return Problem(422, "this is not what must be sent here", errors=errors[:MAX_ERRORS])


def _with_metadata(body: str, title: str | None, metadata: Mapping[str, str]) -> Release:
    if "body" in metadata:
        raise Problem(422, "the body is the content of the request, not a parameter")
    given = {"title": title or _first_line(body), **metadata, "body": body}
    try:
        return PushedRelease.model_validate_strings(given)
    except ValidationError as error:
        raise refusal(error) from None


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:MAX_TITLE]


def _only_plain(content: str) -> None:
    try:
        _without_control(content)
    except ValueError as error:
        raise Problem(422, f"the document {error}") from None
