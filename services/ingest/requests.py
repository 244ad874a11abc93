"""What is asked of every request before its content is looked at."""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping

from starlette.requests import Request

from services.runtime.problems import FieldError, Problem


def media_type(request: Request, allowed: Collection[str]) -> str:
    """The media type of the content.

    Raises:
        Problem: 415 where it is none of those allowed, not in UTF-8, or compressed.
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(415, "send the content as it is, not compressed", headers={"Accept-Encoding": "identity"})
    name, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    if name not in allowed:
        raise Problem(415, f"the content type must be one of {', '.join(allowed)}", headers=_accept(allowed))
    charset = next((part.removeprefix("charset=").strip('"') for part in parameters if part.startswith("charset=")), "")
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise Problem(415, "the content must be UTF-8", headers=_accept(allowed))
    return name


def _accept(allowed: Collection[str]) -> dict[str, str]:
    return {"Accept": ", ".join(allowed)}


async def content(request: Request, *, limit: int, seconds: float) -> bytes:
    """The content of the request.

    Raises:
        Problem: 413 as soon as it is known to be over `limit` bytes, 408 where it does not arrive in time.
    """
    too_large = Problem(413, f"the content is over the limit of {limit} bytes")
    if int(request.headers.get("content-length", "0")) > limit:
        raise too_large
    received = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                received += chunk
                if len(received) > limit:
                    raise too_large
    except TimeoutError:
        raise Problem(408, f"the content did not arrive within {seconds:g} s") from None
    return bytes(received)


def parameters(request: Request) -> Mapping[str, str]:
    """The query parameters.

    Raises:
        Problem: 422 where one is given twice.
    """
    given = request.query_params.multi_items()
    times = Counter(name for name, _ in given)
    if twice := [name for name, count in times.items() if count > 1]:
        raise Problem(422, "given twice", errors=[FieldError(pointer=f"/{name}", detail="twice") for name in twice])
    return dict(given)


def client_of(request: Request) -> str:
    """The address that the request came from; behind a proxy, what uvicorn was told to believe of it."""
    return request.client.host if request.client is not None else "unknown"
