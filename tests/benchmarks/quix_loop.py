"""Quix Streams doing the second stage's fold; runs in an environment of its own, and prints as `loops` does.

State is Quix's: RocksDB with a changelog topic, by record key, which holds all rows of one participation.
"""

import json
import sys
import time
from typing import Any

from quixstreams import Application  # type: ignore[import-not-found] # it has an environment of its own

from services.contracts.messages import ParticipationReported
from services.index.folds import fold_participation


class Rows:
    """The state of one record key as rows."""

    def __init__(self, state: Any) -> None:
        self.state = state

    def get(self, key: bytes) -> bytes | None:
        value: bytes | None = self.state.get_bytes(key.decode())
        return value

    def put(self, key: bytes, value: bytes) -> None:
        self.state.set_bytes(key.decode(), value)

    def delete(self, key: bytes) -> None:
        self.state.delete(key.decode())


def apply(value: bytes, state: Any) -> None:
    fold_participation(Rows(state), ParticipationReported.model_validate_json(value), value)  # type: ignore[arg-type] # the part of Changes that the fold uses


def main(topic_name: str, bootstrap: str, count: str, folder: str) -> None:
    app = Application(
        broker_address=bootstrap,
        consumer_group="bench.quix",
        auto_offset_reset="earliest",
        state_dir=folder,
        loglevel="ERROR",
        commit_interval=2.0,
    )
    topic = app.topic(topic_name, value_deserializer="bytes", key_deserializer="str")
    app.dataframe(topic).update(apply, stateful=True)
    began, used = time.monotonic(), time.process_time()
    app.run(count=int(count))
    seconds, cpu = time.monotonic() - began, time.process_time() - used
    sys.stdout.write(json.dumps({"seconds": seconds, "cpu_seconds": cpu}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
