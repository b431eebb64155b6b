"""Ctrl-C keeps the best plan found, says so, and ends with its own code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import Any

import pytest
import run_locate

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def test_one_interrupt_keeps_the_plan_and_its_bound(desk: Any) -> None:
    command = [sys.executable, "-u", run_locate.__file__, "locate", "p-center", "-p", "1"]
    command += ["--demand", str(desk.folder / "demand.csv")]
    command += ["--sites", str(desk.folder / "sites.csv"), "--out", str(desk.out)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            first = process.stderr.readline()
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    assert first.startswith("waiting: best")
    assert "bound" in first
    assert process.returncode == 5
    assert said.splitlines()[-1] == str(desk.out / "report.html")
    assert "Stopped at your word; no choice of sites can be better by more than 50" in said
    certificate = json.loads((desk.out / "certificate.json").read_text(encoding="utf-8"))
    assert certificate["interrupted"] is True
    assert (certificate["status"], certificate["gap"]) == ("feasible", 0.5)
