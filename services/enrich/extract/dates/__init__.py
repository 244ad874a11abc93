"""Dates of a release: `find_dates` where, `resolve` when, `header_dates` the release's own day."""

from services.enrich.extract.dates.find import find_dates, find_dates_in
from services.enrich.extract.dates.header import HeaderDate, HeaderKind, header_dates, release_day
from services.enrich.extract.dates.model import Bound, DateMention, Form, Parts, Precision, ResolvedDate, Tense, Turn
from services.enrich.extract.dates.resolve import resolve

__all__ = [
    "Bound",
    "DateMention",
    "Form",
    "HeaderDate",
    "HeaderKind",
    "Parts",
    "Precision",
    "ResolvedDate",
    "Tense",
    "Turn",
    "find_dates",
    "find_dates_in",
    "header_dates",
    "release_day",
    "resolve",
]
