"""The cluster path over any executor of the standard library, as dask.distributed gives one."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import whims

from inputs.errors import InputError
from optimizer.limits import Stop
from scenarios.runs import load_run
from scenarios.sweeps import SweepProgress, cluster, run_all

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


class FarExecutor(ThreadPoolExecutor):
    """Everything that goes out and comes back is pickled, as over a wire."""

    def submit(self, fn: Any, /, *args: Any) -> Future[Any]:
        message = pickle.dumps((fn, args))

        def far() -> Any:
            call, arguments = pickle.loads(message)
            return pickle.loads(pickle.dumps(call(*arguments)))

        return super().submit(far)


class Client:
    """What the sweep uses of a `distributed.Client`."""

    def ncores(self) -> dict[str, int]:
        return {"tcp://one": 1, "tcp://two": 1}

    def get_executor(self, **kwargs: Any) -> FarExecutor:
        assert kwargs == {"pure": False}, "the same question twice is two tasks"
        return FarExecutor(2)


@pytest.fixture
def fake_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def connected(address: str) -> Iterator[Client]:
        assert address == "tcp://here:8786"
        yield Client()

    monkeypatch.setattr(cluster, "connected", connected)


@pytest.mark.usefixtures("fake_cluster")
def test_a_cluster_gives_the_table_and_the_folders_of_this_machine(
    tmp_path: Path, trace: Path
) -> None:
    asked = whims.seeds([1, whims.RAISES, whims.DIES, 2, 3])
    here = run_all(asked, tmp_path / "here", workers=1, create=whims.create)
    seen: list[SweepProgress] = []
    there = run_all(
        asked,
        tmp_path / "there",
        scheduler="tcp://here:8786",
        create=whims.create,
        on_progress=seen.append,
    )
    columns = ["seconds", "error"]
    pd.testing.assert_frame_equal(
        there.frame.drop(columns=columns), here.frame.drop(columns=columns)
    )
    assert "a bug of ours" in there.frame["error"][1]
    assert "SIGKILL" in there.frame["error"][2]
    assert (seen[-1].done, seen[-1].failed) == (3, 2)
    for name in here.frame["run"][here.frame["run"] != ""]:
        a, b = (load_run(tmp_path / side / name) for side in ("here", "there"))
        assert a.evaluations["optimised"].kpis == b.evaluations["optimised"].kpis
    before = len(whims.solved(trace))
    run_all(
        whims.seeds([1, 2]), tmp_path / "there", scheduler="tcp://here:8786", create=whims.create
    )
    assert len(whims.solved(trace)) == before, "what came back is not asked again"


@pytest.mark.usefixtures("fake_cluster")
def test_a_worker_with_another_version_is_found_out(
    tmp_path: Path, trace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scenarios.sweeps import running

    class Other(running.Fingerprint):
        @property
        def question(self) -> str:
            return "f" * 64

    monkeypatch.setattr(running, "Fingerprint", Other)
    table = run_all(
        whims.seeds([1]), tmp_path / "runs", scheduler="tcp://here:8786", create=whims.create
    )
    assert list(table.frame["status"]) == ["failed"]
    assert "another version of the program" in table.frame["error"][0]
    assert list((tmp_path / "runs").iterdir()) == []


@pytest.mark.usefixtures("fake_cluster")
def test_a_stop_lets_the_cluster_go(tmp_path: Path, trace: Path) -> None:
    stop = Stop()
    stop.request()
    table = run_all(
        whims.seeds([1, 2]),
        tmp_path,
        scheduler="tcp://here:8786",
        create=whims.create,
        stop=stop,
    )
    assert set(table.frame["status"]) == {"interrupted"}


def test_without_dask_or_without_an_answer_the_message_says_what_to_do(
    tmp_path: Path, trace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask() -> None:
        run_all(whims.seeds([1]), tmp_path, scheduler="tcp://127.0.0.1:9", create=whims.create)

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"aumaq\[cluster\]"):
        ask()

    class Silent:
        def Client(self, *args: Any, **kwargs: Any) -> None:
            raise OSError("Timed out")

    monkeypatch.setitem(sys.modules, "distributed", Silent())
    with pytest.raises(InputError, match=r"does not answer.*tcp://127.0.0.1:9"):
        ask()
    assert whims.solved(trace) == []
