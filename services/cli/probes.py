"""Looks from outside whether a process on loopback is ready; needs nothing but a socket."""

import asyncio
import contextlib
import itertools
import random
import socket

from services.cli.broker_front import LOOPBACK

PROBE_SECONDS = 2.0
_BELOW_EPHEMERAL = range(20_000, 32_000)
"""The kernel gives outgoing connections ports from 32768 on, and each keeps its port for as long as it lives."""


async def accepts(port: int) -> bool:
    """Whether somebody listens on the port."""
    return await _ask(port, b"") is not None


async def answers_ready(port: int) -> bool:
    """Whether `/readyz` on the port answers 200."""
    request = f"GET /readyz HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nConnection: close\r\n\r\n".encode()
    answer = await _ask(port, request)
    return answer is not None and answer.split(b" ")[1:2] == [b"200"]


async def _ask(port: int, request: bytes) -> bytes | None:
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(PROBE_SECONDS):
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            try:
                writer.write(request)
                return await reader.readline() if request else b""
            finally:
                writer.close()
    return None


def is_free(port: int) -> bool:
    """Whether this process could listen on the port now."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Different ports that nobody listens on now, and that no outgoing connection takes before they are used."""
    candidates = random.SystemRandom().sample(_BELOW_EPHEMERAL, len(_BELOW_EPHEMERAL))
    return list(itertools.islice(filter(is_free, candidates), count))
