"""Leads the process group of a supervisor's children and ends it when the supervisor is gone, however it went.

Started with a pipe as standard input, which the supervisor holds open and never writes to: the end of the pipe is the
end of the supervisor. A pipe works where a parent-death signal does not exist, and the group holds grandchildren too.
"""

import os
import signal
import sys
import time

GRACE_SECONDS = 5.0


def main() -> None:
    """Wait for the end of standard input, then end the group: politely, then for good, this process included."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.stdin.buffer.read()
    os.killpg(0, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
