"""Whatever a scenario does, the others are answered, and nothing is answered twice."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pandas as pd
import pytest
import whims
from whims import seeds, solved

from inputs.errors import InputError
from optimizer.limits import Stop
from scenarios.errors import InconsistentScenario
from scenarios.runs import RENDERED, load_run
from scenarios.scenario import Scenario
from scenarios.sweeps import SweepProgress, SweepTable, Variant, run_all

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def test_every_variant_has_its_folder_and_its_row(tmp_path: Path, trace: Path) -> None:
    seen: list[SweepProgress] = []
    table = run_all(
        seeds([3, 1, 2]), tmp_path, workers=2, create=whims.create, on_progress=seen.append
    )
    frame = table.frame
    assert list(frame["variant"]) == [1, 2, 3]
    assert list(frame["seed"]) == [3, 1, 2]
    assert list(frame["shortage_place_years"]) == [3.0, 1.0, 2.0]
    assert set(frame["status"]) == {"done"}
    assert table.keys == ("seed",)
    assert set(table.kpis) >= {"shortage_place_years", "capex_mln_kzt"}
    for name, hash_ in zip(frame["run"], frame["hash"], strict=True):
        run = load_run(tmp_path / name)
        assert run.manifest.question == hash_
        assert not any((run.path / file).exists() for file in RENDERED)
    assert [p.done for p in seen] == [0, 1, 2, 3]
    assert seen[0].left_s is None
    assert seen[-1].left_s == 0.0


def test_what_is_answered_is_not_solved_again(tmp_path: Path, trace: Path) -> None:
    first = run_all(seeds([1, 2]), tmp_path, workers=1, create=whims.create)
    again = run_all(seeds([2, 4, 1]), tmp_path, workers=1, create=whims.create)
    assert solved(trace) == [1, 2, 4]
    pd.testing.assert_frame_equal(
        again.frame.iloc[[2, 0]].drop(columns="variant").reset_index(drop=True),
        first.frame.drop(columns="variant"),
    )


def test_no_failure_loses_the_others_and_each_is_told(tmp_path: Path, trace: Path) -> None:
    asked = [1, whims.RAISES, whims.DIES, 2, whims.IMPOSSIBLE, whims.HANGS, 3]
    table = run_all(seeds(asked), tmp_path, workers=1, create=whims.create, limit_s=15)
    rows = table.frame.set_index("seed")
    assert list(rows.index[rows["status"] == "done"]) == [1, 2, 3]
    assert "RuntimeError: a bug of ours" in rows.loc[whims.RAISES, "error"]
    assert "SIGKILL" in rows.loc[whims.DIES, "error"]
    assert "too little money" in rows.loc[whims.IMPOSSIBLE, "error"]
    assert "was ended after 15 s" in rows.loc[whims.HANGS, "error"]
    assert rows["shortage_place_years"].notna().sum() == 3
    assert not any(p.name.startswith(".") for p in tmp_path.iterdir() if p != trace)
    before = len(solved(trace))
    run_all(seeds([1, whims.IMPOSSIBLE]), tmp_path, workers=1, create=whims.create)
    assert solved(trace)[before:] == [whims.IMPOSSIBLE], "what failed is asked again"


def test_a_stop_keeps_the_best_plan_and_leaves_out_the_rest(tmp_path: Path, trace: Path) -> None:
    stop = Stop()

    def after_the_first(progress: SweepProgress) -> None:
        if progress.done == 1:
            threading.Timer(1.0, stop.request).start()

    table = run_all(
        seeds([1, whims.WAITS, 2]),
        tmp_path,
        workers=1,
        create=whims.create,
        stop=stop,
        on_progress=after_the_first,
    )
    assert list(table.frame["status"]) == ["done", "interrupted", "interrupted"]
    kept = load_run(tmp_path / table.frame["run"][1])
    assert not kept.manifest.complete
    assert table.frame["run"][2] == ""
    assert "before it began" in table.frame["error"][2]
    whole = run_all(seeds([1, 2]), tmp_path, workers=1, create=whims.create)
    assert set(whole.frame["status"]) == {"done"}


def test_a_worker_computes_with_one_thread(tmp_path: Path, trace: Path) -> None:
    table = run_all(seeds([whims.THREADS]), tmp_path, workers=1, create=whims.create)
    assert table.frame["places_opened"][0] == 1


def test_the_table_is_read_back_as_it_was(tmp_path: Path, trace: Path) -> None:
    variants = [
        Variant(v.label, v.scenario, {**v.keys, "mixed": value})
        for v, value in zip(seeds([1, whims.RAISES]), ["low", [1, 2]], strict=True)
    ]
    table = run_all(variants, tmp_path, workers=1, create=whims.create)
    table.write(tmp_path / "tables" / "one.parquet")
    read = SweepTable.read(tmp_path / "tables" / "one.parquet")
    pd.testing.assert_frame_equal(read.frame, table.frame)
    assert (read.keys, read.kpis) == (table.keys, table.kpis)
    assert list(read.frame["mixed"]) == ["low", "[1, 2]"]
    (tmp_path / "no.parquet").write_bytes(b"PAR")
    with pytest.raises(InputError, match="is no table of a sweep"):
        SweepTable.read(tmp_path / "no.parquet")


def test_nothing_is_solved_where_the_question_cannot_be(tmp_path: Path, trace: Path) -> None:
    with pytest.raises(InputError, match="at least one scenario"):
        run_all([], tmp_path)
    unknown = Variant("x", Scenario(region=("atlantis",)), {})
    with pytest.raises(InconsistentScenario, match="atlantis"):
        run_all([*seeds([1]), unknown], tmp_path, create=whims.create)
    with pytest.raises(InputError, match="at least 1"):
        run_all(seeds([1]), tmp_path, workers=0, create=whims.create)
    assert solved(trace) == []
