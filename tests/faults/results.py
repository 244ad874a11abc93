"""What was run and what came of it, kept as a file."""

import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.faults.audit import Audit
from tests.faults.schedule import Act
from tests.kafka_container import wanted_version

FOLDER = Path(__file__).parent / "results"
LIBRARIES = ("aiokafka", "faust-streaming", "rocksdict")


def keep(scenario: str, acts: Sequence[Act], audit: Audit, **more: Any) -> None:
    """Add a scenario's outcome to today's file; a later run of the same scenario replaces the earlier."""
    now = datetime.now(UTC)
    path = FOLDER / f"{now.date().isoformat()}.json"
    kept: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    outcome: Mapping[str, Any] = {
        "at": now.isoformat(timespec="seconds"),
        "kafka": wanted_version(),
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
        **more,
        "counts": dict(audit.counts),
        "faults": dict(audit.faults),
        "schedule": [str(act).strip() for act in acts],
    }
    path.write_text(json.dumps({**kept, scenario: outcome}, indent=1, ensure_ascii=False) + "\n")
