"""Whom a publisher speaks for, from its host name."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from services.enrich.identity.model import OfficeOf, SourceProfile
from services.enrich.identity.store import country_ids, lineage, organisations, read


@cache
def _table() -> Mapping[str, Any]:
    document: Mapping[str, Any] = read("sources.json")
    return document


@lru_cache(maxsize=1 << 10)
def source_profile(source: str) -> SourceProfile | None:
    """The profile of a host name; `None` for a publisher that is not known.

    A listed host counts before the convention for ministries (`mfa.gov.xx`, `presidency.gov.xx`), that before the
    nearest listed domain above the host, and that before the state in whose domain it is.
    """
    host = source.lower().removeprefix("www.")
    listed = _table()["sources"]
    if host in listed:
        return _profile(host, *listed[host])
    above = next((listed[domain] for domain in _domains_above(host) if domain in listed), None)
    return _by_convention(host) or (_profile(host, *above) if above else _by_domain(host))


def _domains_above(host: str) -> Iterator[str]:
    labels = host.split(".")
    for start in range(1, len(labels) - 1):
        yield ".".join(labels[start:])


def _by_convention(host: str) -> SourceProfile | None:
    first, *rest = host.split(".")
    country = _country_of_domain(host)
    if country is None or not rest:
        return None
    bodies = _table()["labels"].items()
    return next((_profile(host, country, body) for body, labels in bodies if first in labels), None)


def _by_domain(host: str) -> SourceProfile | None:
    """A government's host in a state's domain (`health.gov.xx`), or any other where the domain is not sold to all."""
    *labels, top = host.split(".")
    country = _country_of_domain(host)
    governs = not set(_table()["governing"]).isdisjoint(labels)
    return _profile(host, country, "government") if country and (governs or top not in _table()["sold"]) else None


def _country_of_domain(host: str) -> str | None:
    top = host.rpartition(".")[2].upper()
    country = f"country:{'GB' if top == 'UK' else top}"
    return country if country in country_ids() else None


def _profile(host: str, affiliation: str, body: str) -> SourceProfile:
    if affiliation.startswith("org:"):
        return SourceProfile(host, affiliation, body, _offices_of_organisation(affiliation))
    titles = {**_table()["state"], **_table()["bodies"].get(body, {})}
    return SourceProfile(host, affiliation, body, {t: OfficeOf(kind, affiliation) for t, kind in titles.items()})


def _offices_of_organisation(identifier: str) -> dict[str, OfficeOf]:
    """The offices of the organisation, and those of its parents whose title it does not use itself."""
    titles: dict[str, OfficeOf] = {}
    for owner in lineage(identifier):
        for bare, office in _own_offices(owner):
            titles.setdefault(bare, office)
    return titles


def _own_offices(owner: str) -> Iterator[tuple[str, OfficeOf]]:
    for bare, kind in _table()["organisations"].get(owner, {}).items():
        yield bare, OfficeOf(kind, owner)
    organisation = organisations().get(owner)
    if organisation is not None and organisation.head is not None:
        bare = organisation.head.removeprefix(owner.removeprefix("org:") + "-")
        yield _table()["bare"].get(bare, bare), OfficeOf(organisation.head, organisation.affiliation or owner)
