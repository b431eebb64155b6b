"""How many people a settlement has that the documents count and do not name."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.errors import InputError
from inputs.territory import Territory

FloatArray = NDArray[np.float64]

SIZE_CLASSES = 5
PATTERN_YEAR = 2025
# The same figure has another id in each scheme.
RURAL_POPULATION = ("rural_population", "pop_rural")
VILLAGES = ("villages",)
PEOPLE_PER_THOUSAND = 1000.0


def size_pattern(territory: Territory) -> FloatArray:
    """Populations of the rural settlements that the agglomeration's annex lists, rising.

    Only how unequal they are is used, not how large.

    Raises
    ------
    InputError
        there is no populated rural settlement
    """
    table = territory.table("settlements")
    people = table.loc[table["type"] == "rural settlement", f"population_{PATTERN_YEAR}"]
    people = people[people > 0].sort_values()
    if people.empty:
        raise InputError(
            "no rural settlement with a population",
            file="settlements.csv",
            column=f"population_{PATTERN_YEAR}",
            expected="rural settlements, whose sizes stand for those of unnamed ones",
        )
    return people.to_numpy(dtype=float)


def class_counts(settlements: int) -> NDArray[np.int64]:
    """Settlements of each size class, as equal as whole numbers allow, none empty."""
    classes = min(SIZE_CLASSES, settlements)
    return np.diff(np.arange(classes + 1) * settlements // classes).astype(np.int64)


def relative_sizes(pattern: FloatArray, counts: NDArray[np.int64]) -> FloatArray:
    """Mean size of each class over the mean of all, smallest first; their weighted mean is 1.

    Read from the Lorenz curve of `pattern` between the classes' shares of all settlements.
    """
    lorenz = np.concatenate([[0.0], np.cumsum(pattern)]) / pattern.sum()
    edges = np.concatenate([[0], np.cumsum(counts)]) / counts.sum()
    people = np.interp(edges, np.linspace(0.0, 1.0, len(lorenz)), lorenz)
    return np.asarray(np.diff(people) / np.diff(edges), dtype=float)


def rural_population(territory: Territory, region: str) -> pd.Series:
    """Rural people of a region by year.

    Raises
    ------
    InputError
        the indicators do not hold it
    """
    return _series(territory, region, RURAL_POPULATION) * PEOPLE_PER_THOUSAND


def mean_village(territory: Territory, region: str) -> float:
    """Rural people per village of a region in the documents' base year."""
    people = rural_population(territory, region)
    villages = _series(territory, region, VILLAGES)
    base = int(people.index[0])
    if base not in villages.index or villages[base] <= 0:
        raise InputError(
            "the number of villages is missing",
            file="indicators.csv",
            column="value",
            value=f"{region}, {base}",
            expected="a number above 0",
        )
    return float(people[base] / villages[base])


def _series(territory: Territory, region: str, ids: tuple[str, ...]) -> pd.Series:
    table = territory.table("indicators")
    # part 2 of a row is the same figure as a share
    rows = table[
        (table["unit_id"] == region) & table["indicator_id"].isin(ids) & (table["part"] == 1)
    ]
    found = rows.dropna(subset=["value"]).set_index("year")["value"].sort_index()
    if found.empty or not found.index.is_unique:
        raise InputError(
            "no single series of a region" if len(found) else "a series of a region is missing",
            file="indicators.csv",
            column="indicator_id",
            value=region,
            expected=f"one row a year with {' or '.join(ids)}",
        )
    return found
