"""`python -m services.enrich`: the enrich service."""

from services.enrich.settings import EnrichSettings
from services.enrich.transform import SERVICE
from services.enrich.worker import create_worker
from services.runtime import logs
from services.runtime.settings import KafkaSettings, LogSettings, load
from services.runtime.worker_process import run_process


def main() -> None:
    """Read the settings, then work until told to stop."""
    settings, kafka = load(EnrichSettings), load(KafkaSettings)
    logs.configure(load(LogSettings), service=SERVICE)
    run_process(lambda: create_worker(settings, kafka=kafka))


if __name__ == "__main__":
    main()
