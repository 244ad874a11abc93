import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from rich.console import Console
from rich.table import Table
from typer.testing import CliRunner, Result

from services.cli import participants, tables
from services.cli.main import app
from services.cli.probes import free_ports
from services.cli.queries import NotFoundError, Queries, QueryError
from tests.unit.cli.answers import MARCHAND, TAMM, a_profile, a_release_read, a_source, an_encounter, an_event

Answer = Callable[[httpx.Request], httpx.Response]


class FakeApi:
    """Answers by path; keeps the questions and how long the asker slept."""

    def __init__(self, **answers: object) -> None:
        self.answers, self.asked, self.slept = answers, list[httpx.URL](), list[float]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url)
        answer = self.answers.get(request.url.path.rpartition("/")[2])
        if isinstance(answer, list):
            answer = answer.pop(0)
        if isinstance(answer, httpx.Response):
            return answer
        if answer is None:
            return httpx.Response(404, json={"detail": "nobody by that id"})
        return httpx.Response(200, json=answer)

    @contextmanager
    def open(self, _url: str = "") -> Iterator[Queries]:
        with httpx.Client(base_url="http://index", transport=httpx.MockTransport(self)) as http:
            yield Queries(http, sleep=self.slept.append)


def run(api: FakeApi, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.setattr(participants, "open_queries", api.open)
    monkeypatch.setenv("COLUMNS", "140")
    return CliRunner().invoke(app, ["participants", *arguments])


def rendered(table: Table) -> str:
    console = Console(file=io.StringIO(), width=140)
    console.print(table)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_search_lists_who_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(FakeApi(participants={"participants": [MARCHAND]}), monkeypatch, "search", "march")
    assert result.exit_code == 0
    assert "person:helene-marchand" in result.stdout


def test_a_search_for_machines_is_the_answer_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(FakeApi(participants={"participants": [MARCHAND]}), monkeypatch, "search", "march", "--json")
    assert json.loads(result.stdout) == [MARCHAND]


def test_a_search_that_finds_nobody_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(FakeApi(participants={"participants": []}), monkeypatch, "search", "nemo")
    assert (result.exit_code, "nobody by the name of nemo" in result.stderr) == (1, True)


def test_a_view_has_offices_spellings_and_encounters(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {"encounters": [an_encounter()], "next_cursor": None}
    api = FakeApi(**{MARCHAND["participant_id"]: a_profile(), "events": pages})
    result = run(api, monkeypatch, "show", MARCHAND["participant_id"])
    assert result.exit_code == 0
    for expected in ("ministre · country:FR", "also written Helene Marchand", "Kaarel Tamm", "Paris", "cyber-security"):
        assert expected in result.stdout


def test_filters_are_asked_of_the_api(monkeypatch: pytest.MonkeyPatch) -> None:
    api = FakeApi(**{MARCHAND["participant_id"]: a_profile(), "events": {"encounters": [], "next_cursor": None}})
    options = ("--from", "2026-03-01", "--kind", "call", "--status", "held", "--topic", "country:UA")
    run(api, monkeypatch, "show", MARCHAND["participant_id"], *options)
    asked = dict(api.asked[-1].params)
    assert asked == {"from": "2026-03-01", "kind": "call", "status": "held", "topic": "country:UA", "limit": "50"}


def test_a_name_that_only_one_has_serves_as_an_id(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: dict[str, object] = {"encounters": [], "next_cursor": None}
    found = {"participants": [MARCHAND]}
    api = FakeApi(**{MARCHAND["participant_id"]: a_profile(), "participants": found, "events": pages})
    assert run(api, monkeypatch, "show", "marchand", "--json").exit_code == 0


def test_a_name_that_several_have_is_refused_with_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(FakeApi(participants={"participants": [MARCHAND, TAMM]}), monkeypatch, "show", "a")
    assert result.exit_code == 1
    assert "person:kaarel-tamm" in result.stderr


def test_a_bad_day_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(FakeApi(), monkeypatch, "show", "person:x", "--from", "yesterday").exit_code == 2


def test_nobody_at_the_address_is_one_line_that_says_what_to_do() -> None:
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    result = CliRunner().invoke(app, ["participants", "search", "x", "--queries-url", url])
    assert result.exit_code == 1
    assert "readout up" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_all_pages_are_read_up_to_the_limit() -> None:
    pages: list[dict[str, object]] = [
        {"encounters": [an_encounter()] * 2, "next_cursor": "next"},
        {"encounters": [an_encounter()], "next_cursor": "more"},
    ]
    api = FakeApi(events=pages)
    with api.open() as queries:
        assert len(queries.encounters("person:x", {}, limit=3)) == 3
    assert [url.params.get("cursor") for url in api.asked] == [None, "next"]


def test_views_that_are_being_rebuilt_are_waited_for() -> None:
    away = httpx.Response(503, headers={"Retry-After": "2"}, json={"detail": "rebuilding"})
    api = FakeApi(r=[away, a_release_read()])
    with api.open() as queries:
        assert queries.release("r")["outcome"] == "extracted"
    assert api.slept == [2]


def test_patience_with_a_rebuild_ends() -> None:
    api = FakeApi(r=httpx.Response(503, headers={"Retry-After": "4"}, json={"detail": "rebuilding"}))
    with api.open() as queries, pytest.raises(QueryError, match="rebuilding"):
        queries.release("r")
    assert sum(api.slept) == 10


def test_an_unknown_id_is_its_own_error() -> None:
    with FakeApi().open() as queries, pytest.raises(NotFoundError, match="nobody by that id"):
        queries.profile("person:nobody")


@pytest.mark.parametrize(
    ("told", "now", "expected"),
    [
        (["held"], "held", "held"),
        (["planned", "held", "held"], "held", "planned → held"),
        (["planned", "cancelled"], "cancelled", "planned → cancelled"),
        (["held", "planned"], "held", "held → planned → held"),
    ],
)
def test_the_history_of_an_encounter_is_what_its_sources_say_in_turn(told: list[str], now: str, expected: str) -> None:
    table = tables.encounters([an_encounter(status=now, sources=[a_source(status) for status in told])], of="person:x")
    assert expected in rendered(table)


def test_a_release_shows_its_events_or_why_it_has_none() -> None:
    shown = rendered(tables.releases([a_release_read(), a_release_read(outcome="withdrawn", events=[], topics=[])]))
    assert "Kaarel Tamm" in shown
    assert "withdrawn" in shown


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [("2026-03-11", "2026-03-11", "2026-03-11"), ("2026-03-11", None, "2026-03-11\n– ?"), (None, None, "?")],
)
def test_days_that_a_release_does_not_tell_are_shown_as_unknown(
    start: str | None, end: str | None, expected: str
) -> None:
    assert tables.days(an_event(start=start, end=end)) == expected
