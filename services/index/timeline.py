"""A participant's encounters, newest first, read lazily from reports filed by day.

An encounter is complete when no report further down can belong to it: reports that can be of one meeting lie within
`REACH` of each other's windows. So a page costs what lies in its own span of days, however long the history is.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from services.index.encounters import Encounter, encounter
from services.index.joining import join
from services.index.matching import REACH, Report, agreement

Position = tuple[str, str]
"""Day and encounter id: where an encounter stands in the view. The greater comes first."""


def position(found: Encounter) -> Position:
    """Where an encounter stands."""
    return found.day, found.encounter_id


@dataclass(eq=False)
class _Cluster:
    """Reports connected by agreement: what joining has to look at together."""

    reports: list[Report] = field(default_factory=list)

    @property
    def top(self) -> str:
        """The latest day that a report of it is filed under."""
        return max(report.day for report in self.reports)

    @property
    def bottom(self) -> str:
        """The earliest day that a report of it is filed under."""
        return min(report.day for report in self.reports)

    @property
    def expects(self) -> str:
        """The earliest day under which a report could still be filed that belongs to it."""
        windows = [report.window for report in self.reports if report.window]
        return (min(windows)[0] - REACH).isoformat() if windows else self.bottom


@dataclass(frozen=True, slots=True)
class Step:
    """An encounter, and the day from which the view must be read to find all later ones unchanged."""

    encounter: Encounter
    resume: str


class _Backwards:
    """Turns the order round for the heap."""

    def __init__(self, found: Encounter) -> None:
        self.found = found

    def __lt__(self, other: "_Backwards") -> bool:
        return position(self.found) > position(other.found)


class _Reader:
    def __init__(self) -> None:
        self._open: dict[int, _Cluster] = {}
        self._by_company: dict[str, dict[int, _Cluster]] = defaultdict(dict)
        self._complete: list[_Backwards] = []
        self._closed: list[tuple[str, str]] = []
        """Bottom and top of each closed cluster that reaches below what was told so far."""

    def read(self, report: Report) -> None:
        """Take a report in; none of a later day may follow."""
        cluster = _Cluster([report])
        for near in self._near(report):
            if any(agreement(report, other) for other in near.reports):
                cluster.reports += near.reports
                self._forget(near)
        self._open[id(cluster)] = cluster
        for member in cluster.reports:
            for company in _company(member):
                self._by_company[company][id(cluster)] = cluster

    def _near(self, report: Report) -> list[_Cluster]:
        found = {number: near for company in _company(report) for number, near in self._by_company[company].items()}
        return list(found.values())

    def _forget(self, cluster: _Cluster) -> None:
        del self._open[id(cluster)]
        for member in cluster.reports:
            for company in _company(member):
                self._by_company[company].pop(id(cluster), None)

    def steps(self, day: str | None) -> Iterator[Step]:
        """What is certain once all reports filed after `day` are read; after all of them when None."""
        for cluster in [c for c in self._open.values() if day is None or day < c.expects]:
            self._forget(cluster)
            self._closed.append((cluster.bottom, cluster.top))
            for members in join(cluster.reports):
                heapq.heappush(self._complete, _Backwards(encounter(members)))
        ahead = max([day or "", *(cluster.top for cluster in self._open.values())])
        while self._complete and (day is None or self._complete[0].found.day > ahead):
            found = heapq.heappop(self._complete).found
            self._closed = [span for span in self._closed if span[0] <= found.day]
            yield Step(found, max([ahead, found.day, *(top for _, top in self._closed)]))


def _company(report: Report) -> Iterable[str]:
    """Two reports can agree only if they share one of these."""
    group = report.event.kind.group
    return (f"{group} {other}" for other in report.others) if group == "talks" else (group,)


def timeline(reports: Iterable[Report]) -> Iterator[Step]:
    """The encounters that reports tell of, newest first. Reports must come in descending order of their day."""
    reader, today = _Reader(), None
    for report in reports:
        if today is not None and report.day < today:
            yield from reader.steps(report.day)
        today = report.day
        reader.read(report)
    yield from reader.steps(None)
