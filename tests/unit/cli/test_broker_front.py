import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from services.cli.broker_front import MOST_FETCH_WAIT_MS, BrokerFront, address, correlation, impatient
from services.cli.probes import free_ports

METADATA, PRODUCE = 3, 0


def a_request(*, api_key: int, correlation_id: int = 7) -> bytes:
    return struct.pack(">hhi", api_key, 1, correlation_id) + b"client"


def framed(body: bytes) -> bytes:
    return struct.pack(">i", len(body)) + body


@asynccontextmanager
async def a_broker_that_answers_with_its_address(port: int) -> AsyncIterator[None]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        (size,) = struct.unpack(">i", await reader.readexactly(4))
        request = await reader.readexactly(size)
        writer.write(framed(request[4:8] + b"\x00\x09" + address(port) + b"rest"))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", port)
    async with server:
        yield


async def ask(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(framed(request))
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


@pytest.mark.parametrize(("api_key", "seen"), [(METADATA, "front"), (10, "front"), (60, "front"), (PRODUCE, "broker")])
async def test_only_answers_that_carry_addresses_get_the_fronts_port(api_key: int, seen: str) -> None:
    front_port, broker_port = free_ports(2)
    async with a_broker_that_answers_with_its_address(broker_port):
        server = await BrokerFront(port=front_port, broker_port=broker_port).listen()
        async with server:
            answer = await ask(front_port, a_request(api_key=api_key))
    expected = {"front": front_port, "broker": broker_port}[seen]
    assert answer == framed(struct.pack(">i", 7) + b"\x00\x09" + address(expected) + b"rest")


def test_the_correlation_id_is_read_where_the_answer_matters_and_else_not() -> None:
    assert correlation(a_request(api_key=METADATA, correlation_id=41)) == 41
    assert correlation(a_request(api_key=PRODUCE, correlation_id=41)) is None


async def test_a_client_is_let_go_when_the_broker_is_not_there() -> None:
    front_port, broker_port = free_ports(2)
    server = await BrokerFront(port=front_port, broker_port=broker_port).listen()
    async with server:
        assert await ask(front_port, a_request(api_key=METADATA)) == b""


@pytest.mark.parametrize("version", [0, 4, 11, 12, 14, 15, 17])
@pytest.mark.parametrize(("asked", "sent"), [(500, MOST_FETCH_WAIT_MS), (7, 7)])
@pytest.mark.parametrize("client_id", [b"a-client", None])
def test_the_wait_of_a_fetch_is_cut_in_every_version(
    version: int, asked: int, sent: int, client_id: bytes | None
) -> None:
    def fetch(wait: int) -> bytes:
        length = struct.pack(">h", -1 if client_id is None else len(client_id))
        tags = b"\0" if version >= 12 else b""
        replica = struct.pack(">i", -1) if version <= 14 else b""
        header = struct.pack(">hhi", 1, version, 7) + length + (client_id or b"") + tags
        return header + replica + struct.pack(">i", wait) + b"the rest"

    assert impatient(fetch(asked)) == fetch(sent)


def test_requests_that_are_no_fetch_stay_as_they_are() -> None:
    assert impatient(a_request(api_key=PRODUCE)) == a_request(api_key=PRODUCE)
