"""Which tests share a worker, and which begin first; the groups are in groups.tsv."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
VERSION = re.compile(r"\[(\d+\.\d+\.\d+)\b")


def _groups() -> Mapping[str, str]:
    """The name of the group of each file that has one, in the order of the groups."""
    lines = Path(__file__).with_name("groups.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {path: name for name, paths in pairs for path in paths.split()}


class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc] # no type information published
    """A worker that is free takes the next group as a whole; on another version of Kafka it is another group."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        self._groups = _groups()

    def _split_scope(self, nodeid: str) -> str:  # the one method that xdist's documentation has plugins replace
        path = nodeid.partition("::")[0]
        versions = VERSION.findall(nodeid)
        return " ".join((self._groups.get(path, path), *versions))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> GroupScheduling:
    """Groups, whatever --dist says."""
    return GroupScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the groups in order."""
    order = {path: place for place, path in enumerate(_groups())}
    items.sort(key=lambda item: order.get(item.path.relative_to(ROOT).as_posix(), len(order)))
