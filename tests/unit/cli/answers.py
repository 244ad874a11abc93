"""Answers as the query API gives them; each keyword overrides one thing."""

from typing import Any

MARCHAND = {
    "participant_id": "person:helene-marchand",
    "name": "Hélène Marchand",
    "type": "person",
    "last": "2026-03-11",
}
TAMM = {"participant_id": "person:kaarel-tamm", "name": "Kaarel Tamm", "type": "person", "last": "2026-03-11"}


def a_profile(**overrides: Any) -> dict[str, Any]:
    role = {"role": "ministre", "affiliation": "country:FR", "first": "2026-03-09", "last": "2026-03-11"}
    spellings = [
        {"name": "Hélène Marchand", "first": "2026-03-09", "last": "2026-03-11"},
        {"name": "Helene Marchand", "first": "2026-03-11", "last": "2026-03-11"},
    ]
    return {**MARCHAND, "names": spellings, "roles": [role], "freshness": {"as_of": None, "lag": 0}, **overrides}


def a_source(status: str = "held", **overrides: Any) -> dict[str, Any]:
    values = {"event_id": "mfa.example:1:a", "source": "mfa.example", "language": "fr", "status": status}
    return {**values, **overrides}


def an_encounter(**overrides: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "encounter_id": "mfa.example:1:a",
        "kind": "meeting",
        "status": "held",
        "start": "2026-03-11",
        "end": "2026-03-11",
        "place": "Paris",
        "occasion": None,
        "participants": [MARCHAND, TAMM],
        "topics": ["cyber-security"],
        "sources": [a_source()],
    }
    return {**values, **overrides}


def an_event(**overrides: Any) -> dict[str, Any]:
    return {**an_encounter(), "event_id": "mfa.example:1:a", **overrides}


def a_release_read(**overrides: Any) -> dict[str, Any]:
    reference = {
        "release_id": "mfa.example:1",
        "revision": "r1",
        "title": "T",
        "source": "mfa.example",
        "language": "fr",
    }
    values: dict[str, Any] = {
        "release": reference,
        "outcome": "extracted",
        "events": [an_event()],
        "topics": ["energy"],
    }
    return {**values, **overrides}
