"""A folder appears whole or not at all, and what a killed process left is swept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scenarios import folders


def test_a_draft_becomes_the_target(tmp_path: Path) -> None:
    with folders.draft(tmp_path) as draft:
        (draft.path / "a.txt").write_text("a")
        assert draft.publish(tmp_path / "run")
    assert [p.name for p in tmp_path.iterdir()] == ["run"]
    assert (tmp_path / "run" / "a.txt").read_text() == "a"


def test_an_unpublished_draft_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with folders.draft(tmp_path) as draft:
            (draft.path / "a.txt").write_text("a")
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_the_second_of_two_loses_and_the_first_stays(tmp_path: Path) -> None:
    target = tmp_path / "run"
    with folders.draft(tmp_path) as first, folders.draft(tmp_path) as second:
        (first.path / "by").write_text("first")
        (second.path / "by").write_text("second")
        assert first.publish(target)
        assert not second.publish(target)
    assert (target / "by").read_text() == "first"
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_replacing_leaves_only_the_new(tmp_path: Path) -> None:
    target = tmp_path / "run"
    for content in ("old", "new"):
        with folders.draft(tmp_path) as draft:
            (draft.path / content).write_text(content)
            assert draft.publish(target, replace=True)
    assert [p.name for p in target.iterdir()] == ["new"]
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_drafts_of_the_living_are_left_alone_and_of_the_dead_removed(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from scenarios.folders import draft\n"
        "with draft(pathlib.Path(sys.argv[1])) as d:\n"
        "    (d.path / 'half').write_text('x'); print('ready', flush=True); sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    other.stdout.readline()
    assert folders.remove_stale(tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 1
    other.kill()
    other.communicate()
    assert len(folders.remove_stale(tmp_path)) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_reused_process_number_does_not_protect_a_stale_draft(tmp_path: Path) -> None:
    with folders.draft(tmp_path) as draft:
        host, pid = draft.path.name.split("-")[1:3]
    stale = tmp_path / f".aumaq-{host}-{pid}-1000000000-0123abcd"
    stale.mkdir()
    assert folders.remove_stale(tmp_path) == [stale]


@pytest.mark.parametrize("name", [".aumaq-00000000-1-1000000000-0123abcd", ".aumaq-mine", ".git"])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert folders.remove_stale(tmp_path) == []
    assert (tmp_path / name).exists()


_COMPETE = """
import sys, pathlib
from scenarios.folders import draft
parent, number = pathlib.Path(sys.argv[1]), sys.argv[2]
with draft(parent) as hidden:
    for i in range(20):
        (hidden.path / str(i)).write_text(number)
    sys.stdin.readline()
    print(hidden.publish(parent / "run"))
"""


def test_many_processes_one_winner_and_no_mixture(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _COMPETE, str(tmp_path), str(i)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for i in range(5)
    ]
    said = [process.communicate("go\n", timeout=60)[0].strip() for process in processes]
    assert sorted(said) == ["False"] * 4 + ["True"]
    written = {p.read_text() for p in (tmp_path / "run").iterdir()}
    assert written == {str(said.index("True"))}
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_a_file_is_replaced_whole_or_not(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("old")
    with pytest.raises(TypeError):
        folders.replace_file(file, "text instead of bytes")
    assert file.read_text() == "old"
    folders.replace_file(file, b"new")
    assert file.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
