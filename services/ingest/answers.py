"""What the service answers, as models: the OpenAPI document is made from them."""

from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.ingest.intake import Prepared
from services.ingest.publisher import Unpublished
from services.runtime.problems import Problem, ProblemDetails


class Answer(BaseModel):
    """The base of all answers."""

    model_config = ConfigDict(frozen=True)


class Accepted(Answer):
    """The broker has acknowledged the release. The same push again gives the same ids."""

    release_id: str = Field(examples=["example.org:0f3c2a9be81d4c57"])
    revision: str = Field(examples=["5d41402abc4b2a76"], description="Hash of the content.")
    event_id: str = Field(
        examples=["9b74c9897bac770ffc029102a200c5de"], description="CloudEvents id of the record in Kafka."
    )


class Withdrawn(Answer):
    """The broker has acknowledged the withdrawal."""

    release_id: str = Field(examples=["example.org:0f3c2a9be81d4c57"])
    event_id: str = Field(examples=["9b74c9897bac770ffc029102a200c5de"])


class AcceptedLine(Accepted):
    """The result of one line of a batch."""

    line: int = Field(ge=1)
    status: Literal[202] = 202


class RefusedLine(ProblemDetails):
    """The result of one line of a batch."""

    line: int = Field(ge=1)
    retry_after: int | None = Field(default=None, description="Seconds, where trying again may help.")


def json_response(answer: Answer, *, status: int, location: str) -> Response:
    """The answer as it goes out."""
    headers = {"Location": location}
    return Response(answer.model_dump_json(), status, headers=headers, media_type="application/json")


def accepted(prepared: Prepared) -> Accepted | Withdrawn:
    """The answer for a record that was acknowledged."""
    if prepared.revision is None:
        return Withdrawn(release_id=prepared.release_id, event_id=prepared.event_id)
    return Accepted(release_id=prepared.release_id, revision=prepared.revision, event_id=prepared.event_id)


def not_acknowledged(outcome: Unpublished, *, retry_after: int) -> Problem:
    """503. Says whether the release may have been stored, and that pushing it again is harmless either way."""
    stored = "whether it was stored is unknown" if outcome.may_be_stored else "it was not stored"
    detail = f"{outcome.detail}: {stored}; push it again, its ids stay the same"
    return Problem(503, detail, headers={"Retry-After": str(retry_after)})


def accepted_line(line: int, prepared: Prepared) -> bytes:
    """A result line, without its end."""
    return orjson.dumps(
        {
            "line": line,
            "status": 202,
            "release_id": prepared.release_id,
            "revision": prepared.revision,
            "event_id": prepared.event_id,
        }
    )


def refused_line(line: int, problem: Problem) -> bytes:
    """A result line, without its end."""
    found: dict[str, Any] = {"line": line, **problem.details.model_dump(mode="json")}
    if (seconds := problem.headers.get("Retry-After")) is not None:
        found["retry_after"] = int(seconds)
    return orjson.dumps(found)
