"""`python -m tests.benchmarks.plain_enrich`: enrich as it is, around an extractor that reads nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.contracts.messages import EventFacts, Release
from services.enrich.settings import EnrichSettings
from services.enrich.worker import create_worker
from services.runtime import logs
from services.runtime.settings import KafkaSettings, LogSettings, load
from services.runtime.worker_process import run_process


@dataclass(frozen=True, slots=True)
class Nothing:
    language: str | None = "en"
    events: Sequence[EventFacts] = ()
    topics: Sequence[str] = ()


def read_nothing(_release: Release) -> Nothing:
    return Nothing()


if __name__ == "__main__":
    from tests.benchmarks import plain_enrich  # the child finds the function by the module's name, not as __main__

    logs.configure(load(LogSettings), service="enrich")
    settings, kafka = load(EnrichSettings), load(KafkaSettings)
    run_process(lambda: create_worker(settings, kafka=kafka, extract=plain_enrich.read_nothing, extractor="none"))
