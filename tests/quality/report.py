"""`make quality`: the table of measures for each language; `MISSES=30` lists misses, `HELDOUT=1` adds more releases."""

import os
import sys
from itertools import chain

from tests.quality.measure import Rows, figure, own_parts, parts, score


def _table(columns: dict[str, Rows]) -> str:
    width = max(len(name) for name in columns) + 2
    names = next(iter(columns.values()))
    head = " " * 24 + "".join(f"{name:>{width}}" for name in columns)
    lines = [f"{name:24}" + "".join(f"{figure(rows[name]):>{width}.3f}" for rows in columns.values()) for name in names]
    return "\n".join([head, *lines])


def main() -> None:
    """Print the report."""
    limit = int(os.environ.get("MISSES") or 0)
    columns: dict[str, Rows] = {}
    held_out = os.environ.get("HELDOUT") == "1"
    for name, listed in chain(parts(held_out=held_out), own_parts(held_out=held_out)):
        columns[name], misses = score(listed)
        for miss in misses[:limit]:
            sys.stdout.write(f"{name}: {' | '.join(str(part) for part in miss)}\n")
    sys.stdout.write(f"{_table(columns)}\n")


if __name__ == "__main__":
    main()
