"""From the text of a release to its events and topics: pure, total and deterministic, in time linear in the text."""

from typing import Final

from services.contracts.messages import Release
from services.enrich.extract.engine import Extraction, extract_in
from services.enrich.identity.model import Language
from services.enrich.identity.store import LANGUAGES
from services.enrich.text.language import detect
from services.enrich.text.tokens import tokenize

EXTRACTOR_VERSION: Final = "1"

__all__ = ["EXTRACTOR_VERSION", "Extraction", "extract"]


def extract(release: Release) -> Extraction:
    """Everything that a release reports. A release in another language than French or English reports nothing."""
    language = _language(release)
    return Extraction(None) if language is None else extract_in(release, language)


def _language(release: Release) -> Language | None:
    """The release's own tag, else what its words show."""
    given = release.language
    if given is None:
        given = detect(tokenize(f"{release.title}\n{release.body}"))
    primary = (given or "").partition("-")[0].lower()
    return next((language for language in LANGUAGES if language == primary), None)
