"""A front on a chosen port for a broker that picks its own: forwards frames and puts its own port into the answers.

librdkafka's mock cluster always listens on a port of the system's choice and tells that port to every client. The front
listens where it is asked to, passes all frames on as they are, and in the three answers that carry addresses writes
its own port over the broker's. Host and port keep their length, so no other byte of the answer moves.
"""

import asyncio
import contextlib
import struct

_HEADER = struct.Struct(">i")
_METADATA, _FIND_COORDINATOR, _DESCRIBE_CLUSTER = 3, 10, 60
_CARRY_ADDRESSES = frozenset({_METADATA, _FIND_COORDINATOR, _DESCRIBE_CLUSTER})
LOOPBACK = "127.0.0.1"


def address(port: int) -> bytes:
    """A loopback address as Kafka's answers hold it, but for the length before the host."""
    return LOOPBACK.encode() + _HEADER.pack(port)


def correlation(frame: bytes) -> int | None:
    """The correlation id of a request whose answer will carry addresses, else None."""
    api_key, _version, correlation_id = struct.unpack_from(">hhi", frame)
    return correlation_id if api_key in _CARRY_ADDRESSES else None


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
        with contextlib.suppress(ConnectionError):
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
            await _write_frame(broker, frame)

    async def _answers(self, broker: asyncio.StreamReader, client: asyncio.StreamWriter, awaited: set[int]) -> None:
        while True:
            frame = await _read_frame(broker)
            (correlation_id,) = _HEADER.unpack_from(frame)
            if correlation_id in awaited:
                awaited.remove(correlation_id)
                frame = frame.replace(address(self._broker_port), address(self._port))
            await _write_frame(client, frame)
