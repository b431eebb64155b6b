"""How an arithmetic identity of a table is declared, and how its tolerance follows from rounding.

An identity turns a table into *residuals*: at which row and field, which value is printed, which
one follows from the other figures, and how far rounding alone may part the two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

Tables = Mapping[str, pd.DataFrame]

RESIDUAL_COLUMNS = ["line", "field", "value", "expected", "tolerance"]
EXACT = 0.0
# A gap that is shown to the anomalies table, which may speak of it, but is no failure
NOT_JUDGED = float("inf")


@dataclass(frozen=True)
class Identity:
    """One arithmetic statement about a table.

    Attributes
    ----------
    name : str
        The statement in short, as the anomalies table and the report quote it.
    table : str
        Table whose rows it judges.
    residuals : callable
        From all tables (indexed by the line of the file) to a frame with `RESIDUAL_COLUMNS`;
        `line` is the judged row of `table`.
    bound : str
        The tolerance in words.
    other_tables : tuple of str
        Further tables it reads; without them the identity is not judged.
    """

    name: str
    table: str
    residuals: Callable[[Tables], pd.DataFrame]
    bound: str
    other_tables: tuple[str, ...] = ("units",)

    @property
    def needs(self) -> frozenset[str]:
        return frozenset((self.table, *self.other_tables))


def rounding(unit: float, *weights: float) -> float:
    """Largest gap that rounding each term to `unit` can leave.

    Each printed figure lies within half a unit of the truth, so a combination of figures with
    these weights lies within half a unit times the sum of the absolute weights.
    """
    return 0.5 * unit * sum(abs(w) for w in weights)


def residuals(
    frame: pd.DataFrame,
    field: str,
    value: pd.Series,
    expected: pd.Series,
    tolerance: float | pd.Series,
) -> pd.DataFrame:
    """Residuals of the rows where both sides are known.

    Parameters
    ----------
    frame : DataFrame
        Rows of the judged table, indexed by their line of the file.
    field : str
        The judged field.
    value, expected, tolerance : Series
        Aligned with `frame`; tolerance may be one number.
    """
    result = pd.DataFrame(
        {
            "line": frame.index.to_numpy(),
            "field": field,
            "value": value.to_numpy(dtype=float),
            "expected": expected.to_numpy(dtype=float),
            "tolerance": (
                tolerance.to_numpy(dtype=float)
                if isinstance(tolerance, pd.Series)
                else np.full(len(frame), tolerance)
            ),
        }
    )
    return result.dropna(subset=["value", "expected"])


def joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Several residual frames as one."""
    filled = [p for p in parts if not p.empty]
    if not filled:
        return pd.DataFrame(columns=RESIDUAL_COLUMNS)
    return pd.concat(filled, ignore_index=True)


def previous_period(frame: pd.DataFrame, field: str, keys: Sequence[str]) -> pd.Series:
    """`field` of the same `keys` in the year before in the table, aligned with `frame`."""
    ordered = frame.sort_values([*keys, "year"])
    return ordered.groupby(list(keys), sort=False)[field].shift(1).reindex(frame.index)


def sums_over_children(
    frame: pd.DataFrame,
    parents: pd.Series,
    field: str,
    unit: float,
    *,
    by: Sequence[str] = ("year",),
    deficits_only: bool = False,
) -> pd.DataFrame:
    """Printed figure of each parent unit against the sum over its children.

    Parameters
    ----------
    frame : DataFrame
        One row per unit and `by`, column unit_id.
    parents : Series
        parent_id by unit_id.
    field : str
        Column to be summed.
    unit : float
        Rounding unit of the printed figures: the bound is half of it times children + 1.
    deficits_only : bool
        Leave surpluses (positive values) out of the sum, as the balance rows of the documents do.
    """
    parent = frame["unit_id"].map(parents)
    known = frame[field].notna() & parent.notna()
    part = frame.loc[known, field]
    if deficits_only:
        part = part.where(part < 0, 0.0)
    children = (
        pd.DataFrame({"unit_id": parent[known], "part": part, **{b: frame[b] for b in by}})
        .dropna()
        .groupby(["unit_id", *by])["part"]
        .agg(["sum", "count"])
        .reset_index()
    )
    own = frame[["unit_id", *by, field]].reset_index()
    both = own.merge(children, on=["unit_id", *by], how="inner").set_index("index")
    return residuals(both, field, both[field], both["sum"], (both["count"] + 1) * 0.5 * unit)
