"""Errors over HTTP as RFC 9457 problem details."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"

_TITLES = {
    400: "Not readable",
    401: "Not signed as agreed",
    404: "Not found",
    405: "Method not allowed",
    408: "Too slow",
    409: "Conflict",
    413: "Too large",
    415: "Media type not supported",
    422: "Not valid",
    429: "Too many requests",
    500: "Internal error",
    503: "Not available now",
}


class FieldError(BaseModel):
    """What is wrong with one part of the input."""

    model_config = ConfigDict(frozen=True)

    pointer: str
    """RFC 6901 JSON pointer into the input, `/published_at`; empty for the whole."""
    detail: str


class ProblemDetails(BaseModel):
    """The body of every error answer."""

    model_config = ConfigDict(frozen=True)

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: tuple[FieldError, ...] = ()


class Problem(Exception):  # noqa: N818 - the RFC's word
    """Raised anywhere in a request, answered as problem details."""

    def __init__(
        self, status: int, detail: str, *, errors: Sequence[FieldError] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.headers = status, dict(headers or {})
        self.details = ProblemDetails(
            title=_TITLES.get(status, "Error"), status=status, detail=detail, errors=tuple(errors)
        )

    def response(self) -> JSONResponse:
        """The answer."""
        content = self.details.model_dump(mode="json", exclude_defaults=False)
        return JSONResponse(content, status_code=self.status, headers=self.headers, media_type=MEDIA_TYPE)


def json_pointer(location: Sequence[Any]) -> str:
    """The RFC 6901 pointer for a pydantic error location."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
