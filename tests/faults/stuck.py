"""`python -m tests.faults.stuck enrich|index`: as it is, but its work stands still while a file is there."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from services.enrich import __main__ as enrich
from services.index import __main__ as index
from services.index import stages
from services.runtime import worker

FILE = Path(os.environ.get("READOUT_TEST_FOLDER", "")) / "stuck"


def _hanging(method: Any) -> Any:
    async def hang(*args: Any, **kwargs: Any) -> Any:
        if FILE.exists():
            await asyncio.Event().wait()
        return await method(*args, **kwargs)

    return hang


if __name__ == "__main__":
    setattr(worker.Worker, "_work_through", _hanging(worker.Worker._work_through))  # noqa: B010, SLF001 - the fault
    setattr(stages.Stage, "apply", _hanging(stages.Stage.apply))  # noqa: B010 - the fault that is injected
    {"enrich": enrich, "index": index}[sys.argv[1]].main()
