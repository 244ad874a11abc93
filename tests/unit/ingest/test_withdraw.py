import httpx
import pytest

from services.contracts import codec
from services.contracts.messages import ReleaseWithdrawn
from services.contracts.topics import RELEASES_RAW
from tests.fakes import FakePublisher

RELEASE_ID = "example.org:0123456789abcdef"


async def test_a_withdrawal_is_stored_under_the_release_it_takes_back(
    client: httpx.AsyncClient, publisher: FakePublisher
) -> None:
    answer = await client.request("DELETE", f"/releases/{RELEASE_ID}", json={"reason": "published in error"})
    (record,) = publisher.records
    envelope, message = codec.decode(RELEASES_RAW, record.value, record.headers)
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/releases/{RELEASE_ID}"
    assert answer.json() == {"release_id": RELEASE_ID, "event_id": envelope.id}
    assert message == ReleaseWithdrawn(release_id=RELEASE_ID, reason="published in error")
    assert record.key.decode() == RELEASE_ID


async def test_a_withdrawal_needs_no_reason(client: httpx.AsyncClient, publisher: FakePublisher) -> None:
    assert (await client.delete(f"/releases/{RELEASE_ID}")).status_code == 202
    assert len(publisher.records) == 1


@pytest.mark.parametrize(
    "release_id", ["example.org", "example.org:xyz", "a b:0123456789abcdef", "example.org:0123456789abcdef%0A", ":"]
)
async def test_an_id_that_no_release_can_have_is_not_found(release_id: str, client: httpx.AsyncClient) -> None:
    answer = await client.delete(f"/releases/{release_id}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 400),
        (b'{"why": "x"}', 422),
        (b'{"reason": ""}', 422),
        (b'{"reason": "a\\u0000"}', 422),
        (b'{"release_id": "example.org:ffffffffffffffff"}', 422),
        (b'{"reason": "' + b"x" * 600_000 + b'"}', 413),
    ],
)
async def test_what_is_not_a_withdrawal_is_refused(
    content: bytes, status: int, client: httpx.AsyncClient, publisher: FakePublisher
) -> None:
    answer = await client.request("DELETE", f"/releases/{RELEASE_ID}", content=content)
    assert answer.status_code == status
    assert publisher.records == []
