import gzip
import itertools
import json
import os
import pty
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from services.contracts.topics import RELEASES_RAW
from tests.builders import a_published
from tests.e2e.pipeline import ROOT, Pipeline, environment, json_lines, readout
from tests.shared import shared
from tests.waiting import eventually

pytestmark = pytest.mark.embedded

REAL_RELEASES = 1000
READ_SECONDS = 120.0


def test_a_thousand_real_releases_are_pushed_and_read_without_one_failure_and_cite_themselves(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    some = tmp_path / "some.jsonl"
    for name, count in (("fr-vie-publique.jsonl.gz", 100), ("us-releases.jsonl.gz", REAL_RELEASES - 100)):
        with (
            gzip.open(shared(f"data/{name}"), "rt", encoding="utf-8") as lines,
            some.open("a", encoding="utf-8") as file,
        ):
            file.writelines(itertools.islice(lines, count))
    with some.open(encoding="utf-8") as file:
        bodies = [json.loads(line)["body"] for line in file]
    outcomes = json_lines(pipeline.readout("push", str(some), "--json"))
    assert {outcome["status"] for outcome in outcomes} == {202}
    assert len(outcomes) == REAL_RELEASES

    last = {outcome["release_id"]: (outcome["revision"], body) for outcome, body in zip(outcomes, bodies, strict=True)}
    for release_id, (revision, body) in last.items():
        read = eventually(partial(pipeline.ask, f"/releases/{release_id}"), within=READ_SECONDS, what=release_id)
        assert read["release"]["revision"] == revision
        assert read["outcome"] in ("extracted", "not-extracted")
        spans = [event["evidence"] for event in read["events"]]
        assert [body[span["start"] : span["end"]] for span in spans] == [span["text"] for span in spans]
    assert json_lines(pipeline.readout("dead-letters", "list", "--json", "--topic", RELEASES_RAW.name)) == []


def test_a_refused_release_is_told_and_fails_the_command_and_harms_no_other(pipeline: Pipeline) -> None:
    good, bad = {"id": "1", "source": "x.example", "title": "T", "body": "B"}, {"id": "2", "source": "x.example"}
    lines = f"{json.dumps(good)}\n{json.dumps(bad)}\nnot json\n"
    told = json_lines(pipeline.readout("push", "-", "--json", status=1, stdin=lines))
    assert [outcome["status"] for outcome in told] == [202, 422, 0]


def test_a_withdrawn_release_is_no_longer_told_of(pipeline: Pipeline) -> None:
    text = "The Foreign Minister of Peru, Rosa Vidal, met the Foreign Minister of Ghana, Kofi Badu, in Lima."
    (pushed,) = json_lines(pipeline.readout("push", "-", "--source", "withdrawn.example", "--json", stdin=text))
    release_id = pushed["release_id"]
    eventually(lambda: pipeline.ask(f"/releases/{release_id}"), within=20, what="the release is read")
    pipeline.readout("withdraw", release_id, "--reason", "sent in error")

    def withdrawn() -> bool | None:
        read = pipeline.ask(f"/releases/{release_id}")
        return True if read and read["outcome"] == "withdrawn" and read["events"] == [] else None

    eventually(withdrawn, within=20, what="the release is withdrawn")


async def test_a_dead_letter_is_listed_shown_repaired_and_put_back(pipeline: Pipeline, tmp_path: Path) -> None:
    message = a_published(source="repaired.example")
    async with AIOKafkaProducer(bootstrap_servers=pipeline.ports.bootstrap_servers) as producer:
        headers = [
            ("ce_specversion", b"1.0"),
            ("ce_id", b"x"),
            ("ce_source", b"/test"),
            ("ce_type", message.TYPE.encode()),
        ]
        headers.append(("ce_time", b"2026-03-02T10:00:00+00:00"))
        await producer.send_and_wait(RELEASES_RAW.name, b"{not json", message.key.encode(), headers=headers)

    def listed() -> list[dict[str, object]] | None:
        return json_lines(pipeline.readout("dead-letters", "list", "--reason", "not-json", "--json")) or None

    (letter,) = eventually(listed, within=20, what="the dead letter")
    at = str(letter["at"])
    assert pipeline.readout("dead-letters", "show", at, "--raw") == "{not json"
    assert "not-json" in pipeline.readout("dead-letters", "show", at)

    repaired = tmp_path / "record.json"
    repaired.write_text(message.model_dump_json())
    assert f"{at}: sent" in pipeline.readout("dead-letters", "redrive", at, "--value", str(repaired))
    eventually(lambda: pipeline.ask(f"/releases/{message.release_id}"), within=20, what="the repaired release")


def test_on_a_terminal_a_bar_shows_how_far_a_push_is_and_the_outcomes_stay_apart(pipeline: Pipeline) -> None:
    terminal, its_end = pty.openpty()
    command = [sys.executable, "-m", "services.cli.main", "push", "services/cli/samples", "--json"]
    variables = environment(pipeline.mark, **pipeline.addresses, TERM="xterm")
    with subprocess.Popen(command, env=variables, cwd=ROOT, stdout=subprocess.PIPE, stderr=its_end, text=True) as push:
        os.close(its_end)
        outcomes, _ = push.communicate(timeout=60)
    shown = os.read(terminal, 65_536).decode()
    os.close(terminal)
    assert push.returncode == 0
    assert [outcome["status"] for outcome in json_lines(outcomes)] == [202] * 16
    assert "pushing" in shown
    assert "files" in shown


def test_topics_of_the_embedded_broker_are_there_by_themselves(pipeline: Pipeline) -> None:
    done = readout("topics", "create", mark=pipeline.mark, settings=pipeline.addresses)
    assert "every topic is there by itself" in done.stderr


def test_extraction_without_kafka_gives_lines_that_the_scorer_takes(pipeline: Pipeline, tmp_path: Path) -> None:
    corpus, predicted = ROOT / "tests/quality/corpus/fr.jsonl", tmp_path / "predicted.jsonl"
    predicted.write_text(readout("extract", str(corpus), mark=pipeline.mark).stdout)
    scorer = [sys.executable, "tests/quality/score.py", str(corpus), str(predicted), "--json"]
    scored = json.loads(subprocess.run(scorer, cwd=ROOT, capture_output=True, text=True, check=True).stdout)["all"]
    assert scored["releases"] == len(json_lines(predicted.read_text()))
    assert scored["detection.meetings"]["f1"] > 0.5
