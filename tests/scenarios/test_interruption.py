"""Ctrl-C keeps the plan; a kill at any moment leaves no broken run."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fake_study
import pytest

from scenarios.runner import run
from scenarios.runs import load_run
from scenarios.scenario import Scenario

SCRIPT = Path(fake_study.__file__).with_name("run_fake.py")
FOREVER = 600.0

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@contextmanager
def _running(out: Path, seconds: float, render: float) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-u", str(SCRIPT), str(out), str(seconds), str(render)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _wait_for(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(line)
        if word in line:
            return
    pytest.fail(f"{word!r} never came: {''.join(seen)}")


def _rest(process: subprocess.Popen[str]) -> list[str]:
    return process.communicate(timeout=60)[0].splitlines()


def _whole(out: Path) -> list[Path]:
    """Every visible folder; fails if one of them cannot be read back."""
    folders = [p for p in out.iterdir() if not p.name.startswith(".")] if out.exists() else []
    for folder in folders:
        load_run(folder)
        assert (folder / "report.html").read_text().startswith("|"), "a half-written report"
    return folders


def _ask(out: Path) -> Path:
    return run(
        Scenario(name="made-up"),
        fake_study.FakeTerritory(),
        out,
        create=fake_study.Factory(),
        render=fake_study.fake_render,
    ).run.path


def test_one_interrupt_keeps_the_best_plan_and_says_so(tmp_path: Path) -> None:
    with _running(tmp_path, FOREVER, 0) as process:
        _wait_for(process, "shortage")
        process.send_signal(signal.SIGINT)
        said = _rest(process)
        assert process.returncode == 0
    assert any("stopping with the best plan" in line for line in said)
    assert said[-2] == "complete=False cached=False"
    assert said[-1].endswith("-interrupted")
    (kept,) = _whole(tmp_path)
    assert load_run(kept).certificates[0].status == "feasible"
    assert _ask(tmp_path) != kept, "an interrupted answer is no answer to the question"


def test_two_interrupts_leave_at_once_without_a_run(tmp_path: Path) -> None:
    with _running(tmp_path, 0, FOREVER) as process:
        _wait_for(process, "rendering")
        process.send_signal(signal.SIGINT)
        _wait_for(process, "stopping")
        process.send_signal(signal.SIGINT)
        _rest(process)
        assert process.returncode == 130
    assert _whole(tmp_path) == []


@pytest.mark.parametrize("moment", ["shortage", "writing", "rendering"])
def test_a_kill_at_a_known_moment_leaves_no_broken_run(tmp_path: Path, moment: str) -> None:
    seconds, render = (FOREVER, 0) if moment == "shortage" else (0, FOREVER)
    with _running(tmp_path, seconds, render) as process:
        _wait_for(process, moment)
        process.kill()
        process.wait()
    assert _whole(tmp_path) == []
    kept = _ask(tmp_path)
    assert list(tmp_path.iterdir()) == [kept], "what was left behind is swept by the next run"


def test_a_kill_at_any_moment_leaves_a_whole_run_or_none(tmp_path: Path) -> None:
    """Strikes between the end of the solve and the last byte, at moments drawn by chance."""
    draw = random.Random(20)
    for attempt in range(6):
        out = tmp_path / str(attempt)
        with _running(out, 0, 0.1) as process:
            _wait_for(process, "writing")
            time.sleep(draw.uniform(0, 0.4))
            process.kill()
            process.wait()
        assert len(_whole(out)) <= 1
        assert _ask(out) in _whole(out)
        assert not any(p.name.startswith(".") for p in out.iterdir()), "nothing hidden is left"


def test_two_processes_with_one_question_agree(tmp_path: Path) -> None:
    with _running(tmp_path, 0.5, 0.3) as first, _running(tmp_path, 0.5, 0.3) as second:
        ends = [_rest(first), _rest(second)]
    assert ends[0][-1] == ends[1][-1]
    assert "complete=True cached=False" in {end[-2] for end in ends}
    (kept,) = tmp_path.iterdir()
    assert ends[0][-1] == str(kept)
    assert _whole(tmp_path) == [kept]
