from collections.abc import Iterator

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter
from starlette.applications import Starlette

from services.runtime.health import Check, health_routes
from services.runtime.problems import FieldError, Problem, json_pointer


@pytest.fixture
def checks() -> dict[str, bool]:
    return {"broker": True, "partitions": True}


@pytest.fixture
def client(checks: dict[str, bool]) -> httpx.AsyncClient:
    def ready() -> Iterator[Check]:
        for name, ok in checks.items():
            yield Check(name, ok, "looked")

    registry = CollectorRegistry()
    Counter("looked", "Looks.", registry=registry).inc(3)
    routes = health_routes(alive=lambda: [Check("loop", ok=True)], ready=ready, registry=registry)
    return httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=routes)), base_url="http://service")


async def test_readiness_is_looked_up_at_each_question(client: httpx.AsyncClient, checks: dict[str, bool]) -> None:
    async with client:
        assert (await client.get("/readyz")).status_code == 200
        checks["partitions"] = False
        answer = await client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {
            "status": "failing",
            "checks": [
                {"name": "broker", "ok": True, "detail": "looked"},
                {"name": "partitions", "ok": False, "detail": "looked"},
            ],
        }
        assert answer.headers["cache-control"] == "no-store"
        assert (await client.get("/livez")).status_code == 200


async def test_metrics_are_those_of_the_registry(client: httpx.AsyncClient) -> None:
    async with client:
        assert "looked_total 3.0" in (await client.get("/metrics")).text


def test_a_problem_is_what_rfc_9457_says() -> None:
    problem = Problem(
        422, "not valid", errors=[FieldError(pointer="/a", detail="missing")], headers={"Retry-After": "5"}
    )
    answer = problem.response()
    assert (answer.status_code, answer.media_type) == (422, "application/problem+json")
    assert answer.headers["retry-after"] == "5"
    assert bytes(answer.body) == (
        b'{"type":"about:blank","title":"Not valid","status":422,"detail":"not valid",'
        b'"errors":[{"pointer":"/a","detail":"missing"}]}'
    )


@pytest.mark.parametrize(
    ("location", "pointer"), [((), ""), (("a",), "/a"), (("a", 0, "b"), "/a/0/b"), (("a/b", "~c"), "/a~1b/~0c")]
)
def test_json_pointers_are_escaped(location: tuple[str | int, ...], pointer: str) -> None:
    assert json_pointer(location) == pointer
