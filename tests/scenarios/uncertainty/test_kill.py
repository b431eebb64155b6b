"""Ctrl-C and kill -9 of `aumaq regret`: what is solved stays, and the next call tells the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scenarios.runs import INTERRUPTED, load_run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

QUESTION = """\
title: Kindergartens of two districts
base: preschool
set:
  region: [raiymbek, kegen]
  years: {first: 2026, last: 2032}
  money.budget_bn_per_year: 1.5
  construction: {sizes: [280], max_starts_per_unit_year: 1}
  objectives: [{measure: shortage}]
  solve: {front_points: 0, gap: 0.000001, time_s: 30, threads: 1}
decide_until: 2026
tornado: false
futures:
  grid:
    demand.growth: [low, high]
"""
AUMAQ = [sys.executable, "-c", "from scenarios.cli import main; main()"]
TABLES = ("payoff.csv", "starts.csv")


def start(folder: Path) -> subprocess.Popen[str]:
    command = ["regret", str(folder / "question.yaml"), "--out", str(folder / "runs")]
    return subprocess.Popen(
        [*AUMAQ, *command, "--workers", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def runs(folder: Path) -> set[str]:
    """Names of answers; what an interrupt cut short is kept under a name of its own."""
    if not (folder / "runs").exists():
        return set()
    visible = (p for p in (folder / "runs").iterdir() if not p.name.startswith("."))
    return {
        p.name
        for p in visible
        if (p / "manifest.json").is_file() and not p.name.endswith(INTERRUPTED)
    }


def disturbed(folder: Path, how: signal.Signals, after: int) -> int:
    """Disturb a call once `after` runs more are there; gives its exit code."""
    before = len(runs(folder))
    with start(folder) as process:
        while process.poll() is None and len(runs(folder)) < before + after:
            time.sleep(0.02)
        process.send_signal(how)
        return process.wait(timeout=120)


def tables(folder: Path) -> dict[str, str]:
    answer = folder / "runs" / "question-regret"
    return {name: (answer / name).read_text(encoding="utf-8") for name in TABLES}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for name in ("quiet", "disturbed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "question.yaml").write_text(QUESTION, encoding="utf-8")
    return tmp_path


def test_what_is_solved_stays_and_the_next_call_tells_the_same(desk: Path) -> None:
    quiet, other = desk / "quiet", desk / "disturbed"
    with start(quiet) as process:
        assert process.wait(timeout=300) == 0
    assert disturbed(other, signal.SIGKILL, 1) == -signal.SIGKILL
    kept = runs(other)
    assert kept
    assert disturbed(other, signal.SIGINT, 1) == 5
    assert kept < runs(other)
    for name in runs(other):
        assert load_run(other / "runs" / name).manifest.complete
    assert not (other / "runs" / "question-regret").exists()
    with start(other) as process:
        assert process.wait(timeout=300) == 0
    assert runs(other) == runs(quiet)
    assert tables(other) == tables(quiet)
