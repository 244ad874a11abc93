"""A feed that pushes at a steady rate and repeats what was not acknowledged, as feeds should."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

import httpx

SECONDS_EACH = 60.0
"""A push that finds no acknowledgement for this long fails the test."""


class Load:
    """`acknowledged`: the ids of the releases that were answered 202, in order."""

    def __init__(self, url: str, *, name: str, rate: float) -> None:
        self._url, self._name, self._rate = url, name, rate
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="load")
        self.acknowledged: list[str] = []
        self.failure: str | None = None

    @classmethod
    @contextmanager
    def on(cls, url: str, *, name: str, rate: float = 25.0) -> Iterator[Self]:
        """Pushes while the block runs; whatever it could not push fails the test."""
        load = cls(url, name=name, rate=rate)
        load._thread.start()
        try:
            yield load
        finally:
            load._stop.set()
            load._thread.join()
        assert load.failure is None, load.failure

    def _run(self) -> None:
        with httpx.Client(trust_env=False, timeout=15) as http:
            while not self._stop.wait(1 / self._rate) and self.failure is None:
                self._push(http, len(self.acknowledged))

    def _push(self, http: httpx.Client, number: int) -> None:
        deadline, answered = time.monotonic() + SECONDS_EACH, "nothing"
        while time.monotonic() < deadline:
            try:
                answer = http.post(f"{self._url}/releases", json=a_release(self._name, number))
            except httpx.TransportError as error:
                answered = repr(error)
            else:
                if answer.status_code == 202:
                    self.acknowledged.append(answer.json()["release_id"])
                    return
                answered = f"{answer.status_code} {answer.text}"
            time.sleep(0.1)
        self.failure = f"{self._name} {number} was not acknowledged: {answered}"


def a_release(name: str, number: int) -> dict[str, str]:
    """One that reports a meeting of two, one of whom no other release names."""
    return {
        "source": "ruritania.example",
        "external_id": f"{name}-{number}",
        "title": "A meeting in Paris",
        "body": f"The Foreign Minister of Ruritania, Zed {name.title()}son, met the President of Chile, Juan Soto, "
        f"in Paris on Monday. It was their meeting number {number}.",
        "language": "en",
        "published_at": "2024-05-14",
    }
