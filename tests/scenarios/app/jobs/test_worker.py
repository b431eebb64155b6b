"""A worker process spoken to as the queue does: lines of JSON, nothing pickled."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from scenarios.app.jobs.job import Failure
from scenarios.app.jobs.kinds import KINDS
from scenarios.app.jobs.wire import finite
from scenarios.scenario import Scenario


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What a worker says to three jobs that cannot be, and then to the end of its input."""
    out = tmp_path_factory.mktemp("out")
    nowhere = Scenario(name="nowhere", region=("atlantis",)).canonical()
    jobs = [
        {"id": "1", "kind": "solve", "payload": {"scenario": nowhere}},
        {"id": "2", "kind": "print", "payload": {"run": "../etc", "language": "en", "folder": ""}},
        {"id": "3", "kind": "solve", "payload": {}},
    ]
    lines = "".join(json.dumps({**job, "data": None, "out": str(out)}) + "\n" for job in jobs)
    process = subprocess.Popen(
        [sys.executable, "-m", "scenarios.app.jobs", "print"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(lines.encode())
    process.stdin.flush()
    said = [json.loads(process.stdout.readline()) for _ in jobs]
    process.stdin.close()
    assert process.wait(60) == 0, "a worker ends with its input"
    assert list(out.iterdir()) == []
    return said


def test_what_cannot_be_asked_is_told_problem_by_problem(answers: list[dict[str, Any]]) -> None:
    failed = answers[0]["failed"]
    assert failed["reason"] == "question"
    problems = Failure.from_plain(failed).problems
    assert any("atlantis" in message for _path, message, _allowed in problems)


def test_a_name_that_leads_out_is_told_as_such(answers: list[dict[str, Any]]) -> None:
    assert answers[1]["failed"]["reason"] == "data"
    assert "not the name of a run" in answers[1]["failed"]["message"]


def test_a_bug_ends_the_job_and_not_the_worker(answers: list[dict[str, Any]]) -> None:
    assert answers[2]["failed"]["reason"] == "program"
    assert [a["id"] for a in answers] == ["1", "2", "3"]


def test_every_kind_names_a_function_that_is_there() -> None:
    assert all(callable(kind.task()) for kind in KINDS.values())


def test_numbers_that_json_has_not_become_none() -> None:
    assert finite({"a": [1.5, float("nan"), (float("inf"),)], "b": "x"}) == {
        "a": [1.5, None, [None]],
        "b": "x",
    }
