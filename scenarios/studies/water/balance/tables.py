"""The tables of the balance, in the order of variants, years and units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.studies.water.balance.documents import USES, DocumentedWater, FloatArray
from scenarios.studies.water.balance.results import ALL_SOURCES, BEYOND, YEARS, Results
from scenarios.studies.water.balance.terms import VARIANTS
from scenarios.studies.water.balance.transfers import Transfers

NOTHING = 1e-9
WORTH = 1e-6  # KZT per m3: less is the solver's noise
LOSS, UNUSED = "loss", "unused"


def balance_tables(
    documented: DocumentedWater, transfers: Transfers, results: Results, shown: set[str]
) -> dict[str, pd.DataFrame]:
    """Uses, sources, transfers, flows and proofs by variant and year.

    Volumes are mln m3 a year. All oblasts are balanced together; rows stand for those shown.

    Parameters
    ----------
    shown : ids of oblasts
    """
    uses, sources = _uses(documented, results), _sources(documented, results)
    flows, ends = _flows(documented, transfers, results), np.array([*documented.oblasts, ""])
    near = np.isin(ends[transfers.start], list(shown)) | np.isin(ends[transfers.end], list(shown))
    near &= transfers.exists
    ways = _transfers(transfers, results)
    return {
        "balance_uses": _only(uses, uses["oblast_id"].isin(shown)),
        "balance_sources": _only(sources, sources["oblast_id"].isin(shown)),
        "balance_transfers": _only(ways, np.tile(near, len(ways) // max(1, len(near)))),
        "balance_flows": _only(flows, flows["from"].isin(shown) | flows["to"].isin(shown)),
        "balance_proofs": _grid(
            {},
            objective=results.objective,
            bound=results.bound,
            gap=results.gap,
            checked=results.checked,
        ),
    }


def _only(table: pd.DataFrame, rows: pd.Series | np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(table[rows].reset_index(drop=True))


def _grid(labels: dict[str, list[list[str]]], **values: np.ndarray) -> pd.DataFrame:
    """One row for each entry of arrays (V, Y, ...).

    Parameters
    ----------
    labels : by axis after variant and year: columns of names along it, by joined column names
    """
    shape = next(iter(values.values())).shape
    place = [axis.ravel() for axis in np.indices(shape)]
    columns: dict[str, object] = {
        "variant": np.array(VARIANTS, dtype=object)[place[0]],
        "year": np.array(YEARS)[place[1]],
    }
    for axis, (names, along) in enumerate(labels.items(), start=2):
        for name, texts in zip(names.split(), along, strict=True):
            columns[name] = np.array(texts, dtype=object)[place[axis]]
    return pd.DataFrame({**columns, **{name: v.ravel() for name, v in values.items()}})


def _uses(documented: DocumentedWater, results: Results) -> pd.DataFrame:
    demand = np.broadcast_to(results.demand, results.delivered.shape)
    short = np.where((lack := demand - results.delivered) > NOTHING, lack, 0.0)
    table = _grid(
        {
            "unit_id oblast_id": [
                list(documented.units),
                [documented.oblasts[o] for o in documented.oblast_of],
            ],
            "use": [list(USES)],
        },
        demand_mln_m3=demand,
        delivered_mln_m3=results.delivered,
        shortage_mln_m3=short,
        value_kzt_m3=results.use_value,
    )
    return _only(table, table["demand_mln_m3"] > 0)


def _sources(documented: DocumentedWater, results: Results) -> pd.DataFrame:
    return _grid(
        {"oblast_id": [list(documented.oblasts)], "source": [list(ALL_SOURCES)]},
        available_mln_m3=results.available,
        used_mln_m3=results.used,
        loss_mln_m3=results.lost,
        value_kzt_m3=results.source_value,
    )


def _transfers(transfers: Transfers, results: Results) -> pd.DataFrame:
    rows = transfers.table
    names = ["transfer_id", "name", "kind", "from_unit", "to_unit"]
    return _grid(
        {" ".join(names): [list(rows[name].fillna("")) for name in names]},
        capacity_mln_m3=np.broadcast_to(results.capacity, results.flow.shape),
        flow_mln_m3=results.flow,
        cost_kzt_m3=np.broadcast_to(transfers.cost, results.flow.shape),
        value_kzt_m3=results.way_value,
        pays=results.way_value > WORTH,
    )


def _flows(documented: DocumentedWater, transfers: Transfers, results: Results) -> pd.DataFrame:
    """What enters every oblast, from sources and by transfers, and what leaves it."""
    oblasts = list(documented.oblasts)
    explored = transfers.are("from_source", "reserve")
    start = [
        BEYOND if e else oblasts[o] if o >= 0 else kind
        for e, o, kind in zip(explored, transfers.start, transfers.table["kind"], strict=True)
    ]
    end = [oblasts[o] for o in transfers.end]
    arrived = results.flow * transfers.gain
    by_use = _by_oblast(documented, results.delivered)
    parts = [
        _pairs(list(ALL_SOURCES), oblasts, np.swapaxes(results.used, 2, 3)),
        _along(start, end, arrived),
        _along(start, [LOSS] * len(start), results.flow - arrived),
        _pairs(oblasts, list(USES), by_use),
        _along(oblasts, [LOSS] * len(oblasts), results.lost.sum(axis=3)),
        _along(oblasts, [UNUSED] * len(oblasts), results.unused),
    ]
    table = pd.concat(parts, ignore_index=True)
    table = table[table["mln_m3"] > NOTHING]
    keys = ["variant", "year", "from", "to"]
    summed = table.groupby(keys, sort=False, as_index=False)["mln_m3"].sum()
    order = summed["variant"].map(VARIANTS.index)
    place = np.lexsort([np.arange(len(summed)), summed["year"], order])
    return pd.DataFrame(summed.iloc[place].reset_index(drop=True))


def _by_oblast(documented: DocumentedWater, values: FloatArray) -> FloatArray:
    """(V, Y, U, ...) summed to (V, Y, O, ...)."""
    moved = documented.by_oblast(np.moveaxis(values, 2, 0))
    return np.moveaxis(moved, 0, 2)


def _pairs(start: list[str], end: list[str], values: FloatArray) -> pd.DataFrame:
    return _grid({"from": [start], "to": [end]}, mln_m3=values)


def _along(start: list[str], end: list[str], values: FloatArray) -> pd.DataFrame:
    return _grid({"from to": [start, end]}, mln_m3=values)
