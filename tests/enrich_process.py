"""`python -m tests.enrich_process`: enrich as it is, around the fake extractor."""

from services.enrich.settings import EnrichSettings
from services.enrich.worker import create_worker
from services.runtime import logs
from services.runtime.settings import KafkaSettings, LogSettings, load
from services.runtime.worker_process import run_process
from tests import fake_extractor

if __name__ == "__main__":
    logs.configure(load(LogSettings), service="enrich")
    settings, kafka = load(EnrichSettings), load(KafkaSettings)
    run_process(
        lambda: create_worker(settings, kafka=kafka, extract=fake_extractor.extract, extractor=fake_extractor.VERSION)
    )
