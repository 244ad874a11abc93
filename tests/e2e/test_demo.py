from pathlib import Path

import pytest

from tests.e2e.pipeline import readout

pytestmark = pytest.mark.embedded


def test_the_demo_shows_what_was_read_and_one_view_and_leaves_nothing(mark: str) -> None:
    shown = readout("demo", mark=mark).stdout
    assert "What was read from each release" in shown
    assert "Whom Hélène Marchand met" in shown
    assert "planned → held" in shown
    assert "withdrawn" in shown
    told_by = shown.split("planned → held")[1]
    assert "diplomatie.example (fr)" in told_by
    assert "mfa-tallinn.example (en)" in told_by


def test_the_demo_takes_a_file_of_ones_own(mark: str, tmp_path: Path) -> None:
    release = tmp_path / "release.txt"
    release.write_text(
        "Talks in Madrid\n\nThe Spanish Foreign Minister, Ana Ruiz, met the Irish Foreign Minister, Sean Burke, "
        "in Madrid on Monday, 2 March 2026. They discussed energy security.\n"
    )
    shown = readout("demo", str(release), "--source", "exteriores.example", mark=mark).stdout
    assert "Ana Ruiz" in shown
    assert "Sean Burke" in shown
    assert "2026-03-02" in shown


def test_a_file_that_is_not_there_is_one_line(mark: str) -> None:
    done = readout("demo", "nowhere.txt", mark=mark, status=1)
    assert done.stderr == "error: nowhere.txt: no such file\n"
