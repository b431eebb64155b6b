"""What the schemes print about water, as arrays: sources of oblasts and uses of districts.

Nothing is counted twice. Household demand is row 1 plus row 3a of the annexes; irrigation is row 3
without 3a, so that the parts of row 3 are never added to it. Rows 11 to 17 are obligations: mine
water is pumped and let go, transit, transfers and releases pass by. None of them but the sanitary
release stands in the use of table 1, so they are taken off before conveyance losses are reckoned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.territory import Territory

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

HORIZONS = (2040, 2050)
SOURCES = ("surface", "ground", "other")
USES = ("household", "industry", "obligation", "irrigation", "other")
PIPED = (0, 1)  # uses that lose like groundwater, by pipe; the others by canal
ROWS = {
    "household": ("1", "3a"),
    "industry": ("2", "9"),  # 9: water pressed into oil fields
    "irrigation": ("3",),  # less 3a
    "other": ("4", "5", "6", "7", "8", "10"),
    "passing": ("12", "13", "14", "15", "16"),
    "release": ("17",),
    "mine": ("11",),
}
ROUNDING = 0.05  # of a printed figure, mln m3


@dataclass(frozen=True)
class DocumentedWater:
    """O oblasts and cities of republican significance, U units with water of their own, H horizons.

    Attributes
    ----------
    oblasts : (O,) ids
    regions : (O,) ids
    units : (U,) ids of districts and cities, and of oblasts for what no district is known to take
    oblast_of : (U,) index into `oblasts`
    abstraction, use : (O, 3, H) mln m3 by source, table 1
    printed_total : (O, H) abstraction in all as table 1 prints it
    gross : (U, 5, H) mln m3 at the intake by use, annexes
    mine : (U, H) mine water let go, part of the gross obligations
    release : (U, H) sanitary releases, part of the gross obligations and of the use of table 1
    districts_total : (O, H) sum of the districts' totals in the annexes, NaN where they are damaged
    reserve : (R,) explored groundwater of a region in the base year, annex 3
    region_ids : (R,)
    """

    oblasts: tuple[str, ...]
    regions: tuple[str, ...]
    units: tuple[str, ...]
    oblast_of: IntArray
    abstraction: FloatArray
    use: FloatArray
    printed_total: FloatArray
    gross: FloatArray
    mine: FloatArray
    release: FloatArray
    districts_total: FloatArray
    reserve: FloatArray
    region_ids: tuple[str, ...]

    @property
    def demanded(self) -> FloatArray:
        """(O, H) abstraction of all units of an oblast."""
        return self.by_oblast(np.asarray(self.gross.sum(axis=1), dtype=np.float64))

    def by_oblast(self, values: FloatArray) -> FloatArray:
        """(O, ...) sums of (U, ...)."""
        out = np.zeros((len(self.oblasts), *values.shape[1:]))
        np.add.at(out, self.oblast_of, values)
        return out

    @property
    def tolerance(self) -> FloatArray:
        """(O,) what rounding of the printed figures can explain, mln m3."""
        units = np.bincount(self.oblast_of, minlength=len(self.oblasts))
        return np.asarray(ROUNDING * (units * len(USES) + len(SOURCES)), dtype=np.float64)


def read_documents(territory: Territory) -> DocumentedWater:
    """Read table 1 and the annexes of both schemes.

    Raises
    ------
    InputError
        a table is missing
    """
    table = territory.table("water_balance")
    units = territory.units
    rows = table[table["unit_id"].map(units["level"]) != "region"]
    oblasts = tuple(u for u in units.index if u in set(rows["unit_id"]))
    annex = _annex(territory, oblasts)
    leaves = [u for u in units.index if u in annex.index]
    gross = {name: _sum(annex, leaves, names) for name, names in ROWS.items()}
    stacked = np.stack(
        [
            gross["household"],
            gross["industry"],
            gross["passing"] + gross["release"] + gross["mine"],
            gross["irrigation"] - _sum(annex, leaves, ("3a",)),
            gross["other"],
        ],
        axis=1,
    )
    index = {o: i for i, o in enumerate(oblasts)}
    of = np.array([index[str(units.loc[u, "oblast_id"])] for u in leaves], dtype=np.int64)
    abstraction, use = _sources(rows, oblasts, "abstraction"), _sources(rows, oblasts, "use")
    unknown = _unknown(annex, leaves, of, abstraction.sum(axis=1), stacked)
    for o in np.flatnonzero(unknown.any(axis=1)):
        rest = np.zeros((1, len(USES), len(HORIZONS)))
        rest[0, USES.index("other")] = unknown[o]
        stacked = np.concatenate([stacked, rest])
        leaves, of = [*leaves, oblasts[o]], np.append(of, o)
    none = np.zeros((len(leaves) - len(gross["mine"]), len(HORIZONS)))
    regions = tuple(str(units.loc[o, "region_id"]) for o in oblasts)
    region_ids = tuple(dict.fromkeys(regions))
    return DocumentedWater(
        oblasts=oblasts,
        regions=regions,
        units=tuple(leaves),
        oblast_of=of,
        abstraction=abstraction,
        use=use,
        printed_total=_totals(rows, oblasts),
        gross=stacked,
        mine=np.concatenate([gross["mine"], none]),
        release=np.concatenate([gross["release"], none]),
        districts_total=_district_totals(annex, leaves, of, len(oblasts)),
        reserve=_reserve(territory, region_ids),
        region_ids=region_ids,
    )


def _annex(territory: Territory, oblasts: tuple[str, ...]) -> pd.DataFrame:
    """Abstraction in all by unit, row and year; columns (row_no, year)."""
    table = territory.table("water_abstraction")
    table = table[(table["flow"] == "abstraction") & (table["source"] == "total")]
    inside = table["unit_id"].map(territory.units["oblast_id"]).isin(oblasts)
    return table[inside].pivot(index="unit_id", columns=["row_no", "year"], values="value_mln_m3")


def _sum(annex: pd.DataFrame, units: list[str], rows: tuple[str, ...]) -> FloatArray:
    """(U, H) sum of rows; lost text counts nothing."""
    of_units = annex.loc[units].fillna(0.0)
    row, year = (of_units.columns.get_level_values(level) for level in ("row_no", "year"))
    named, values = row.isin(rows), of_units.to_numpy(dtype=float)
    return np.stack([values[:, named & (year == y)].sum(axis=1) for y in HORIZONS], axis=1)


def _unknown(
    annex: pd.DataFrame,
    units: list[str],
    of: IntArray,
    abstraction: FloatArray,
    gross: FloatArray,
) -> FloatArray:
    """(O, H) abstraction of table 1 that no unit is known to take, where annex text is lost."""
    years = annex.columns.get_level_values("year")
    lost = np.stack([annex.loc[units].to_numpy(float)[:, years == y] for y in HORIZONS], axis=1)
    lost = np.isnan(lost).any(axis=2)
    damaged = np.zeros(abstraction.shape, dtype=bool)
    np.logical_or.at(damaged, of, lost)
    known = np.zeros(abstraction.shape)
    np.add.at(known, of, gross.sum(axis=1))
    return np.where(damaged, np.maximum(abstraction - known, 0.0), 0.0)


def _district_totals(annex: pd.DataFrame, units: list[str], of: IntArray, count: int) -> FloatArray:
    inside = [i for i, u in enumerate(units) if u in annex.index]
    totals = annex.loc[[units[i] for i in inside]]
    columns = [totals[("total", y)].to_numpy(float) for y in HORIZONS]
    out = np.zeros((count, len(HORIZONS)))
    np.add.at(out, of[inside], np.stack(columns, axis=1))
    return out


def _sources(rows: pd.DataFrame, oblasts: tuple[str, ...], flow: str) -> FloatArray:
    found = rows[rows["flow"] == flow].set_index(["unit_id", "source", "year"])["value_mln_m3"]
    keys = [(o, s, y) for o in oblasts for s in SOURCES for y in HORIZONS]
    values = found.reindex(pd.MultiIndex.from_tuples(keys)).fillna(0.0).to_numpy(float)
    return values.reshape(len(oblasts), len(SOURCES), len(HORIZONS))


def _totals(rows: pd.DataFrame, oblasts: tuple[str, ...]) -> FloatArray:
    part = rows[(rows["flow"] == "abstraction") & (rows["source"] == "total")]
    found = part.pivot(index="unit_id", columns="year", values="value_mln_m3")
    return found.reindex(index=list(oblasts), columns=list(HORIZONS)).to_numpy(float)


def _reserve(territory: Territory, regions: tuple[str, ...]) -> FloatArray:
    """(R,) explored groundwater of the base year; 0 where no scheme prints it."""
    table = territory.table("indicators")
    named = table[table["indicator_id"].isin(["groundwater_resources", "groundwater"])]
    first = named.sort_values("year").drop_duplicates("unit_id").set_index("unit_id")["value"]
    return first.reindex(list(regions)).fillna(0.0).to_numpy(float)
