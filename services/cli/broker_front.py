"""A front for librdkafka's mock cluster, which lacks two things: a port of one's choice, and answers in time.

The mock cluster always listens on a port of the system's choice and tells that port to every client. The front listens
where it is asked to and, in the three answers that carry addresses, writes its own port over the broker's.

The mock cluster answers a fetch that finds nothing only after the whole time that the client is willing to wait, also
when a record arrives meanwhile. The front cuts that time in the request, so that clients poll more often.

All other frames are passed on as they are; both changes keep the length of the frame.
"""

import asyncio
import contextlib
import struct

MOST_FETCH_WAIT_MS = 25
_HEADER = struct.Struct(">i")
_REQUEST = struct.Struct(">hhi")
_CLIENT_ID_LENGTH = struct.Struct(">h")
_FETCH, _METADATA, _FIND_COORDINATOR, _DESCRIBE_CLUSTER = 1, 3, 10, 60
_FIRST_FLEXIBLE_FETCH, _LAST_FETCH_WITH_REPLICA = 12, 14
_CARRY_ADDRESSES = frozenset({_METADATA, _FIND_COORDINATOR, _DESCRIBE_CLUSTER})
LOOPBACK = "127.0.0.1"


def address(port: int) -> bytes:
    """A loopback address as Kafka's answers hold it, but for the length before the host."""
    return LOOPBACK.encode() + _HEADER.pack(port)


def correlation(frame: bytes) -> int | None:
    """The correlation id of a request whose answer will carry addresses, else None."""
    api_key, _version, correlation_id = _REQUEST.unpack_from(frame)
    return correlation_id if api_key in _CARRY_ADDRESSES else None


def impatient(frame: bytes) -> bytes:
    """The request, a fetch with its longest wait cut to `MOST_FETCH_WAIT_MS`."""
    api_key, version, _correlation_id = _REQUEST.unpack_from(frame)
    if api_key != _FETCH:
        return frame
    (client_id_length,) = _CLIENT_ID_LENGTH.unpack_from(frame, _REQUEST.size)
    at = _REQUEST.size + _CLIENT_ID_LENGTH.size + max(client_id_length, 0)
    if version >= _FIRST_FLEXIBLE_FETCH:
        if frame[at] != 0:  # tagged fields in the header: no client sends any
            return frame
        at += 1
    if version <= _LAST_FETCH_WITH_REPLICA:
        at += 4
    (wait,) = _HEADER.unpack_from(frame, at)
    return frame[:at] + _HEADER.pack(min(wait, MOST_FETCH_WAIT_MS)) + frame[at + _HEADER.size :]


async def _read_frame(reader: asyncio.StreamReader) -> bytes:
    (size,) = _HEADER.unpack(await reader.readexactly(_HEADER.size))
    return await reader.readexactly(size)


async def _write_frame(writer: asyncio.StreamWriter, frame: bytes) -> None:
    writer.write(_HEADER.pack(len(frame)))
    writer.write(frame)
    await writer.drain()


class BrokerFront:
    """Forwards `port` to the broker at `broker_port`, both on loopback."""

    def __init__(self, *, port: int, broker_port: int) -> None:
        self._port, self._broker_port = port, broker_port

    async def listen(self) -> asyncio.Server:
        """Start listening; raises OSError where the port is taken."""
        return await asyncio.start_server(self._serve, LOOPBACK, self._port)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):  # cancelled only when all ends
            broker_reader, broker_writer = await asyncio.open_connection(LOOPBACK, self._broker_port)
            awaited: set[int] = set()
            there = asyncio.create_task(self._requests(reader, broker_writer, awaited))
            back = asyncio.create_task(self._answers(broker_reader, writer, awaited))
            try:
                await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                there.cancel()
                back.cancel()
                await asyncio.gather(there, back, return_exceptions=True)
                broker_writer.close()
        writer.close()

    async def _requests(self, client: asyncio.StreamReader, broker: asyncio.StreamWriter, awaited: set[int]) -> None:
        while True:
            frame = await _read_frame(client)
            if (correlation_id := correlation(frame)) is not None:
                awaited.add(correlation_id)
            await _write_frame(broker, impatient(frame))

    async def _answers(self, broker: asyncio.StreamReader, client: asyncio.StreamWriter, awaited: set[int]) -> None:
        while True:
            frame = await _read_frame(broker)
            (correlation_id,) = _HEADER.unpack_from(frame)
            if correlation_id in awaited:
                awaited.remove(correlation_id)
                frame = frame.replace(address(self._broker_port), address(self._port))
            await _write_frame(client, frame)
