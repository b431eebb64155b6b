"""A front that was killed goes on where it was, and ends as if nothing had happened."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from expansion_enumeration import tiny

from models.capacity_expansion import Resolver
from optimizer.limits import Limits, Stop
from scenarios.fronts import Against, Front, Request
from scenarios.fronts.tracing import trace
from scenarios.unfinished import Unfinished

MAIN = "from scenarios.cli import main; main()"
NESTED = Request(Against.COST, points=7, nested=True, gap=0.0)


class _Killed(BaseException):
    pass


def _same(one: Front, other: Front) -> bool:
    pairs = zip((*one.points, *one.nested), (*other.points, *other.nested), strict=True)
    return one.direction == other.direction and all(
        a.objective == b.objective
        and a.bound == b.bound
        and a.level == b.level
        and np.array_equal(a.starts, b.starts)
        for a, b in pairs
    )


@pytest.fixture
def solves(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    counted: list[int] = []
    solve = Resolver.solve

    def counting(self: Resolver, *given: object) -> object:
        counted.append(1)
        return solve(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Resolver, "solve", counting)
    return counted


@pytest.mark.parametrize("parts_before", [1, 2, 5, 9, 15])
def test_parts_found_before_are_not_solved_again(
    parts_before: int, tmp_path: Path, solves: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = tiny(1)
    whole = trace(instance, NESTED)
    in_all = len(solves)
    parts = Unfinished(tmp_path / "parts")
    keep = Unfinished.keep
    kept: list[str] = []

    def until_killed(self: Unfinished, name: str, *given: object) -> None:
        if len(kept) == parts_before:
            raise _Killed
        keep(self, name, *given)  # type: ignore[arg-type]
        kept.append(name)

    monkeypatch.setattr(Unfinished, "keep", until_killed)
    with pytest.raises(_Killed):
        trace(instance, NESTED, parts=parts)
    monkeypatch.setattr(Unfinished, "keep", keep)
    solves.clear()
    again = trace(instance, NESTED, parts=parts)
    assert len(solves) == in_all - sum(name.startswith("point-") for name in kept)
    assert _same(whole, again)


def test_a_part_that_cannot_be_read_or_keeps_no_rule_is_solved_again(
    tmp_path: Path, solves: list[int]
) -> None:
    instance = tiny(1)
    parts = Unfinished(tmp_path / "parts")
    whole = trace(instance, NESTED, parts=parts)
    assert parts.folder is not None
    (parts.folder / "point-0.npz").write_bytes(b"half a fi")
    known = parts.find("point-3")
    assert known is not None
    wrong = {**known.arrays, "plan.starts": known.arrays["plan.starts"] + 50}
    parts.keep("point-3", wrong, known.note)
    solves.clear()
    again = trace(instance, NESTED, parts=parts)
    assert len(solves) == 2
    assert [p.objective for p in again.points] == pytest.approx([p.objective for p in whole.points])


def test_what_a_stop_cut_short_is_no_part(tmp_path: Path) -> None:
    stop, parts = Stop(), Unfinished(tmp_path / "parts")
    told: list[str] = []

    def stopping(progress: object) -> None:
        told.append(str(progress))
        if len(told) == 3:
            stop.request()

    front = trace(tiny(1), NESTED, Limits(stop=stop, on_progress=stopping), parts)
    assert not front.complete
    assert parts.folder is not None
    assert len(list(parts.folder.iterdir())) == 3


def test_a_killed_command_is_finished_by_the_next(tmp_path: Path) -> None:
    command = [
        sys.executable, "-c", MAIN, "front", "default", "--nested", "--points", "5",
        "--set", "region=[almaty_oblast]", "--set", "years.last=2035",
        # points that end by their gap, not by the time, which a busy machine fills differently
        "--gap", "0.02", "--time", "900", "--out",
    ]  # fmt: skip
    subprocess.run([*command, tmp_path / "whole"], check=True, capture_output=True)
    killed = subprocess.Popen(
        [*command, tmp_path / "killed"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 120
    while not list(tmp_path.glob("killed/*-unfinished/point-2.npz")):
        assert killed.poll() is None, "ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.01)
    killed.kill()
    killed.wait()
    assert not list(tmp_path.glob("killed/*/points.csv"))
    subprocess.run([*command, tmp_path / "killed"], check=True, capture_output=True)
    (one,), (other,) = (list(tmp_path.glob(f"{n}/*/points.csv")) for n in ("whole", "killed"))
    assert one.read_bytes() == other.read_bytes()
    actions = [pd.read_parquet(p.with_name("actions.parquet")) for p in (one, other)]
    pd.testing.assert_frame_equal(*actions)
    assert not list(tmp_path.glob("killed/*-unfinished"))
