"""What the pipeline's processes say, on its way to a terminal, a file, and the memory of what was said last."""

from collections import defaultdict, deque
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TextIO

from rich.console import Console
from rich.text import Text

REMEMBERED = 15
_COLOURS = {"broker": "magenta", "ingest": "cyan", "enrich": "green", "index": "yellow"}


class Chatter(AbstractContextManager["Chatter"]):
    """Takes lines of processes and of the supervisor.

    On a terminal each line has its process's name and colour before it; elsewhere it is passed on as it is, so that
    JSON stays JSON. With a file the processes' lines go there instead. `quiet` keeps them off the console.
    """

    def __init__(self, console: Console, *, file: Path | None = None, quiet: bool = False) -> None:
        self._console, self._quiet = console, quiet
        self._file: TextIO | None = None if file is None else file.open("a", encoding="utf-8", buffering=1)
        self._last: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=REMEMBERED))

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def say(self, message: str) -> None:
        """Tell what the supervisor did."""
        self._console.print(Text(f"readout: {message}", style="bold"))

    def log(self, name: str, line: str) -> None:
        """Pass on a line of a process."""
        self._last[name].append(line)
        if self._file is not None:
            self._file.write(f"{name} {line}\n")
        elif not self._quiet:
            self._print(name, line)

    def show_last_words(self, names: Sequence[str]) -> None:
        """Print the last lines of the named processes: they may explain what went wrong."""
        for name in names:
            for line in self._last[name]:
                self._print(name, line)

    def _print(self, name: str, line: str) -> None:
        if self._console.is_terminal:
            prefix = Text(f"{name:>6} │ ", style=_COLOURS.get(name, ""))
            self._console.print(prefix + Text.from_ansi(line))
        else:
            self._console.print(Text(line))
