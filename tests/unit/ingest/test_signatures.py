import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from standardwebhooks.webhooks import Webhook

from tests.fakes import FakePublisher
from tests.unit.ingest.conftest import MakeClient

OLD, NEW, OTHER = ("whsec_" + base64.b64encode(bytes([n]) * 24).decode() for n in (1, 2, 3))
RELEASE = json.dumps({"source": "nato.int", "title": "T", "body": "Ünïcode"}).encode()
JSON = {"content-type": "application/json"}
RELEASE_ID = "nato.int:0123456789abcdef"


@pytest.fixture
def client(make_client: MakeClient) -> httpx.AsyncClient:
    return make_client(secrets={"nato.int": [OLD, NEW], "un.org": [OTHER]})


def signature(content: bytes, secret: str, *, age: timedelta = timedelta()) -> dict[str, str]:
    at = datetime.now(UTC) - age
    signed = Webhook(secret).sign("msg_1", at, content.decode())
    return {"webhook-id": "msg_1", "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signed}


@pytest.mark.parametrize("secret", [OLD, NEW])
async def test_either_secret_of_a_source_signs_while_they_are_rotated(secret: str, client: httpx.AsyncClient) -> None:
    answer = await client.post("/releases", content=RELEASE, headers={**JSON, **signature(RELEASE, secret)})
    assert answer.status_code == 202


async def test_a_source_without_a_secret_need_not_sign(client: httpx.AsyncClient) -> None:
    answer = await client.post("/releases", json={"source": "example.org", "title": "T", "body": "B"})
    assert answer.status_code == 202


def tampered(**changed: str) -> dict[str, str]:
    return {**signature(RELEASE, OLD), **changed}


@pytest.mark.parametrize(
    "headers",
    [
        dict,
        lambda: signature(RELEASE, OTHER),
        lambda: signature(RELEASE + b" ", OLD),
        lambda: signature(RELEASE, OLD, age=timedelta(minutes=30)),
        lambda: signature(RELEASE, OLD, age=timedelta(minutes=-30)),
        lambda: tampered(**{"webhook-id": "msg_2"}),
        lambda: tampered(**{"webhook-timestamp": "yesterday"}),
        lambda: tampered(**{"webhook-timestamp": "nan"}),
        lambda: tampered(**{"webhook-timestamp": "1e400"}),
        lambda: tampered(**{"webhook-signature": "v1"}),
        lambda: tampered(**{"webhook-signature": "v1,%%%"}),
        lambda: tampered(**{"webhook-signature": "v1a,AAAA"}),
        lambda: {"webhook-signature": signature(RELEASE, OLD)["webhook-signature"]},
    ],
)
async def test_what_is_not_signed_as_agreed_is_refused(
    headers: Callable[[], dict[str, str]], client: httpx.AsyncClient, publisher: FakePublisher
) -> None:
    answer = await client.post("/releases", content=RELEASE, headers={**JSON, **headers()})
    assert answer.status_code == 401
    assert "www-authenticate" in answer.headers
    assert OLD not in answer.text
    assert publisher.records == []


async def test_a_text_is_signed_over_its_bytes(client: httpx.AsyncClient) -> None:
    content = "Réunion à New York\n".encode()
    headers = {"content-type": "text/plain", **signature(content, OLD)}
    assert (await client.post("/releases?source=nato.int", content=content, headers=headers)).status_code == 202


async def test_content_that_is_not_utf_8_under_a_signature_is_refused_not_a_crash(client: httpx.AsyncClient) -> None:
    headers = {"content-type": "text/plain", **signature(b"x", OLD)}
    answer = await client.post("/releases?source=nato.int", content=b"\xff", headers=headers)
    assert answer.status_code == 400


async def test_a_signature_among_several_counts(client: httpx.AsyncClient) -> None:
    headers = signature(RELEASE, OLD)
    headers["webhook-signature"] = "v1,AAAA " + headers["webhook-signature"]
    assert (await client.post("/releases", content=RELEASE, headers={**JSON, **headers})).status_code == 202


# --- withdrawals ----------------------------------------------------------------------------------------------------


async def withdraw(client: httpx.AsyncClient, content: bytes, headers: dict[str, str]) -> int:
    answer = await client.request("DELETE", f"/releases/{RELEASE_ID}", content=content, headers=headers)
    return answer.status_code


async def test_a_withdrawal_is_signed_by_the_source_in_the_release_id(client: httpx.AsyncClient) -> None:
    content = json.dumps({"release_id": RELEASE_ID}).encode()
    assert await withdraw(client, content, signature(content, OLD)) == 202
    assert await withdraw(client, content, signature(content, OTHER)) == 401
    assert await withdraw(client, b"", {}) == 401


async def test_a_signed_withdrawal_must_name_the_release_in_what_is_signed(client: httpx.AsyncClient) -> None:
    assert await withdraw(client, b"", signature(b"", OLD)) == 401
    other = json.dumps({"release_id": "nato.int:ffffffffffffffff"}).encode()
    assert await withdraw(client, other, signature(other, OLD)) == 422


# --- batches --------------------------------------------------------------------------------------------------------


def a_line(source: str) -> bytes:
    return json.dumps({"source": source, "title": "T", "body": "é"}).encode()


BATCH = b"\n".join([a_line("nato.int"), a_line("un.org"), a_line("example.org"), b"bad", a_line("nato.int")])


async def statuses(client: httpx.AsyncClient, headers: dict[str, Any]) -> list[int]:
    answer = await client.post(
        "/releases/batch", content=BATCH, headers={"content-type": "application/x-ndjson", **headers}
    )
    return [json.loads(line)["status"] for line in answer.text.splitlines()]


async def test_lines_of_sources_with_secrets_are_refused_in_an_unsigned_batch(client: httpx.AsyncClient) -> None:
    assert await statuses(client, {}) == [401, 401, 202, 400, 401]


async def test_a_batch_signature_counts_for_the_source_that_made_it(client: httpx.AsyncClient) -> None:
    assert await statuses(client, signature(BATCH, NEW)) == [202, 401, 202, 400, 202]


async def test_a_batch_may_carry_the_signatures_of_several_sources(client: httpx.AsyncClient) -> None:
    first, second = signature(BATCH, NEW), signature(BATCH, OTHER)
    first["webhook-signature"] += " " + second["webhook-signature"]
    assert await statuses(client, first) == [202, 202, 202, 400, 202]


async def test_a_signed_batch_is_limited_in_size(make_client: MakeClient) -> None:
    client = make_client(secrets={"nato.int": [OLD]}, max_signed_batch_bytes=10)
    headers = {"content-type": "application/x-ndjson", **signature(BATCH, OLD)}
    assert (await client.post("/releases/batch", content=BATCH, headers=headers)).status_code == 413
