"""`python -m services.ingest`: serve until SIGTERM."""

from services.ingest.app import create_app
from services.ingest.intake import SERVICE
from services.ingest.metrics import Metrics
from services.ingest.publisher import KafkaPublisher, Patience
from services.ingest.settings import IngestSettings
from services.runtime import kafka, logs
from services.runtime.serving import serve
from services.runtime.settings import KafkaSettings, LogSettings, load


def main() -> None:
    """Wire the service to Kafka and run it; whatever is in flight at SIGTERM is answered, within limits."""
    settings, broker = load(IngestSettings), load(KafkaSettings)
    logs.configure(load(LogSettings), service=SERVICE)
    metrics = Metrics()
    publisher = KafkaPublisher(
        lambda: kafka.producer(broker, client_id="readout-ingest", max_request_size=1_000_000),
        metrics=metrics,
        patience=Patience(acknowledge=settings.acknowledge_seconds, stalled=settings.stalled_seconds),
    )
    app = create_app(settings, publisher=publisher, metrics=metrics)
    serve(app, host=settings.host, port=settings.port)


if __name__ == "__main__":
    main()
