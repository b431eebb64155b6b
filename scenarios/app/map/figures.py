"""Figures of the units of a yearly programme as arrays over the steps of the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.evaluation import Evaluation
from scenarios.scenario import StudyName
from scenarios.views.words import words

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Figures:
    """What a plan does in every unit.

    Attributes
    ----------
    row : position of a unit in the arrays
    need, added, shortage : (U, T) persons or places; `added` since the first year
    share : (U, T) shortage as a share of need, 0..1
    """

    row: Mapping[str, int]
    need: FloatArray
    added: FloatArray
    shortage: FloatArray
    share: FloatArray

    @classmethod
    def of(cls, evaluation: Evaluation, study: StudyName, steps: tuple[int, ...]) -> Figures:
        """The figures of an evaluation in the years of `steps`, which ascend."""
        table = evaluation.by_unit
        table = table[table["year"].between(steps[0], steps[-1])]
        codes, units = pd.factorize(table["unit_id"])
        columns = np.searchsorted(steps, table["year"].to_numpy())
        amount = "capacity" if words(study).grows else "new_capacity"

        def filled(column: str) -> FloatArray:
            found = np.zeros((len(units), len(steps)))
            found[codes, columns] = table[column].to_numpy(dtype=float)
            return found

        return cls(
            {str(unit): number for number, unit in enumerate(units)},
            *map(filled, ("need", amount, "shortage", "shortage_share")),
        )
