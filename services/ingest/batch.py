"""NDJSON in, one result line for each line out, in order, while both are under way."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from services.ingest.lines import Line, LineSplitter

MEDIA_TYPES = ("application/x-ndjson", "application/jsonl")
WINDOW = 16
"""Groups of lines that wait for their acknowledgement at once; a group is what arrives together, some 64 kB."""

Take = Callable[[int, Sequence[Line]], Awaitable[Awaitable[bytes]]]
"""Takes lines, the first of them with its number, and puts what is valid in line; then gives their result lines."""
Write = Callable[[bytes], Awaitable[None]]


async def answer(
    chunks: AsyncIterator[bytes], write: Write, *, splitter: LineSplitter, take: Take, seconds: float
) -> int | None:
    """Write the results of the lines in `chunks`, as they come. Memory is bounded by the window.

    A sender that does not read its results is no longer read from once the buffers are full.

    Returns:
        None at the end of the stream; else, the number of the line that did not come within `seconds`.
    """
    waiting: asyncio.Queue[Awaitable[bytes] | None] = asyncio.Queue(WINDOW)
    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(_read(chunks, waiting, splitter=splitter, take=take, seconds=seconds))
        while (group := await waiting.get()) is not None:
            await write(await group)
    return reading.result()


async def _read(
    chunks: AsyncIterator[bytes],
    waiting: asyncio.Queue[Awaitable[bytes] | None],
    *,
    splitter: LineSplitter,
    take: Take,
    seconds: float,
) -> int | None:
    """Take all lines; None in the queue says that there are no more."""
    number, missing = 1, None
    try:
        async for lines in _lines(chunks, splitter, seconds):
            await waiting.put(await take(number, lines))
            number += len(lines)
    except TimeoutError:
        missing = number
    await waiting.put(None)
    return missing


async def _lines(chunks: AsyncIterator[bytes], splitter: LineSplitter, seconds: float) -> AsyncIterator[Sequence[Line]]:
    """The lines as they come, never none; a sender that leaves ends them."""
    try:
        while True:
            async with asyncio.timeout(seconds):
                chunk = await anext(chunks, None)
            if lines := splitter.end() if chunk is None else splitter.feed(chunk):
                yield lines
            if chunk is None:
                return
    except ClientDisconnect:
        return


class BatchResponse(Response):
    """Answers while the request is still being read; Starlette's own streaming would read it away meanwhile."""

    def __init__(self, run: Callable[[Write], Awaitable[None]]) -> None:
        super().__init__(media_type=MEDIA_TYPES[0])
        del self.headers["content-length"]
        self._run = run

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the ASGI interface
        """Send the results as they come."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})

        async def write(content: bytes) -> None:
            await send({"type": "http.response.body", "body": content, "more_body": True})

        await self._run(write)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
