"""What a step of the pipeline makes of one record. Light to import: commands and the child processes need no more."""

from dataclasses import dataclass

from services.contracts.codec import Record


@dataclass(frozen=True, slots=True)
class Product:
    """What one record becomes: the records to send, and a word for the metrics."""

    records: tuple[Record, ...]
    outcome: str
