"""How answers go out: with an entity tag, as problems, or as another instance gave them."""

import hashlib

import httpx
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from services.index.encounters import Answer
from services.runtime.problems import FieldError, Problem, json_pointer

_RELAYED = ("content-type", "etag", "retry-after", "cache-control")


def reply(request: Request, answer: Answer) -> Response:
    """The answer, or 304 where the caller has it; its tag leaves out how fresh it is."""
    said = answer.model_dump_json(exclude={"freshness"})
    headers = {"ETag": f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"', "Cache-Control": "no-cache"}
    if headers["ETag"] in _tags(request) or "*" in _tags(request):
        return Response(status_code=304, headers=headers)
    return Response(answer.model_dump_json(), media_type="application/json", headers=headers)


def _tags(request: Request) -> list[str]:
    given = request.headers.get("if-none-match", "")
    return [tag.strip().removeprefix("W/") for tag in given.split(",")]


def relay(answer: httpx.Response) -> Response:
    """Another instance's answer as ours."""
    headers = {name: answer.headers[name] for name in _RELAYED if name in answer.headers}
    return Response(answer.content, status_code=answer.status_code, headers=headers)


def add_problems(app: FastAPI) -> None:
    """Every error answer is a problem; never a stack trace."""

    @app.exception_handler(Problem)
    async def problem(_request: Request, problem: Problem) -> Response:
        return problem.response()

    @app.exception_handler(HTTPException)
    async def http_error(_request: Request, error: HTTPException) -> Response:
        return Problem(error.status_code, str(error.detail), headers=error.headers).response()

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> Response:
        errors = [FieldError(pointer=json_pointer(e["loc"]), detail=e["msg"]) for e in error.errors()]
        return Problem(422, "a parameter is not valid", errors=errors).response()

    @app.exception_handler(Exception)
    async def bug(_request: Request, _error: Exception) -> Response:
        return Problem(500, "an error of ours; it is in the log").response()
