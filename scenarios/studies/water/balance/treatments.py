"""Where the printed figures contradict each other, say too little or would count twice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from inputs.territory import Territory
from scenarios.language import marked
from scenarios.studies.water.balance.documents import HORIZONS, SOURCES, USES, DocumentedWater
from scenarios.studies.water.balance.transfers import Transfers
from scenarios.studies.water.balance.volumes import OBLIGATION, SURFACE, volumes_of

COLUMNS = ["unit_id", "year", "what", "printed", "used", "anomaly_id", "why"]
LEAST = 0.05  # mln m3: what one rounded figure can hide
DAMAGED = (14, 15)  # annexes of West Kazakhstan by horizon
ROUNDED = marked("rounding: the uses by canal are made to fit the sources of table 1")
APART = marked(
    "the annexes stand for what is wanted, table 1 for what is there; the difference, less its "
    "loss, is short or left over in every variant"
)
PASSING = marked(
    "leave the intake before conveyance, are served before irrigation and count neither as use nor "
    "as loss"
)
SALT = marked(
    "what the cooling industry takes is sea water and serves it alone; the rest can only come by "
    "mains and desalination and stands there"
)
LOST = marked(
    "the text of the annex is damaged: table 1 less the rows that are whole enters at the level of "
    "the oblast as other use"
)
ABSENT = marked("stands in no annex, its water in that of a neighbour: no row of its own")
USE_OF = {
    "surface": marked("use of surface water, table 1"),
    "ground": marked("use of ground water, table 1"),
    "other": marked("use of other water, table 1"),
}

Row = tuple[object, ...]


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
    rows: list[Row] = []
    for h in range(len(HORIZONS)):
        rows += _sums(documented, find, h)
        rows += _passing(documented, h)
        rows += _sea(documented, transfers, find, h)
        rows += _unknown(documented, find, h)
    rows += _absent(territory, documented, find)
    rows += find.of_units("water_abstraction", documented.units)
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.assign(oblast_id=[territory.oblast_of(unit) for unit in table["unit_id"]])


def _sums(documented: DocumentedWater, find: _Anomalies, h: int) -> Iterator[Row]:
    """Totals of table 1 against its sources and the annexes; use against abstraction."""
    year, totals = HORIZONS[h], documented.abstraction[:, :, h].sum(axis=1)
    for o, oblast in enumerate(documented.oblasts):
        printed, taken = documented.printed_total[o, h], totals[o]
        wanted = documented.demanded[o, h]
        if abs(printed - taken) > LEAST:
            name = find("water_balance", oblast, year, "total = sum of sources", printed)
            why = marked("the sources are used; their sum is not the printed total")
            yield oblast, year, marked("abstraction in all, table 1"), printed, taken, name, why
        if abs(wanted - taken) > LEAST:
            name = find("water_balance", oblast, year, "oblast = sum of districts", printed)
            rounded = abs(wanted - taken) <= documented.tolerance[o]
            why = ROUNDED if rounded else APART
            yield (
                oblast,
                year,
                marked("abstraction of all units, annexes"),
                taken,
                wanted,
                name,
                why,
            )
        for s, source in enumerate(SOURCES):
            use, most = documented.use[o, s, h], documented.abstraction[o, s, h]
            if use > most + LEAST:
                name = find("water_balance", None, None, "source inconsistency: table 1 Mangystau")
                why = marked("more is used than is taken: used as if nothing were lost")
                yield (
                    oblast,
                    year,
                    USE_OF[source],
                    use,
                    most,
                    name,
                    why,
                )


def _passing(documented: DocumentedWater, h: int) -> Iterator[Row]:
    passing = documented.by_oblast(documented.gross[:, OBLIGATION, h])
    for oblast, volume in zip(documented.oblasts, passing, strict=True):
        if volume > LEAST:
            what = marked("obligations, rows 11 to 17")
            yield oblast, HORIZONS[h], what, volume, volume, "", PASSING


def _sea(
    documented: DocumentedWater, transfers: Transfers, find: _Anomalies, h: int
) -> Iterator[Row]:
    implied = volumes_of(documented, transfers, HORIZONS[h]).implied
    for o in np.flatnonzero(implied > LEAST):
        printed = documented.abstraction[o, SURFACE, h]
        name = find("water_balance", None, None, "semantics: table 1 footnote")
        what, used = marked("surface water, table 1"), printed - implied[o]
        yield documented.oblasts[o], HORIZONS[h], what, printed, used, name, SALT


def _unknown(documented: DocumentedWater, find: _Anomalies, h: int) -> Iterator[Row]:
    """What stands at an oblast beside the rows of its districts."""
    of_oblasts = np.isin(documented.units, documented.oblasts)
    alone = np.bincount(documented.oblast_of)[documented.oblast_of] == 1  # a city is its own unit
    for u in np.flatnonzero(of_oblasts & ~alone):
        rest = documented.gross[u, USES.index("other"), h]
        name = find("water_abstraction", None, None, f"text damage: annex {DAMAGED[h]}")
        what = marked("abstraction that no district is known to take")
        yield documented.units[u], HORIZONS[h], what, np.nan, rest, name, LOST


def _absent(territory: Territory, documented: DocumentedWater, find: _Anomalies) -> Iterator[Row]:
    for unit in territory.leaf_units():
        inside = territory.units.loc[unit, "oblast_id"] in documented.oblasts
        if inside and unit not in documented.units:
            name = find("water_abstraction", unit, None, "")
            yield unit, np.nan, marked("abstraction, annexes"), np.nan, np.nan, name, ABSENT


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

    def of_units(self, table: str, units: tuple[str, ...]) -> list[Row]:
        """Rows of treatment for what the data themselves decided about single units."""
        if self._table is None:
            return []
        rows = self._table[(self._table["table"] == table) & self._table["unit_id"].isin(units)]
        names = ["unit_id", "year", "identity", "anomaly_id", "reason"]
        return [
            (unit, year, what, np.nan, np.nan, name, why)
            for unit, year, what, name, why in rows[names].itertuples(index=False)
        ]
