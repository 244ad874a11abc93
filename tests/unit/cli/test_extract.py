import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.cli import extract
from services.cli.main import app
from services.cli.predictions import marked, prediction
from services.contracts.messages import EventFacts, Evidence, Release
from tests.builders import BODY, a_meeting, a_release


@dataclass(frozen=True)
class FakeExtraction:
    events: Sequence[EventFacts] = ()
    topics: Sequence[str] = ("country:UA",)
    language: str | None = "en"


def fake_extract(release: Release) -> FakeExtraction:
    """One meeting where the release is of a meeting."""
    return FakeExtraction([a_meeting(rules={"kind": "met-with"})] if release.body == BODY else [])


@pytest.fixture(autouse=True)
def fake_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "_extractor", lambda: fake_extract)


def a_line(**overrides: object) -> str:
    return json.dumps({"id": "a", "source": "x.org", "title": "T", "body": BODY, "gold": {"events": []}, **overrides})


def run(*lines: str, options: Sequence[str] = ()) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["extract", "-", *options], input="\n".join(lines))
    return result.exit_code, result.stdout, result.stderr


def test_a_prediction_has_the_fields_of_the_annotated_corpus() -> None:
    (event,) = prediction("x", a_release(), fake_extract(a_release()))["events"]
    annotated = {"kind", "status", "start", "end", "place", "occasion", "participants", "topics", "evidence"}
    assert annotated <= event.keys()
    assert (event["start"], event["kind"], event["evidence"]) == ("2024-05-13", "meeting", BODY)
    assert event["participants"][0]["type"] == "person"


def test_each_release_gives_one_line_with_its_id() -> None:
    status, out, _ = run(a_line(), a_line(id="b", body="Nothing."))
    predictions = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [(each["id"], len(each["events"])) for each in predictions] == [("a", 1), ("b", 0)]


def test_a_bad_line_is_reported_with_its_number_and_harms_no_other() -> None:
    status, out, err = run(a_line(), "{not json", a_line(published_at="last week"), a_line(id="d"))
    assert status == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["a", "d"]
    assert "-:2: not JSON" in err
    assert "-:3: published_at" in err


def test_an_explanation_shows_the_spans_and_the_rules() -> None:
    status, out, _ = run(a_line(), options=["--explain"])
    assert status == 0
    assert "⟦1 The Foreign Minister met" in out
    assert "met-with" in out


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["extract", str(tmp_path / "nowhere.jsonl")])
    assert result.exit_code == 1
    assert "No such file" in result.stderr


def test_marks_stand_where_evidence_begins_and_ends_also_when_it_overlaps() -> None:
    spans = [Evidence(text="bc", start=1, end=3), Evidence(text="cd", start=2, end=4)]
    assert marked("abcde", spans).plain == "a⟦1 b⟦2 c⟧d⟧e"
