from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from services.ingest.app import create_app
from services.ingest.settings import IngestSettings
from tests.fakes import FakeClock, FakePublisher

MakeClient = Callable[..., httpx.AsyncClient]


@pytest.fixture
def publisher() -> FakePublisher:
    return FakePublisher()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def make_client(publisher: FakePublisher, clock: FakeClock) -> AsyncIterator[MakeClient]:
    """A client of a service with the given settings, in this process."""
    clients: list[httpx.AsyncClient] = []

    def make(**settings: Any) -> httpx.AsyncClient:
        app = create_app(IngestSettings(**settings), publisher=publisher, clock=clock)
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        clients.append(httpx.AsyncClient(transport=transport, base_url="http://ingest"))
        return clients[-1]

    yield make
    for client in clients:
        await client.aclose()


@pytest.fixture
def client(make_client: MakeClient) -> httpx.AsyncClient:
    return make_client()


Push = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def push(client: httpx.AsyncClient) -> Push:
    """Push a valid JSON release; keywords override its fields, None leaves one out."""

    async def push(**overrides: Any) -> httpx.Response:
        release = {"source": "example.org", "external_id": "r-1", "title": "A meeting", "body": "They met.\n"}
        fields = {name: value for name, value in {**release, **overrides}.items() if value is not None}
        return await client.post("/releases", json=fields)

    return push
