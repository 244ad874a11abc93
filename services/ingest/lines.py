"""A stream of bytes cut into lines, in bounded memory."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Overlong:
    """Stands for a line that was longer than the limit; its content is gone."""


Line = bytes | Overlong


class LineSplitter:
    """Cuts chunks at line feeds. Holds at most one line of `limit` bytes; the rest of a longer one is passed over."""

    def __init__(self, limit: int) -> None:
        self._limit, self._rest, self._skipping = limit, b"", False

    def feed(self, chunk: bytes) -> Sequence[Line]:
        """The lines that end in this chunk, without their line feed."""
        *ended, rest = (self._rest + chunk).split(b"\n")
        lines = [self._line(line) for line in ended]
        self._skipping = self._skipping or len(rest) > self._limit
        self._rest = b"" if self._skipping else rest
        return lines

    def end(self) -> Sequence[Line]:
        """The line that the stream ended in, where it did not end with a line feed."""
        return [self._line(self._rest)] if self._rest or self._skipping else []

    def _line(self, line: bytes) -> Line:
        overlong, self._skipping = self._skipping or len(line) > self._limit, False
        return Overlong() if overlong else line
