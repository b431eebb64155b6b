"""kill -9 of a sweep or its workers: what is finished is whole, the next call does the rest."""

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

import pandas as pd
import psutil
import pytest
import whims
import yaml

from scenarios.runs import load_run
from scenarios.sweeps import SweepTable, run_all

SCRIPT = Path(whims.__file__).with_name("run_sweep.py")
SEEDS = list(range(1, 13))

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@contextmanager
def _started(*command: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-u", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _wait_for(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if word in line:
            return
    pytest.fail(f"{word!r} never came")


def _gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=20)[1]


def _whole(out: Path) -> list[Path]:
    """Every visible run; fails if one of them cannot be read back."""
    folders = [p for p in out.iterdir() if p.is_dir() and not p.name.startswith(".")]
    for folder in folders:
        assert load_run(folder).manifest.complete
    return folders


def _content(table: SweepTable) -> pd.DataFrame:
    """What must not depend on interruptions: everything but the time that it took."""
    return table.frame.drop(columns="seconds")


def test_a_kill_of_the_sweep_at_any_moment_loses_nothing_that_was_finished(
    tmp_path: Path, trace: Path
) -> None:
    draw = random.Random(7)
    undisturbed = run_all(
        whims.seeds(SEEDS), tmp_path / "undisturbed", workers=2, create=whims.create
    )
    out = tmp_path / "killed"
    finished: set[Path] = set()
    for round_ in range(3):
        with _started(str(SCRIPT), str(out), "2", *map(str, SEEDS)) as process:
            _wait_for(process, f"{min(2 + 3 * round_, 11)} of 12")
            workers = psutil.Process(process.pid).children()
            assert len(workers) == 2
            time.sleep(draw.uniform(0, 0.3))
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert _gone(workers), "workers end with their parent"
        whole = set(_whole(out))
        assert whole > finished, "each call does some of the rest"
        finished = whole
    before = len(whims.solved(trace))
    resumed = run_all(whims.seeds(SEEDS), out, workers=2, create=whims.create)
    assert len(whims.solved(trace)) - before == len(SEEDS) - len(finished)
    pd.testing.assert_frame_equal(_content(resumed), _content(undisturbed))
    assert len(_whole(out)) == len(SEEDS)
    assert not any(p.name.startswith(".") for p in out.iterdir()), "nothing hidden is left"


def test_a_killed_worker_costs_one_run_and_the_next_call_does_it(
    tmp_path: Path, trace: Path
) -> None:
    with _started(str(SCRIPT), str(tmp_path / "runs"), "2", *map(str, SEEDS)) as process:
        _wait_for(process, "2 of 12")
        victim = psutil.Process(process.pid).children()[0]
        victim.send_signal(signal.SIGKILL)
        process.communicate(timeout=120)
        assert process.returncode == 0
    done = len(_whole(tmp_path / "runs"))
    assert done >= len(SEEDS) - 1
    table = run_all(whims.seeds(SEEDS), tmp_path / "runs", workers=1, create=whims.create)
    assert set(table.frame["status"]) == {"done"}


SWEEP = """\
base: default
set:
  region: [mangystau_oblast]
  solve: {front_points: 0, gap: 0.03, time_s: 30}
grid:
  money.budget_bn_per_year: [28, 30]
  objectives.1.at_most: [documented, 0.6]
"""


def test_a_killed_sweep_of_schools_ends_with_the_plans_of_one_that_was_not(tmp_path: Path) -> None:
    """The real model, from the command line, its groups cut in the middle."""
    file = tmp_path / "schools.yaml"
    file.write_text(SWEEP, encoding="utf-8")
    code = "from scenarios.cli import main; main()"

    def command(out: Path) -> list[str]:
        return ["-c", code, "sweep", str(file), "--out", str(out), "--workers", "1"]

    out, undisturbed = tmp_path / "killed", tmp_path / "undisturbed"
    with _started(*command(out)) as process:
        while len(list(out.glob("schools-*/manifest.json"))) < 1:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert 1 <= len(_whole(out)) < 4
    for folder in (out, undisturbed):
        subprocess.run([sys.executable, *command(folder)], check=True, capture_output=True)
    tables = [SweepTable.read(folder / "schools.parquet") for folder in (out, undisturbed)]
    pd.testing.assert_frame_equal(_content(tables[0]), _content(tables[1]))
    for name in tables[0].frame["run"]:
        for part in ("plan.csv", "evaluation_by_year.csv", "scenario.yaml"):
            assert (out / name / part).read_bytes() == (undisturbed / name / part).read_bytes()
        asked = yaml.safe_load((out / name / "scenario.yaml").read_text(encoding="utf-8"))
        assert asked["region"] == ["mangystau_oblast"]


def test_one_interrupt_on_the_command_line_keeps_plans_and_writes_the_table(
    tmp_path: Path,
) -> None:
    file = tmp_path / "long.yaml"
    text = SWEEP.replace("gap: 0.03, time_s: 30", "gap: 0.0, time_s: 600")
    file.write_text(text, encoding="utf-8")
    command = ["-c", "from scenarios.cli import main; main()", "sweep", str(file)]
    with _started(*command, "--out", str(tmp_path / "runs"), "--workers", "1") as process:
        _wait_for(process, "0 of 4")
        time.sleep(15)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 5, said
    table = SweepTable.read(tmp_path / "runs" / "long.parquet")
    assert said.splitlines()[-1].endswith("long.parquet")
    assert "interrupted" in set(table.frame["status"])
    assert (table.frame["error"] != "").sum() >= 2, "what had not begun says so"
