"""The OpenAPI document: what FastAPI cannot see, since the content is read raw for its signature."""

from typing import Annotated, Any

from fastapi import FastAPI, Path
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from services.ingest import pushes
from services.ingest.answers import Accepted, AcceptedLine, RefusedLine, Withdrawn
from services.ingest.intake import RELEASE_ID_PATTERN
from services.ingest.service import Withdrawal
from services.runtime.problems import MEDIA_TYPE, ProblemDetails

DESCRIPTION = """Push press releases; find what they say about who met whom in the topics and in the query API.

- A push is answered with **202** only after Kafka has acknowledged it on all replicas.
- **503** with `Retry-After` means that it is *unknown* whether the release was stored, unless the detail says that it
  was not. Push it again: its ids are computed from what it says, so a repeat is harmless.
- Text is UTF-8 and is kept as received: not normalised, not trimmed. A byte order mark at the start is left out.
  Control characters other than tab and line ends are refused. `published_at` may lie in the future.
- A source that has secrets must sign as [Standard Webhooks](https://www.standardwebhooks.com) says, over the raw bytes
  of the content. For text and HTML that is the document alone: a source that wants its metadata covered pushes JSON.
- Errors are problem details (RFC 9457). Pointers are into the content, or name a query parameter.
"""
POINTER = {
    "service": "Readout ingest",
    "push": "POST /releases",
    "push_many": "POST /releases/batch",
    "withdraw": "DELETE /releases/{release_id}",
    "documentation": "/docs",
    "openapi": "/openapi.json",
    "health": ["/livez", "/readyz", "/metrics"],
}
ReleaseId = Annotated[
    str, Path(json_schema_extra={"pattern": RELEASE_ID_PATTERN}, examples=["example.org:0f3c2a9be81d4c57"])
]

_REASONS = {
    400: "Not JSON, or not UTF-8.",
    401: "The source must sign, and this is not signed as agreed.",
    404: "No release can have this id.",
    408: "The content did not arrive in time.",
    413: "The content, or the record made of it, is too large.",
    415: "The content type is not supported, or the content is compressed.",
    422: "Not a release as it must be pushed; `errors` points at each fault.",
    429: "Too many requests of this client, or releases of this source. `Retry-After` says when to try again.",
    503: "Kafka did not acknowledge in time: unknown whether it was stored, unless the detail says so.",
}
_MODELS: tuple[type[BaseModel], ...] = (
    pushes.PushedRelease, Withdrawal, Accepted, Withdrawn, AcceptedLine, RefusedLine, ProblemDetails,
)  # fmt: skip
_EXAMPLE = {
    "source": "example.org",
    "external_id": "2024-117",
    "title": "Minister meets the President of Ruritania",
    "body": "The Foreign Minister met the President of Ruritania in Strelsau on Monday.",
    "language": "en",
    "published_at": "2024-05-14",
}
_DOCUMENT = {"type": "string", "pattern": pushes.SAID_PATTERN}
_TEXT = "Minister meets the President of Ruritania\n\nThey spoke about fisheries in Strelsau on Monday.\n"


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    retry = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
    return {
        status: {
            "description": _REASONS[status],
            "content": {MEDIA_TYPE: {"schema": _ref(ProblemDetails)}},
            **({"headers": retry} if status in (429, 503) else {}),
        }
        for status in statuses
    }


def _accepted(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    location = {"Location": {"schema": {"type": "string"}, "description": "`/releases/{release_id}`"}}
    content = {"application/json": {"schema": _ref(model)}}
    return {202: {"description": "Stored.", "headers": location, "content": content}}


def _parameter(name: str, *, required: bool = False) -> dict[str, Any]:
    schema = pushes.PushedRelease.model_json_schema()["properties"][name]
    schema = next((option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"), schema)
    description = "For text and HTML." + (" Needed there." if required else "")
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


PUSH: dict[str, Any] = {
    "summary": "Push one release",
    "status_code": 202,
    "responses": {**_accepted(Accepted), **_problems(400, 401, 408, 413, 415, 422, 429, 503)},
    "openapi_extra": {
        "parameters": [
            _parameter("source", required=True),
            *(_parameter(n) for n in ("title", "language", "published_at", "updated_at", "external_id", "url")),
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": _ref(pushes.PushedRelease), "example": _EXAMPLE},
                "text/plain": {"schema": _DOCUMENT, "example": _TEXT},
                "text/html": {"schema": _DOCUMENT, "example": f"<p>{_TEXT}</p>"},
            },
        },
    },
}
BATCH: dict[str, Any] = {
    "summary": "Push many releases",
    "description": "One JSON release a line. One result line for each line, in order, while the batch is still being"
    " sent: read the results meanwhile. The answer is 200 whatever the lines are; each has its own `status`.\n\n"
    "A batch with a signature is read whole first and is limited in size; the signature (or one of several) counts for"
    " the lines of every source one of whose secrets made it. Other lines of sources with secrets are answered 401.",
    "status_code": 200,
    "responses": {
        200: {
            "description": "A result line for each line.",
            "content": {
                "application/x-ndjson": {"schema": {"anyOf": [_ref(AcceptedLine), _ref(RefusedLine)]}},
            },
        },
        **_problems(408, 413, 415, 429),
    },
    "openapi_extra": {
        "requestBody": {
            "required": True,
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
        }
    },
}
WITHDRAW: dict[str, Any] = {
    "summary": "Withdraw a release",
    "description": "Nothing that the release reported stands any more. It is not looked up: a withdrawal of a release"
    " that was never pushed is accepted and does nothing.",
    "status_code": 202,
    "responses": {**_accepted(Withdrawn), **_problems(400, 401, 404, 408, 413, 422, 429, 503)},
    "openapi_extra": {
        "requestBody": {"required": False, "content": {"application/json": {"schema": _ref(Withdrawal)}}}
    },
}


def document(app: FastAPI) -> None:
    """Add the models that only `openapi_extra` names to the document that the app serves."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            _, models = models_json_schema(
                [(model, "validation") for model in _MODELS], ref_template="#/components/schemas/{model}"
            )
            found.setdefault("components", {}).setdefault("schemas", {}).update(models["$defs"])
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] # the way that FastAPI documents
