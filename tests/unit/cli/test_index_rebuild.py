"""Watching the instances make their views again: who is asked, what is joined, when it is over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from aiokafka import TopicPartition

from services.cli.index_rebuild import NotRebuiltError, Progress, rebuilt
from services.cli.instances import Instances
from tests.index_bench import FakeOwners

NOW = datetime(2024, 5, 14, 12, tzinfo=UTC)
BEFORE, EARLIER = NOW - timedelta(days=1), NOW - timedelta(minutes=5)
TWO = (TopicPartition("t", 0), TopicPartition("t", 1))


@dataclass
class FakeInstance:
    """Holds partitions; makes those that are asked for again, one at each look."""

    partitions: list[int]
    began: dict[int, datetime] = field(default_factory=dict)
    since: datetime | None = None
    asked: int = 0

    def look(self) -> list[dict[str, Any]]:
        found = [self._say(number) for number in self.partitions]
        outdated = [number for number in self.partitions if self._outdated(number)]
        if outdated and self.since:
            self.began[outdated[0]] = self.since
        return found

    def _outdated(self, number: int) -> bool:
        return self.since is not None and self.began.get(number, BEFORE) < self.since

    def _say(self, number: int) -> dict[str, Any]:
        return {
            "topic": "t",
            "partition": number,
            "next_offset": 10,
            "began": self.began.get(number, BEFORE).isoformat(),
            "rebuild_since": self.since.isoformat() if self.since and self._outdated(number) else None,
            "rebuilt_to": 4 if self._outdated(number) else 0,
        }


def together(known: Mapping[str, FakeInstance], *, told: bool = True) -> Instances:
    """All of them behind a client; `http://gone` does not answer."""

    def answer(request: httpx.Request) -> httpx.Response:
        instance = known.get(f"http://{request.url.host}")
        if instance is None:
            raise httpx.ConnectError("nobody there", request=request)
        if request.method == "GET":
            return httpx.Response(200, json=instance.look())
        instance.since, instance.asked = datetime.fromisoformat(request.url.params["since"]), instance.asked + 1
        return httpx.Response(202, json={})

    owners = FakeOwners({TopicPartition("t", number): url for number, url in enumerate(known) if told})
    return Instances(httpx.AsyncClient(transport=httpx.MockTransport(answer)), owners, "http://only")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.cli.index_rebuild.POLL_SECONDS", 0.0)


async def test_every_instance_is_asked_once_and_the_end_is_when_all_partitions_are_new() -> None:
    one, two = FakeInstance([0]), FakeInstance([1])
    looks: list[Progress] = []
    found = await rebuilt(together({"http://one": one, "http://two": two}), TWO, now=NOW, within=5, tell=looks.append)
    assert (found.since, found.rebuilt, found.records_to_go) == (NOW, 2, 0)
    assert (one.asked, two.asked) == (1, 1)
    assert [look.records_to_go for look in looks] == [20, 12, 0]


async def test_a_rebuild_under_way_is_joined() -> None:
    one = FakeInstance([0, 1], since=EARLIER)
    found = await rebuilt(together({"http://one": one}), TWO, now=NOW, within=5, tell=lambda _look: None)
    assert (found.since, one.asked) == (EARLIER, 0)


async def test_an_instance_that_the_broker_does_not_know_is_asked_where_it_is_said_to_be() -> None:
    only = FakeInstance([0, 1])
    instances = together({"http://only": only}, told=False)
    await rebuilt(instances, TWO, now=NOW, within=5, tell=lambda _look: None)
    assert only.asked == 1


async def test_a_partition_that_nobody_serves_is_named_at_the_deadline() -> None:
    one = FakeInstance([0])
    with pytest.raises(NotRebuiltError, match=r"not within 0\.05 s: t/1; the instances go on"):
        await rebuilt(together({"http://one": one}), TWO, now=NOW, within=0.05, tell=lambda _look: None)
