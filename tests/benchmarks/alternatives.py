"""Runs a bare alternative in a process of its own, so that it has a whole interpreter to itself, as ours have."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

from services.contracts.topics import PARTICIPANTS_EVENTS
from tests.benchmarks.pipeline import Bench

QUIX = Path("benchmarks/.quix")
"""An environment of its own: Quix Streams pins other versions of the clients than ours."""
LONGEST_SECONDS = 90.0
QUIX_NEEDS = ("quixstreams==3.28.1", "anyascii>=0.3.3,<0.4")
"""Quix Streams 3.28.1 holds pydantic below 2.14: its side runs on 2.13."""


async def bare(bench: Bench, name: str, count: int) -> dict[str, Any]:
    """Rates of a loop of `loops`."""
    arguments = (name, bench.kafka.bootstrap_servers, str(count), str(bench.folder / "bare"))
    (bench.folder / "bare").mkdir(exist_ok=True)
    return _rates(await _output(sys.executable, "-m", "tests.benchmarks.loops", *arguments), count)


async def quix(bench: Bench, count: int) -> dict[str, Any]:
    """Rates of Quix Streams; says why where it cannot be had."""
    python = QUIX / "bin" / "python"
    try:
        if not (QUIX / "installed").exists():
            await _output(sys.executable, "-m", "venv", str(QUIX))
            await _output(str(python), "-m", "pip", "install", "--quiet", *QUIX_NEEDS)
            await _output(str(python), "-m", "pip", "install", "--quiet", "--no-deps", ".")
            (QUIX / "installed").touch()
        folder = str(bench.folder / "quix")
        arguments = (PARTICIPANTS_EVENTS.name, bench.kafka.bootstrap_servers, str(count), folder)
        return _rates(await _output(str(python), "-m", "tests.benchmarks.quix_loop", *arguments), count)
    except RuntimeError as error:
        return {"not_measured": str(error)}


async def _output(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=PIPE, stderr=PIPE, env={**os.environ, "PYTHONPATH": "."}
    )
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            output, complaints = await process.communicate()
    except TimeoutError as error:
        process.kill()
        raise RuntimeError(f"not done within {LONGEST_SECONDS:g} s") from error
    if process.returncode:
        raise RuntimeError(complaints.decode().strip().rpartition("\n")[2])  # the last line says what, without paths
    return output.decode()


def _rates(output: str, count: int) -> dict[str, Any]:
    took = json.loads(output.splitlines()[-1])
    return {
        "count": count,
        "per_second": round(count / took["seconds"], 1),
        "per_cpu_second": round(count / took["cpu_seconds"], 1),
    }
