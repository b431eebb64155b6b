"""External gateways and the freight that passes through them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.assumptions import Assumptions, unknown_name
from inputs.errors import InputError
from inputs.schemas.logistics import GATEWAY_KINDS
from inputs.territory import Territory

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
TextArray = NDArray[np.str_]

_FILE = "gateways.csv"
_UNIT = "mln t"  # of facts, with or without /yr


@dataclass(frozen=True, eq=False)
class Gateways:
    """G gateways.

    Attributes
    ----------
    ids, names, node_ids
        (G,) ids of the table, names, nodes of the network.
    kinds
        (G,) rail_border, road_border or port.
    neighbours
        (G,) country on the other side, or `sea`.
    mln_t
        (G,) throughput of `year`, mln t a year, all freight in both directions.
    year
        (G,) calendar year the throughput belongs to.
    start_year
        (G,) year from which the gateway works; 0 where it works already.
    assumed
        (G,) True where the throughput is an assumption.
    handled_share
        (G,) part of the throughput that a logistics centre can handle.
    growth
        Growth of throughput per year.
    """

    ids: TextArray
    names: TextArray
    node_ids: TextArray
    kinds: TextArray
    neighbours: TextArray
    mln_t: FloatArray
    year: IntArray
    start_year: IntArray
    assumed: BoolArray
    handled_share: FloatArray
    growth: float

    def in_year(self, year: int) -> FloatArray:
        """(G,) mln t in a year; 0 before the gateway works."""
        grown = self.mln_t * (1 + self.growth) ** (year - self.year)
        return np.where(year >= self.start_year, grown, 0.0)

    def handled_in_year(self, year: int) -> FloatArray:
        """(G,) mln t in a year that a logistics centre can handle."""
        return self.in_year(year) * self.handled_share


def gateways(territory: Territory, assumptions: Assumptions | None = None) -> Gateways:
    """Return the gateways with their throughputs.

    Parameters
    ----------
    assumptions
        Those of a scenario; the territory's own if not given.

    Raises
    ------
    InputError
        A gateway has neither a fact nor an assumption, or both; a fact is no tonnage; a gateway
        is deducted that does not exist or depends on the first; less than nothing is left; or a
        figure is older than the start of its gateway.
    """
    table = territory.table("gateways")
    facts = territory.table("freight_facts").set_index(["fact_id", "part"])
    assumptions = territory.assumptions if assumptions is None else assumptions
    rows: dict[str, tuple[int, dict[str, Any]]] = {
        str(row["gateway_id"]): (line + 2, {str(key): cell for key, cell in row.items()})
        for line, row in enumerate(table.to_dict("records"))
    }
    known: dict[str, float] = {}
    for gateway in rows:
        _resolve(gateway, rows, facts, assumptions, known, ())
    start = table["start_year"].fillna(0).to_numpy(np.int64)
    year = table["year"].to_numpy(np.int64)
    early = np.flatnonzero(year < start)
    if early.size:
        raise InputError(
            f"the figure of gateway {table['gateway_id'].iloc[early[0]]} lies before its start",
            file=_FILE,
            row=int(early[0]) + 2,
            column="year",
            value=int(year[early[0]]),
            expected=f"{start[early[0]]} or later",
        )
    share = {kind: assumptions.value(f"freight_handled_share_{kind}") for kind in GATEWAY_KINDS}
    return Gateways(
        ids=table["gateway_id"].to_numpy(np.str_),
        names=table["name"].to_numpy(np.str_),
        node_ids=table["node_id"].to_numpy(np.str_),
        kinds=table["kind"].to_numpy(np.str_),
        neighbours=table["neighbour"].to_numpy(np.str_),
        mln_t=np.array([known[gateway] for gateway in rows]),
        year=year,
        start_year=start,
        assumed=table["assumption"].notna().to_numpy(np.bool_),
        handled_share=np.array([share[kind] for kind in table["kind"]]),
        growth=assumptions.value("gateway_growth"),
    )


Rows = Mapping[str, tuple[int, Mapping[str, Any]]]


def _resolve(
    gateway: str,
    rows: Rows,
    facts: pd.DataFrame,
    assumptions: Assumptions,
    known: dict[str, float],
    above: tuple[str, ...],
) -> float:
    """Return mln t of a gateway, and note it in `known`."""
    if gateway in known:
        return known[gateway]
    line, row = rows[gateway]
    fact, assumption, less = row["fact_id"], row["assumption"], row["less_gateways"]

    def wrong(message: str, column: str, value: object, expected: str) -> InputError:
        return InputError(
            message, file=_FILE, row=line, column=column, value=value, expected=expected
        )

    if isinstance(fact, str) == isinstance(assumption, str):
        how = "a throughput twice" if isinstance(fact, str) else "no throughput"
        raise wrong(
            f"gateway {gateway} has {how}",
            "fact_id, assumption",
            fact if isinstance(fact, str) else "",
            "either a freight fact or the name of an assumption",
        )
    if isinstance(assumption, str):
        known[gateway] = assumptions.value(assumption)
        return known[gateway]
    stated = facts.loc[(fact, row["fact_part"])]
    if not str(stated["unit"]).startswith(_UNIT):
        raise wrong(f"fact {fact} is no tonnage", "fact_id", stated["unit"], _UNIT)
    figure = stated["value"] if pd.notna(stated["value"]) else stated["value_other"]
    factor: float = 1.0 if pd.isna(row["factor"]) else float(row["factor"])
    rest = float(figure) * factor
    for other in less.split(";") if isinstance(less, str) else ():
        if other not in rows:
            raise unknown_name(other, rows, "gateway")
        if other in (*above, gateway):
            raise wrong(f"gateway {gateway} is deducted from itself", "less_gateways", less, "none")
        rest -= _resolve(other, rows, facts, assumptions, known, (*above, gateway))
    if rest <= 0:
        raise wrong(
            f"nothing is left of the throughput of {gateway}",
            "less_gateways",
            f"{rest:g} mln t",
            f"less than {float(figure) * factor:g} mln t at {less}",
        )
    known[gateway] = rest
    return rest
