"""What a result must say about where it was measured, and how a process is watched. No host names."""

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.kafka_container import wanted_version

LIBRARIES = ("aiokafka", "faust-streaming", "rocksdict", "fastapi", "uvicorn", "pydantic")
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def describe() -> dict[str, Any]:
    """Date, cores, memory, load and versions."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PHYS_PAGES") * _PAGE / 2**30),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "kafka": wanted_version(),
        "load_average": os.getloadavg(),
        "versions": {name: version(name) for name in LIBRARIES},
    }


def cpu_seconds(pid: int) -> float:
    """Processor time of a process, its children not included."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]
    return [pid, *(each for child in children for each in family(child))]


def resident_mb(pids: Iterable[int]) -> float:
    """Resident memory in megabytes."""
    return round(sum(int(_stat(pid)[21]) for pid in pids) * _PAGE / 1e6, 1)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on: the second, the name, may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
