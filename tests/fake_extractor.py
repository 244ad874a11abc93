"""An extractor that does as the text says, for tests of what is around it. Picklable by reference."""

import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from services.contracts.messages import EventFacts, Evidence, Release
from services.runtime.errors import Transient
from tests.builders import a_meeting

VERSION = "fake-1"
BUSY, ASLEEP, KILLED, BUG = "for ever, busy", "for ever, asleep", "kills its process", "has a bug"


@dataclass(frozen=True, slots=True)
class FakeExtraction:
    language: str | None
    events: Sequence[EventFacts] = ()
    topics: Sequence[str] = ()


def extract(release: Release) -> FakeExtraction:
    """One meeting in every French or English release."""
    _misbehave(release.body)
    if release.language not in ("en", "fr"):
        return FakeExtraction(None)
    evidence = Evidence(text=release.body, start=0, end=len(release.body))
    return FakeExtraction(release.language, [a_meeting(evidence=evidence)], ["diplomacy"])


def _misbehave(body: str) -> None:
    if body == BUSY:
        while True:
            pass
    if body == ASLEEP:
        threading.Event().wait()
    if body == KILLED:
        os.kill(os.getpid(), signal.SIGKILL)
    if body == BUG:
        raise ZeroDivisionError(body)
    if body == "look-up failed":
        raise Transient(body)
