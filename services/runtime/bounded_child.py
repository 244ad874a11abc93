"""The child process behind `services.runtime.bounded`: answers calls until its parent closes the pipe.

Frames on both pipes: four bytes of length, then a pickle. The first two requests set it up: the parent's `sys.path`,
then the function and its limit. The limit is of processor time: on a busy machine a good call may take long and yet do
little. A call that waits instead of working ends after `PATIENCE` times the limit by the clock. Both are kernel timers
whose default action ends the process: nothing that the function does can outlive them, even when the parent is gone.
"""

import os
import pickle
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

from services.runtime.errors import Poison, Transient

LENGTH = struct.Struct(">I")
PATIENCE = 4


def frame(value: Any) -> bytes:
    """`value` as it travels."""
    payload = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(payload)) + payload


def _read(stream: BinaryIO) -> Any:
    header = stream.read(LENGTH.size)
    if len(header) < LENGTH.size:
        sys.exit(0)  # the parent closed the pipe or is gone
    return pickle.loads(stream.read(*LENGTH.unpack(header)))  # noqa: S301 - a private pipe from our own parent


def _claim_stdout() -> BinaryIO:
    """The reply pipe; whatever prints goes to standard error."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return replies


def _answer(function: Callable[[Any], Any], argument: Any, limit: float) -> tuple[bool, Any]:
    signal.setitimer(signal.ITIMER_PROF, limit)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE * limit)
    try:
        return True, function(argument)
    except (Poison, Transient) as error:
        return False, error
    except Exception:  # noqa: BLE001 - the one place of this process: the parent ends on it
        return False, traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    """Serve until the parent closes the pipe. Signals meant for the service are its parent's business."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    requests, replies = sys.stdin.buffer, _claim_stdout()
    sys.path[:] = _read(requests)
    function, limit = _read(requests)
    answer: tuple[bool, Any] = (True, None)
    while True:
        replies.write(frame(answer))
        replies.flush()
        answer = _answer(function, _read(requests), limit)


if __name__ == "__main__":
    main()
