"""Where the printed figures contradict each other, say too little or would count twice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from inputs.territory import Territory
from scenarios.studies.water.balance.documents import HORIZONS, SOURCES, USES, DocumentedWater
from scenarios.studies.water.balance.transfers import Transfers
from scenarios.studies.water.balance.volumes import OBLIGATION, SURFACE, volumes_of

COLUMNS = ["unit_id", "year", "what", "printed", "used", "anomaly_id", "why"]
SUMS_OF_MANGYSTAU = "source inconsistency: table 1 Mangystau"
LEAST = 0.05  # mln m3: what one rounded figure can hide


def list_treatments(
    territory: Territory, documented: DocumentedWater, transfers: Transfers
) -> pd.DataFrame:
    """One row a figure that is not used as it stands: printed, used, and why.

    Returns
    -------
    pandas.DataFrame
        unit_id, year (NaN: both horizons), what, printed and used (mln m3, NaN: none), anomaly_id
        (empty: none), why, oblast_id
    """
    find = _Anomalies(territory)
    rows: list[tuple[object, ...]] = []
    for h, year in enumerate(HORIZONS):
        volumes = volumes_of(documented, transfers, year)
        totals = documented.abstraction[:, :, h].sum(axis=1)
        demanded = documented.demanded[:, h]
        for o, oblast in enumerate(documented.oblasts):
            printed = documented.printed_total[o, h]
            if abs(printed - totals[o]) > LEAST:
                rows.append(
                    (
                        oblast, year, "abstraction in all, table 1", printed, totals[o],
                        find("water_balance", oblast, year, "total = sum of sources", printed),
                        "the sources are used; their sum is not the printed total",
                    )
                )  # fmt: skip
            apart = demanded[o] - totals[o]
            if abs(apart) > LEAST:
                explained = abs(apart) <= documented.tolerance[o]
                rows.append(
                    (
                        oblast, year, "abstraction of all units, annexes", totals[o], demanded[o],
                        find("water_balance", oblast, year, "oblast = sum of districts", printed),
                        "rounding: the uses by canal are made to fit the sources of table 1"
                        if explained
                        else "the annexes stand for what is wanted, table 1 for what is there; the "
                        "difference, less its loss, is short or left over in every variant",
                    )
                )  # fmt: skip
            for s, source in enumerate(SOURCES):
                taken, use = documented.abstraction[o, s, h], documented.use[o, s, h]
                if use > taken + LEAST:
                    rows.append(
                        (
                            oblast, year, f"use of {source} water, table 1", use, taken,
                            find("water_balance", None, None, SUMS_OF_MANGYSTAU),
                            "more is used than is taken: used as if nothing were lost",
                        )
                    )  # fmt: skip
            passing = documented.by_oblast(documented.gross[:, OBLIGATION, h])[o]
            if passing > LEAST:
                rows.append(
                    (
                        oblast, year, "obligations, rows 11 to 17", passing, passing, "",
                        "leave the intake before conveyance, are served before irrigation and "
                        "count neither as use nor as loss",
                    )
                )  # fmt: skip
            if volumes.implied[o] > LEAST:
                rows.append(
                    (
                        oblast, year, "surface water, table 1", surface := float(
                            documented.abstraction[o, SURFACE, h]
                        ), surface - volumes.implied[o],
                        find("water_balance", None, None, "semantics: table 1 footnote"),
                        "what the cooling industry takes is sea water and serves it alone; the "
                        "rest can only come by mains and desalination and stands there",
                    )
                )  # fmt: skip
        for u in np.flatnonzero(np.isin(documented.units, documented.oblasts)):
            rest = documented.gross[u, USES.index("other"), h]
            oblast = documented.units[u]
            if oblast in set(territory.table("water_abstraction")["unit_id"]):
                continue
            rows.append(
                (
                    oblast, year, "abstraction that no district is known to take", np.nan, rest,
                    find("water_abstraction", None, None, f"annex {14 + h}"),
                    "the text of the annex is damaged: table 1 less the rows that are whole "
                    "enters at the level of the oblast as other use",
                )
            )  # fmt: skip
    for unit in territory.leaf_units():
        inside = territory.units.loc[unit, "oblast_id"] in documented.oblasts
        if inside and unit not in documented.units:
            rows.append(
                (
                    unit, np.nan, "abstraction, annexes", np.nan, np.nan,
                    find("water_abstraction", unit, None, ""),
                    "stands in no annex, its water in that of a neighbour: no row of its own",
                )
            )  # fmt: skip
    rows += find.of_units("water_abstraction", documented.units)
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.assign(oblast_id=[territory.oblast_of(unit) for unit in table["unit_id"]])


class _Anomalies:
    """Looks up the contradiction that a treatment answers."""

    def __init__(self, territory: Territory) -> None:
        self._table = territory.table("anomalies") if territory.has("anomalies") else None

    def __call__(
        self,
        table: str,
        unit: str | None,
        year: int | None,
        text: str,
        printed: float | None = None,
    ) -> str:
        """The id of the first anomaly of a table that fits; empty where there is none."""
        if self._table is None:
            return ""
        rows = self._table[self._table["table"] == table]
        if unit is not None:
            rows = rows[rows["unit_id"] == unit]
        if year is not None:
            rows = rows[rows["year"] == year]
        exact = rows["identity"] == text
        inside = rows["identity"].str.contains(text, regex=False, na=False)
        rows = rows[exact if exact.any() else inside]
        if printed is not None and not rows.empty:
            stated = pd.to_numeric(rows["printed"], errors="coerce")
            rows = rows[np.isclose(stated, printed)]
        return "" if rows.empty else str(rows["anomaly_id"].iloc[0])

    def of_units(self, table: str, units: tuple[str, ...]) -> list[tuple[object, ...]]:
        """Rows of treatment for what the data themselves decided about single units."""
        if self._table is None:
            return []
        rows = self._table[(self._table["table"] == table) & self._table["unit_id"].isin(units)]
        names = ["unit_id", "year", "identity", "anomaly_id", "reason"]
        return [
            (unit, year, what, np.nan, np.nan, name, why)
            for unit, year, what, name, why in rows[names].itertuples(index=False)
        ]
