"""Solves as runs of their own, through the sweep's runner."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from optimizer.limits import Stop
from scenarios.first_years import FirstYears, Start, Tabled
from scenarios.language import Said, said
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
            self._cell(run, error, status == "done")
            for run, status, error in zip(
                table.frame["run"], table.frame["status"], table.errors, strict=True
            )
        ]

    def _cell(self, run: str, error: str, done: bool) -> Cell:
        if not done:
            return Cell(math.nan, math.nan, "", _last_line(error))
        stages = json.loads((self.out / run / "certificate.json").read_text("utf-8"))["stages"]
        # measures are never negative, so nothing proven is still a bound of zero
        return Cell(float(stages[0]["objective"]), float(stages[0]["bound"] or 0.0), run, "")

    def starts(self, cell: Cell, study: FirstYears, until: int) -> dict[Start, int]:
        """What a cell's run starts up to the end of `until`.

        Parameters
        ----------
        study : of the cell's scenario
        """
        run = self.out / cell.run
        if isinstance(study, Tabled):
            return study.starts_in(pd.read_csv(run / "tables" / f"{study.table}.csv"), until)
        return study.starts(Plan.from_csv(run / "plan.csv"), until)


def _last_line(error: str) -> str:
    """A sentence as it was said; of a trace what it ends with."""
    if isinstance(error, Said):
        return error
    return error.strip().splitlines()[-1] if error.strip() else said("no answer")
