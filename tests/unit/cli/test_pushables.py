import gzip
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cli.pushables import (
    HEAD_BYTES,
    Document,
    Format,
    Line,
    Metadata,
    Unreadable,
    Withdrawal,
    files_in,
    format_of,
    front_matter,
    read,
)
from services.contracts import ids
from tests.builders import a_release

NOTHING = Metadata()
NATO = Metadata(source="nato.int")


def a_file(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.txt", b"{", Format.TEXT),
        ("a.HTML", b"", Format.HTML),
        ("a.jsonl.gz", b"", Format.NDJSON),
        ("-", b"Paris, le 3 mai", Format.TEXT),
        ("-", b"  <!DOCTYPE html><html>", Format.HTML),
        ("-", b'{"a": 1}\n{"a": 2}\n', Format.NDJSON),
        ("-", b'{\n  "a": 1\n}\n', Format.JSON),
        ("-", b'{"a": 1}\n', Format.JSON),
        ("a.json", b'[{"a": 1}]', Format.JSON),
        ("a.json", b'{"a": 1}\n{"a": 2}', Format.NDJSON),
    ],
)
def test_the_format_follows_the_ending_or_the_beginning(name: str, head: bytes, expected: Format) -> None:
    assert format_of(name, head) is expected


def test_text_is_pushed_as_it_is_with_its_metadata_beside_it(tmp_path: Path) -> None:
    path = a_file(tmp_path, "r.txt", "A title\n\nA body\n")
    assert list(read(path, NATO)) == [Document(str(path), "text/plain", b"A title\n\nA body\n", {"source": "nato.int"})]


def test_html_is_pushed_as_it_is(tmp_path: Path) -> None:
    (found,) = read(a_file(tmp_path, "r.html", "<p>x</p>"), NATO)
    assert isinstance(found, Document)
    assert found.media_type == "text/html"


def test_front_matter_says_more_than_the_options(tmp_path: Path) -> None:
    path = a_file(tmp_path, "r.txt", "---\nsource: example.org\ntitle: T: one\n---\n\nBody\n")
    (found,) = read(path, Metadata(source="nato.int", language="fr"))
    assert isinstance(found, Line)
    assert json.loads(found.content) == {"source": "example.org", "title": "T: one", "body": "Body", "language": "fr"}


def test_a_withdrawal_has_the_id_of_the_release_that_it_takes_back(tmp_path: Path) -> None:
    path = a_file(
        tmp_path, "w.txt", "---\nsource: example.org\nexternal_id: r-1\nwithdrawn: yes\n---\nSent in error.\n"
    )
    assert list(read(path, NOTHING)) == [Withdrawal(str(path), ids.release_id(a_release()), "Sent in error.")]


@pytest.mark.parametrize(
    ("text", "why"), [("---\nsource: x\n", "second line ---"), ("---\nsource\n---\n", "not a `name: value` line")]
)
def test_broken_front_matter_is_told(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        front_matter(text)


def test_a_json_release_keeps_only_what_is_part_of_a_release(tmp_path: Path) -> None:
    path = a_file(
        tmp_path, "r.json", json.dumps({"id": "a-1", "source": "x.org", "url": None, "gold": {}, "title": "T"})
    )
    (found,) = read(path, NOTHING)
    assert isinstance(found, Line)
    assert json.loads(found.content) == {"source": "x.org", "external_id": "a-1", "title": "T"}


def test_each_release_of_a_json_array_has_its_own_name(tmp_path: Path) -> None:
    path = a_file(tmp_path, "r.json", '[{"title": "1"}, 7]')
    assert [each.name for each in read(path, NATO)] == [f"{path}[0]", f"{path}[1]"]


def test_a_bad_line_is_told_with_its_number_and_harms_no_other(tmp_path: Path) -> None:
    path = a_file(tmp_path, "r.jsonl", '{"title": "1"}\n\nnot json\n{"title": "2"}')
    found = list(read(path, NATO))
    assert [(type(each), each.name) for each in found] == [
        (Line, f"{path}:1"),
        (Unreadable, f"{path}:3"),
        (Line, f"{path}:4"),
    ]


def test_a_missing_file_is_told() -> None:
    (found,) = read(Path("nowhere.txt"), NOTHING)
    assert found == Unreadable("nowhere.txt", "No such file or directory")


def test_compressed_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"title": "1"}\n{"title": "2"}\n'))
    assert [each.name for each in read(path, NATO) if isinstance(each, Line)] == [f"{path}:1", f"{path}:2"]


@given(sizes=st.lists(st.integers(0, HEAD_BYTES), min_size=1, max_size=8))
def test_lines_are_whole_wherever_the_reading_of_the_head_ends(sizes: list[int]) -> None:
    titles = ["x" * size for size in sizes]
    content = "".join(json.dumps({"title": title}) + "\n" for title in ["first", *titles]).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        found = [json.loads(each.content)["title"] for each in read(None, NATO) if isinstance(each, Line)]
    assert found == ["first", *titles]


@pytest.mark.parametrize(("name", "content"), [("r.txt", "Text"), ("r.html", "<p>x</p>"), ("r.json", '{"title": "T"}')])
def test_a_release_without_a_source_is_told_which_option_is_missing(tmp_path: Path, name: str, content: str) -> None:
    (found,) = read(a_file(tmp_path, name, content), NOTHING)
    assert isinstance(found, Unreadable)
    assert "--source" in found.reason


def test_a_folder_is_read_in_the_order_of_names_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "a.txt", ".hidden", "b/1.txt"):
        (tmp_path / name).touch()
    assert [str(path.relative_to(tmp_path)) for path in files_in(tmp_path)] == ["a.txt", "b/1.txt", "b/2.txt"]
