"""The data files, each read once, when first asked for. `data/README.md` names their sources."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from services.contracts.vocabulary import concept_ids
from services.enrich.identity.model import Language, Organisation

LANGUAGES: tuple[Language, ...] = ("en", "fr")


def read(name: str) -> Any:
    """The document of a data file; kept by whoever builds values from it, not here."""
    return json.loads(files("services.enrich.identity").joinpath("data", name).read_text("utf-8"))


@cache
def countries() -> tuple[Mapping[str, Any], ...]:
    """States and territories: `id`, `names`, `demonyms`, and for most a `capital`."""
    return tuple(read("countries.json"))


@cache
def country_ids() -> frozenset[str]:
    """Every `country:XX` and `territory:…`."""
    return frozenset(country["id"] for country in countries())


@cache
def organisations() -> Mapping[str, Organisation]:
    """Organisations and organs by id, in the order of the file: of two with one acronym the first counts."""
    rows = {row["id"]: row for row in read("organisations.json")}
    return {identifier: _organisation(row, rows) for identifier, row in rows.items()}


def _organisation(row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> Organisation:
    return Organisation(
        id=row["id"],
        is_organ=row["kind"] == "organ",
        affiliation=_affiliation(row, rows),
        parent=row.get("parent"),
        head=row.get("head"),
        seat=row.get("seat"),
        names={language: tuple(row["names"][language]) for language in LANGUAGES},
    )


def _affiliation(row: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> str | None:
    if row["id"] in concept_ids():
        return str(row["id"])
    parent = row.get("parent")
    if row["kind"] != "organ" or parent is None:
        return None
    return _affiliation(rows[parent], rows) if parent in rows else str(parent)


def lineage(identifier: str) -> Iterator[str]:
    """An organisation's id, its parent's, and so on up."""
    current: str | None = identifier
    while current is not None:
        yield current
        organisation = organisations().get(current)
        current = organisation.parent if organisation else None
