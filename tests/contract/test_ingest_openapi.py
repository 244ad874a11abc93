"""The ingest service against its own OpenAPI document: whatever is sent, each answer is one that is documented."""

from html import escape
from typing import Any
from urllib.parse import unquote

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.core.parameters import ParameterLocation

from services.ingest.app import create_app
from services.ingest.settings import IngestSettings
from tests.fakes import FakePublisher

OPERATIONS = [("POST", "/releases"), ("POST", "/releases/batch"), ("DELETE", "/releases/{release_id}")]


BOUNDED = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@schemathesis.serializer("application/x-ndjson")
def ndjson(_context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


def as_agreed(case: Case[Any]) -> Case[Any]:
    """Keep to what OpenAPI cannot say: how one part of a request depends on another."""
    body: Any = case.body
    if case.path == "/releases" and case.media_type == "application/json":
        case.query = {}
    elif case.path == "/releases":
        case.query = {"source": "example.org", **case.query}
        case.body = f"<p>A page that says {escape(str(body))}" if case.media_type == "text/html" else body
    elif case.method == "DELETE" and isinstance(body, dict) and "release_id" in body:
        case.body = {**body, "release_id": unquote(case.path_parameters["release_id"])}
    return case


def is_text_all_the_same(case: Case[Any]) -> bool:
    """A number that is sent as `text/html` for want of a string arrives as a text."""
    negated = case.meta.components.get(ParameterLocation.BODY) if case.meta else None
    return negated is not None and negated.mode.is_negative and (case.media_type or "").startswith("text/")


@pytest.fixture(scope="module")
def ingest() -> Any:
    app = create_app(IngestSettings(rate_per_client="", rate_per_source=""), publisher=FakePublisher())
    return schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_what_keeps_to_the_document_is_accepted(ingest: Any, method: str, path: str) -> None:
    @given(case=ingest[path][method].as_strategy(generation_mode=GenerationMode.POSITIVE))
    @BOUNDED
    def check(case: Case[Any]) -> None:
        as_agreed(case).call_and_validate()

    check()


@pytest.mark.parametrize(
    ("method", "path"), [OPERATIONS[0], OPERATIONS[2]]
)  # a batch is accepted whatever its lines are
def test_what_does_not_keep_to_it_is_refused_as_it_says(ingest: Any, method: str, path: str) -> None:
    @given(case=ingest[path][method].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    @BOUNDED
    def check(case: Case[Any]) -> None:
        assume(not is_text_all_the_same(case))
        case.call_and_validate()

    check()
