"""Solves as runs of their own, through the sweep's runner."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from optimizer.limits import Stop
from scenarios.plan import Plan
from scenarios.sweeps import SweepProgress, Variant, run_all
from scenarios.uncertainty.answer import Cell

OnStep = Callable[[str], None]


class Interrupted(Exception):
    """Stopped before every solve was done; those that are done are kept as runs."""


@dataclass(frozen=True)
class Runner:
    """How solves are run: where to, with how many processes, and what hears of it."""

    out: Path
    workers: int | None
    scheduler: str | None
    data: Path | None
    limit_s: float
    stop: Stop
    on_progress: Callable[[SweepProgress], None] | None
    on_step: OnStep

    def solve(self, step: str, variants: Sequence[Variant]) -> list[Cell]:
        """Answer all; those known are read.

        Raises
        ------
        Interrupted
            the stop was raised
        """
        self.on_step(step)
        table = run_all(
            variants,
            self.out,
            workers=self.workers,
            scheduler=self.scheduler,
            data=self.data,
            limit_s=self.limit_s,
            stop=self.stop,
            on_progress=self.on_progress,
        )
        if self.stop:
            raise Interrupted
        return [
            self._cell(row["run"], row["error"], row["status"] == "done")
            for row in table.frame[["run", "error", "status"]].to_dict("records")
        ]

    def _cell(self, run: str, error: str, done: bool) -> Cell:
        if not done:
            told = error.strip().splitlines() or ["no answer"]
            return Cell(math.nan, math.nan, "", told[-1])
        stages = json.loads((self.out / run / "certificate.json").read_text("utf-8"))["stages"]
        # measures are never negative, so nothing proven is still a bound of zero
        return Cell(float(stages[0]["objective"]), float(stages[0]["bound"] or 0.0), run, "")

    def plan(self, cell: Cell) -> Plan:
        return Plan.from_csv(self.out / cell.run / "plan.csv")
