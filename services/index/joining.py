"""Which reports tell of one meeting: a partition of them, a function of the set alone, whatever the order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from services.index.matching import Report, agreement

Agreement = tuple[int, ...]


class Agreements:
    """All pairs of reports that can tell of the same meeting, with how well they agree."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self.reports = {report.event.event_id: report for report in sorted(reports, key=lambda r: r.event.event_id)}
        self._pairs: dict[str, dict[str, Agreement]] = defaultdict(dict)
        for one, two in combinations(self.reports.values(), 2):
            if (found := agreement(one, two)) is not None:
                self._pairs[one.event.event_id][two.event.event_id] = found
                self._pairs[two.event.event_id][one.event.event_id] = found

    def certain(self) -> dict[tuple[str, str], Agreement]:
        """The pairs in which neither report fits another one just as well."""
        return {
            (one, two): found
            for one, partners in self._pairs.items()
            for two, found in partners.items()
            if one < two and not self._doubtful(one, two) and not self._doubtful(two, one)
        }

    def _doubtful(self, one: str, two: str) -> bool:
        """Whether `one` could as well be joined with a report that tells of another meeting than `two`."""
        found = self._pairs[one][two]
        return any(
            rival != two and other >= found and rival not in self._pairs[two]
            for rival, other in self._pairs[one].items()
            if self._excludes(one, two, rival)
        )

    def _excludes(self, one: str, two: str, rival: str) -> bool:
        """Two reports of one release are two meetings; so are two dated ones that do not agree, to an undated one."""
        if self.reports[two].release.release_id == self.reports[rival].release.release_id:
            return True
        return not self.reports[one].dated and self.reports[two].dated and self.reports[rival].dated


def join(reports: Iterable[Report]) -> list[Sequence[Report]]:
    """The reports by meeting. Within one meeting every two reports agree; the best agreements are joined first."""
    agreements = Agreements(reports)
    certain = agreements.certain()
    meeting: dict[str, set[str]] = {event_id: {event_id} for event_id in agreements.reports}
    for one, two in sorted(certain, key=lambda pair: (tuple(-part for part in certain[pair]), pair)):
        ours, theirs = meeting[one], meeting[two]
        if ours is not theirs and all((min(a, b), max(a, b)) in certain for a in ours for b in theirs):
            ours |= theirs
            meeting.update(dict.fromkeys(theirs, ours))
    distinct = {id(members): members for members in meeting.values()}.values()
    return [[agreements.reports[event_id] for event_id in sorted(members)] for members in distinct]
