"""Several instances may share a data folder: each takes a numbered part of it that no other holds."""

import fcntl
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the data folder; held until the process ends or it is given back."""

    path: Path
    lock: IO[bytes]

    def release(self) -> None:
        """Give it back."""
        self.lock.close()


def claim(data_dir: Path) -> Slot:
    """The first part that nobody holds. What an earlier holder left in it is used: stores know what they are."""
    data_dir.mkdir(parents=True, exist_ok=True)
    number = 0
    while True:
        lock = (data_dir / f"{number}.lock").open("ab")
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            (data_dir / str(number)).mkdir(exist_ok=True)
            return Slot(data_dir / str(number), lock)
        lock.close()
        number += 1
